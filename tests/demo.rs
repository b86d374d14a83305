//! The live tour: it captures itself, ends by itself, and leaves nothing behind.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

fn demo(temporary: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.arg("demo").env("TMPDIR", temporary).env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The live tour's output; `None`, said, where this user may not capture.
fn live(output: &Output) -> Option<String> {
    let said = text(&output.stdout);
    if let Some(why) = said.strip_prefix("Live it cannot be: ") {
        eprintln!("skipped: {}", why.lines().next().unwrap_or_default());
        return None;
    }
    Some(said)
}

#[test]
fn it_shows_what_it_says_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let output = demo(folder.path()).output().unwrap();
    let took = begun.elapsed();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "files were left");
    let Some(said) = live(&output) else { return };
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(text(&output.stderr), "");
    let (ports, rest) = said.split_once(';').unwrap();
    let ports: Vec<&str> = ports.split("127.0.0.1:").skip(1).map(|rest| rest.split(',').next().unwrap().trim()).collect();
    let steps: Vec<&str> = rest.split("\n  $ ").collect();
    // Both conversations in full: the handshake, each word and its echo, the end.
    let lines = steps[1];
    for what in ["[SYN]", "[SYN, ACK]", "[FIN, ACK]", "Len=15", "Len=14", "Len=17"] {
        assert!(lines.contains(what), "{what} is missing: {lines}");
    }
    assert!(lines.contains(&format!("→ {} [SYN]", ports[0])) && lines.contains(&format!("→ {} Len=17", ports[1])), "{lines}");
    // And the same from the file.
    assert!(steps[2].contains("-c 3 -T table") && steps[2].contains("··········S·") && steps[2].contains("·······A··S·"), "{}", steps[2]);
    assert!(steps[3].contains("Transmission Control Protocol") && steps[3].contains("Interface name: lo"), "{}", steps[3]);
    assert!(steps.len() >= 6, "{said}");
}

#[test]
fn without_rights_it_says_so_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    // Where the user has the rights they are taken away for once; the program must be where nobody can run it.
    let program = folder.path().join("pkt");
    std::fs::copy(env!("CARGO_BIN_EXE_pkt"), &program).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let output = match Command::new("setpriv").args(["--reuid", "65534", "--clear-groups"]).arg(&program).arg("demo").output() {
        Ok(output) if output.status.success() => output,
        // Not root: as it is.
        _ => demo(folder.path()).output().unwrap(),
    };
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    if live(&output).is_some() {
        eprintln!("skipped: this user may capture, and cannot become another one");
        return;
    }
    assert!(said.contains("cap_net_raw") && said.contains("captures from inside the program"), "{said}");
    assert!(said.contains("  $ pkt read captures/tcp-http.pcap"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_without_a_file_left() {
    use std::io::{BufRead, BufReader, Read};
    let folder = tempfile::tempdir().unwrap();
    let mut child = demo(folder.path()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    if line.starts_with("Live it cannot be") {
        eprintln!("skipped: this user may not capture");
        out.read_to_string(&mut line).unwrap();
        child.wait().unwrap();
        return;
    }
    while !line.contains("[SYN]") {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "the capture shows nothing");
    }
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    let begun = Instant::now();
    out.read_to_string(&mut line).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "files were left");
}
