//! The command's contract: exit codes, streams, colour, configuration.

use assert_cmd::Command;
use std::path::Path;

/// The program, with an environment of its own: no configuration, no opinion about colours.
fn pkt() -> Command {
    let mut command = Command::cargo_bin("pkt").unwrap();
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "HOME"] {
        command.env_remove(name);
    }
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

/// stdout of a call that must succeed.
fn answer(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

/// stderr of a call that must end with this code, and with nothing on stdout.
fn refusal(command: &mut Command, code: i32) -> String {
    let assert = command.assert().code(code);
    let output = assert.get_output();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn help_and_version_are_answers() {
    assert_eq!(answer(pkt().arg("-V")), format!("pkt {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(answer(pkt().arg("--version")), format!("pkt {}\n", env!("CARGO_PKG_VERSION")));
    let (short, long) = (answer(pkt().args(["completions", "-h"])), answer(pkt().args(["completions", "--help"])));
    assert!(!short.contains("Examples:") && long.contains("Examples:"));
    assert_eq!(answer(pkt().args(["help", "completions"])), long);
}

#[test]
fn usage_errors_are_code_2_and_offer_the_near_name() {
    assert!(refusal(&mut pkt(), 2).contains("Usage: pkt"));
    assert!(refusal(pkt().arg("confg"), 2).contains("'config'"));
    assert!(refusal(pkt().args(["config", "--quite"]), 2).contains("'--quiet'"));
    assert!(refusal(pkt().args(["man", "completion"]), 2).contains("did you mean `completions`?"));
}

#[test]
fn a_display_filter_chooses_packets() {
    let read = |args: &[&str]| answer(pkt().args(["read", "captures/tcp-http.pcap"]).args(args));
    let numbers = |filter: &str| {
        read(&["-Y", filter, "-T", "fields", "-e", "frame.number"]).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(numbers("tcp.flags.syn == 1"), ["3", "4"]);
    // The numbers are those of the file; threads do not change the order; a count counts what is read.
    let lines = read(&["-Y", "tcp.len > 0", "-T", "fields", "-e", "frame.number", "--threads", "4"]);
    assert_eq!(lines.split_whitespace().collect::<Vec<_>>(), numbers("tcp.len > 0"));
    assert_eq!(read(&["-Y", "tcp", "--match-count", "-c", "4"]), "2\n");
    assert_eq!(read(&["-Y", "-tcp.len < 0", "--match-count"]), "3\n");
    // Relative numbers need the packets that do not pass too.
    assert_eq!(read(&["-Y", "tcp.flags.fin == 1", "-T", "fields", "-e", "tcp.seq", "-c", "13"]).lines().count(), 2);
    assert_eq!(numbers("tcp.seq == 0"), ["3", "4"]);
    assert!(read(&["-Y", "arp", "-V"]).contains("Address Resolution Protocol"));
    let json: serde_json::Value = serde_json::from_str(&read(&["-Y", "arp", "-T", "json"])).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
}

#[test]
fn a_display_filter_writes_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("syn.pcap");
    answer(pkt().args(["read", "captures/tcp-http.pcap", "-Y", "tcp.flags.syn == 1", "-w"]).arg(&file));
    assert_eq!(answer(pkt().args(["read", "--match-count"]).arg(&file)), "2\n");
    pkt().args(["read", "captures/tcp-http.pcap", "-Y", "tcp", "--exit-match", "-T", "none"]).assert().code(0);
    pkt().args(["read", "captures/tcp-http.pcap", "-Y", "udp", "--exit-match", "-T", "none"]).assert().code(1);
    let wrong = refusal(pkt().args(["read", "nowhere.pcap", "-Y", "ip.srcc == 10.0.0.1"]), 2);
    assert!(
        wrong.contains("there is no field or protocol `ip.srcc`; did you mean `ip.src`?\n  ip.srcc == 10.0.0.1\n  ^~~~~~~\n"),
        "{wrong}"
    );
    assert!(refusal(pkt().args(["read", "nowhere.pcap", "-Y", "tcp"]), 3).contains("nowhere.pcap"));
}

#[test]
fn a_filter_is_explained() {
    let said = answer(pkt().args(["filter", "tcp.port in {80, 443} && !(ip.src == 10.0.0.0/8)"]));
    assert!(said.contains("written out:     any tcp.port in {80, 443} and not any ip.src == 10.0.0.0/8\n"), "{said}");
    assert!(said.contains("asks for:        ip, tcp\n") && said.contains("wider: the same packets pass, and others"), "{said}");
    let json: serde_json::Value = serde_json::from_str(&answer(pkt().args(["filter", "tcp.stream == 3", "-T", "json"]))).unwrap();
    assert_eq!((&json["flow_stage"], &json["protocols"][0]), (&true.into(), &"tcp".into()));
    assert_eq!(json["tree"][1]["type"], "an unsigned integer of 4 bytes");
    assert!(refusal(pkt().args(["filter", "tcp.port == web"]), 2).contains("`web` is no number"));
}

#[test]
fn colour_is_obeyed() {
    let coloured = |command: &mut Command| refusal(command, 2).contains('\x1b');
    assert!(!coloured(&mut pkt()), "stderr is no terminal here");
    assert!(coloured(pkt().args(["--color", "always", "confg"])));
    assert!(coloured(pkt().args(["man", "nothing", "--color=always"])));
    assert!(coloured(pkt().env("CLICOLOR_FORCE", "1").args(["man", "nothing"])));
    assert!(coloured(pkt().env("CLICOLOR_FORCE", "1").arg("confg")));
    assert!(!coloured(pkt().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").args(["man", "nothing"])));
    assert!(!coloured(pkt().env("CLICOLOR_FORCE", "1").args(["--color=never", "man", "nothing"])));
}

#[test]
fn every_shell_has_completions_that_know_every_verb() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = answer(pkt().args(["completions", shell]));
        for verb in verbs() {
            assert!(script.contains(&verb), "{shell} does not know {verb}");
        }
        assert!(!script.contains("--no-quiet"), "{shell}: hidden options stay hidden");
    }
    let script = answer(pkt().args(["completions", "bash"]));
    let Ok(mut bash) = std::process::Command::new("bash").arg("-n").stdin(std::process::Stdio::piped()).spawn() else {
        return eprintln!("skipped: bash is missing, so its script is not parsed");
    };
    std::io::Write::write_all(&mut bash.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn every_verb_has_a_manual_page() {
    let dir = tempfile::tempdir().unwrap();
    answer(pkt().args(["man", "--dir"]).arg(dir.path()));
    for verb in verbs() {
        let page = answer(pkt().args(["man", &verb]));
        assert!(page.contains(".SH OPTIONS"));
        assert_eq!(std::fs::read_to_string(dir.path().join(format!("pkt-{verb}.1"))).unwrap(), page);
    }
    assert!(dir.path().join("pkt.1").is_file());
    for (verb, says) in [("query", "DNSSEC"), ("trace", r"\-\-hints"), ("bulk", r"\-\-outstanding"), ("servers", r"\-\-timeout")] {
        let page = answer(pkt().args(["man", "dns", verb]));
        assert!(page.contains(&format!("pkt\\-dns\\-{verb}")) && page.contains(says), "{page}");
        assert_eq!(std::fs::read_to_string(dir.path().join(format!("pkt-dns-{verb}.1"))).unwrap(), page);
    }
    let said = refusal(pkt().args(["man", "dns", "bulc"]), 2);
    assert!(said.contains("there is no verb `bulc` of `pkt dns`; did you mean `bulk`?"), "{said}");
    assert!(refusal(pkt().args(["man", "read", "query"]), 2).contains("there is no verb `query` of `pkt read`"));
    assert!(refusal(pkt().args(["man", "--dir", "/dev/null/man"]), 3).starts_with("/dev/null/man: "));
}

#[test]
fn fields_are_listed_in_four_ways() {
    let names = answer(pkt().args(["fields", "-T", "names"]));
    let mut sorted: Vec<&str> = names.lines().collect();
    assert!(sorted.len() > 100 && sorted.iter().all(|name| !name.is_empty() && !name.contains(char::is_whitespace)));
    sorted.sort_unstable();
    assert!(sorted.windows(2).all(|pair| pair[0] != pair[1]), "each name once");

    let list: serde_json::Value = serde_json::from_str(&answer(pkt().args(["fields", "-T", "json"]))).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), sorted.len());
    let ttl = list.iter().find(|field| field["name"] == "ip.ttl").unwrap();
    assert_eq!((ttl["type"].as_str(), ttl["title"].as_str()), (Some("uint8"), Some("Time to Live")));

    let any_case = answer(pkt().args(["fields", "IP.TTL"]));
    assert!(any_case.split_whitespace().take(5).eq(["ip.ttl", "uint8", "Time", "to", "Live"]), "in any case: {any_case}");
    assert!(answer(pkt().args(["fields", "time to live"])).contains("ip.ttl "), "by its meaning");
    assert!(answer(pkt().args(["fields", "ip.ttl", "-T", "markdown"])).contains("| `ip.ttl` | uint8 | Time to Live |\n"));
    assert!(refusal(pkt().args(["fields", "ip.tll"]), 2).contains("did you mean `ip.ttl`?"));
}

#[test]
fn protocols_are_listed_and_described() {
    let list = answer(pkt().arg("ls"));
    for name in ["eth ", "ip ", "tcp ", "udp "] {
        assert!(list.lines().any(|line| line.starts_with(name)), "{name}");
    }
    let tcp = answer(pkt().args(["ls", "tcp"]));
    assert!(tcp.contains("|          Source Port          |       Destination Port        |"), "{tcp}");
    assert_eq!(answer(pkt().args(["ls", "TCP"])), tcp, "by Scapy's name");
    assert!(refusal(pkt().args(["ls", "tpc"]), 2).contains("did you mean `tcp`?"));
}

#[test]
fn the_tour_shows_something_at_every_step() {
    let tour = answer(pkt().args(["demo", "--offline"]));
    let steps: Vec<&str> = tour.split("\n  $ ").skip(1).collect();
    assert!(steps.len() >= 5, "{tour}");
    for step in &steps {
        let (command, shown) = step.split_once('\n').unwrap();
        assert!(shown.trim_start().lines().count() > 4, "`{command}` shows nothing: {shown}");
    }
    // With the captures at hand the commands do what the tour showed.
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(answer(pkt().args(["demo", "--offline", "--dir"]).arg(dir.path())), tour);
    for step in &steps {
        let (command, shown) = step.split_once('\n').unwrap();
        let again = answer(pkt().args(command.split_whitespace().skip(1)).current_dir(dir.path()));
        assert!(shown.starts_with(&format!("\n{again}")), "`{command}` shows something else");
    }
}

#[test]
fn configuration_shows_values_and_their_sources() {
    assert!(answer(pkt().arg("config")).contains("(there is no such file)\ncolor = \"auto\"                   # default\n"));
    let home = config("# mine\ncolor = 'never'\nverbose = 2\n");
    let shown = answer(pkt().env("XDG_CONFIG_HOME", home.path()).args(["config", "-q"]));
    assert!(shown.contains("color = \"never\"                  # config.toml:2\n"), "{shown}");
    assert!(shown.contains("quiet = true                     # command line\n"), "{shown}");
    // What is shown is itself a configuration that says the same.
    let again = config(&shown);
    assert!(answer(pkt().env("XDG_CONFIG_HOME", again.path()).arg("config")).contains("quiet = true"));
    // Without XDG_CONFIG_HOME it is under the home directory.
    std::fs::create_dir_all(home.path().join(".config")).unwrap();
    std::fs::rename(home.path().join("pktlab"), home.path().join(".config/pktlab")).unwrap();
    let shown = answer(pkt().env_remove("XDG_CONFIG_HOME").env("HOME", home.path()).arg("config"));
    assert!(shown.contains("verbose = 2"), "{shown}");
}

#[test]
fn a_wrong_configuration_is_named_with_file_and_line() {
    for (text, line, message) in [
        ("quiet = true\n\ncolr = 'never'\n", 3, "unknown key `colr`; did you mean `color`?"),
        ("color = 'green'\n", 1, "invalid value 'green' for '--color <WHEN>'"),
        ("quiet = 'yes'\n", 1, "`quiet` must be true or false"),
        ("\n[raed]\n", 2, "unknown section [raed]"),
        ("quiet = true\nquiet = true\n", 2, "duplicate key"),
    ] {
        let home = config(text);
        let said = refusal(pkt().env("XDG_CONFIG_HOME", home.path()).arg("config"), 2);
        let place = format!("error: {}:{line}: ", file(home.path()));
        assert!(said.starts_with(&place) && said.contains(message), "{said}");
    }
}

#[test]
fn a_full_disk_is_code_3() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else { return eprintln!("skipped: there is no /dev/full") };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_pkt")).arg("man").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "standard output: No space left on device\n");
}

/// The verbs that `pkt --help` lists.
fn verbs() -> Vec<String> {
    let help = answer(pkt().arg("--help"));
    let list = help.split("Verbs:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let verbs: Vec<String> = list.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    assert!(verbs.len() > 3 && verbs.contains(&"help".to_owned()), "{verbs:?}");
    verbs.into_iter().filter(|verb| verb != "help").collect()
}

/// A configuration directory whose file holds this text.
fn config(text: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("pktlab")).unwrap();
    std::fs::write(file(home.path()), text).unwrap();
    home
}

fn file(home: &Path) -> String {
    home.join("pktlab/config.toml").display().to_string()
}
