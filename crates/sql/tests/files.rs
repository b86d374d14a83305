//! Parts of captures, indexes, broken files, and what is written.

use crate::{pcap, refused, root, said, sql};
use std::fs;
use std::path::Path;
use std::process::Command;

const SUM: &str = "SELECT count(*) AS n, sum(frame_len) AS b, count(DISTINCT ip_dst) AS d FROM packets";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_number_of_parts_gives_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.pcap");
    fs::write(&path, pcap(0..5_000, &|i| vec![i as u8; (i % 97) as usize])).unwrap();
    let whole = said(&[SUM, text(&path), "-T", "csv", "--partitions", "1"]);
    for (partitions, split) in [(2, 20_000), (3, 7_001), (7, 4_099), (4, 100)] {
        let (partitions, split) = (partitions.to_string(), split.to_string());
        let args = [SUM, text(&path), "-T", "csv", "--partitions", &partitions, "--split", &split];
        assert_eq!(said(&args), whole, "{partitions} partitions, parts of {split} bytes");
    }
    let plan = said(&[&format!("EXPLAIN {SUM}"), text(&path), "--partitions", "3", "--split", "7001"]);
    assert!(plan.contains("3 groups"), "{plan}");
    // Where nothing else puts the rows in order, they come in the capture's, whoever read them.
    let rows = "SELECT frame_time, frame_len FROM packets WHERE frame_len > 40";
    let whole = said(&[rows, text(&path), "-T", "csv", "--partitions", "1"]);
    for _ in 0..3 {
        assert!(said(&[rows, text(&path), "-T", "csv", "--partitions", "3", "--split", "7001"]) == whole);
    }
}

/// A capture of the transfer of a capture has records inside its records, which look like the ones that are sought.
#[test]
fn a_capture_inside_a_capture_does_not_fool_it() {
    let inner = pcap(0..4_000, &|_| vec![7; 10]);
    let pieces: Vec<Vec<u8>> = inner.chunks(20_000).map(<[u8]>::to_vec).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transfer.pcap");
    fs::write(&path, pcap(0..pieces.len() as u32, &|i| pieces[i as usize].clone())).unwrap();
    let whole = said(&[SUM, text(&path), "-T", "csv", "--partitions", "1"]);
    assert!(whole.contains(&format!("\n{},", pieces.len())), "{whole}");
    for split in ["3000", "10007", "30011"] {
        assert_eq!(said(&[SUM, text(&path), "-T", "csv", "--partitions", "3", "--split", split]), whole, "parts of {split} bytes");
    }
}

#[test]
fn an_index_counts_without_reading_and_is_of_this_file_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pcap");
    fs::write(&path, pcap(1_000..41_000, &|_| vec![1; 20])).unwrap();
    said(&["--index", "-q", text(&path)]);
    let told = |query: &str| {
        let output = sql(&[query, text(&path), "-T", "csv", "-v"]).output().unwrap();
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (answer, said) = told("SELECT count(*) AS n FROM packets");
    assert_eq!((answer.as_str(), said.starts_with("0 packets read")), ("n\n40000\n", true), "{said}");
    // Times and numbers lead to the parts that have them.
    let (answer, said) = told(
        "SELECT count(*) AS n, min(frame_number) AS a FROM packets WHERE frame_time >= to_timestamp(1500) AND frame_time < to_timestamp(1600)",
    );
    assert_eq!(answer, "n,a\n100,501\n");
    let read: u64 = said.split(' ').next().unwrap().parse().unwrap();
    assert!(read < 5_000, "{said}");
    let (answer, said) = told("SELECT count(*) AS n FROM packets WHERE frame_number > 39990");
    assert_eq!(answer, "n\n10\n");
    let read: u64 = said.split(' ').next().unwrap().parse().unwrap();
    assert!(read < 5_000, "{said}");
    // The file has been changed since.
    fs::write(&path, pcap(1_000..1_010, &|_| vec![1; 20])).unwrap();
    assert_eq!(told("SELECT count(*) AS n FROM packets").0, "n\n10\n");
}

/// Frames of zstd can be unpacked one without the other: with an index the capture in them is divided.
#[test]
fn what_is_compressed_in_frames_is_divided() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = pcap(0..20_000, &|i| vec![i as u8; (i % 97) as usize]);
    let (plain, framed, whole) =
        (folder.path().join("a.pcap"), folder.path().join("framed.pcap.zst"), folder.path().join("whole.pcap.zst"));
    // Frames end in the middle of records; some are to be skipped, as that with the table of the seekable format.
    let skipped = [&[0x5e, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
    let mut packed = skipped.clone();
    for (i, chunk) in bytes.chunks(150_001).enumerate() {
        packed.extend(zstd::encode_all(chunk, 3).unwrap());
        if i % 3 == 1 {
            packed.extend(&skipped);
        }
    }
    packed.extend(&skipped);
    fs::write(&plain, &bytes).unwrap();
    fs::write(&framed, &packed).unwrap();
    fs::write(&whole, zstd::encode_all(&bytes[..], 3).unwrap()).unwrap();
    let answer = said(&[SUM, text(&plain), "-T", "csv"]);
    assert_eq!(said(&[SUM, text(&framed), "-T", "csv"]), answer);
    said(&["--index", "-q", text(&framed)]);
    for (partitions, split) in [("1", "1000"), ("2", "400000"), ("3", "200000"), ("7", "100")] {
        let args = [SUM, text(&framed), "-T", "csv", "--partitions", partitions, "--split", split];
        assert_eq!(said(&args), answer, "{partitions} partitions, parts of {split} bytes");
    }
    let plan = said(&[&format!("EXPLAIN {SUM}"), text(&framed), "--partitions", "3", "--split", "200000"]);
    assert!(plan.contains("3 groups"), "{plan}");
    // Numbers go on, and lead to the frame that has them.
    let query = "SELECT frame_number, frame_time, frame_len FROM packets WHERE frame_number BETWEEN 15000 AND 15002";
    let args = [query, text(&framed), "-T", "csv", "-v", "--split", "1000"];
    let output = sql(&args).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), said(&[query, text(&plain), "-T", "csv"]));
    let stderr = String::from_utf8_lossy(&output.stderr);
    let read: u64 = stderr.split(' ').next().unwrap().parse().unwrap();
    assert!((3..6_000).contains(&read), "{stderr}");
    // One frame cannot be divided, and what is damaged has no index.
    let (code, text_of) = refused(&["--index", text(&whole)]);
    assert_eq!((code, text_of.contains("whole.pcap.zst: is read as a whole")), (3, true), "{text_of}");
    fs::write(&framed, &packed[..packed.len() / 2]).unwrap();
    let (code, text_of) = refused(&["--index", text(&framed)]);
    assert_eq!((code, text_of.contains("framed.pcap.zst")), (3, true), "{text_of}");
}

#[test]
fn what_is_broken_is_said_or_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (cut, good, none) = (folder.path().join("cut.pcap"), folder.path().join("good.pcap"), folder.path().join("none.pcap"));
    let bytes = pcap(0..1_000, &|_| vec![0; 50]);
    fs::write(&cut, &bytes[..bytes.len() - 7]).unwrap();
    fs::write(&good, &bytes).unwrap();
    fs::write(&none, "no capture at all").unwrap();
    for split in ["1000000", "4000"] {
        let (code, said) = refused(&[SUM, text(&cut), text(&good), "--partitions", "3", "--split", split]);
        assert_eq!((code, said.contains("cut.pcap: cut short in the middle of packet 1000")), (3, true), "{said}");
    }
    let (code, said) = refused(&[SUM, text(&good), text(&none)]);
    assert_eq!((code, said.contains("none.pcap: not a capture file")), (3, true), "{said}");
    for split in ["1000000", "4000"] {
        let files = [text(&cut), text(&good), text(&none)];
        let args = [
            "SELECT count(*) AS n FROM packets",
            files[0],
            files[1],
            files[2],
            "--skip-bad",
            "-T",
            "csv",
            "--partitions",
            "3",
            "--split",
            split,
        ];
        let output = sql(&args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stdout).as_ref()), (Some(0), "n\n1999\n"), "{said}");
        assert!(said.contains("2 bad files were left out or cut short"), "{said}");
    }
}

#[test]
fn a_result_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.parquet");
    said(&["SELECT ip_src, ip_dst, frame_len, frame_time, ip_addr FROM packets", "captures/dns.pcap", "-T", "parquet", "-o", text(&out)]);
    let again = |query: &str| said(&[query, "-T", "csv"]);
    assert_eq!(
        again(&format!("SELECT count(*) AS n, sum(frame_len) AS b FROM '{}'", out.display())),
        said(&["SELECT count(*) AS n, sum(frame_len) AS b FROM packets", "captures/dns.pcap", "-T", "csv"])
    );
    let before = fs::read(&out).unwrap();
    let broken = folder.path().join("broken.pcap");
    let bytes = pcap(0..100, &|_| vec![0; 50]);
    fs::write(&broken, &bytes[..bytes.len() - 7]).unwrap();
    let (code, _) = refused(&["SELECT ip_src FROM packets", text(&broken), "-T", "parquet", "-o", text(&out)]);
    assert_eq!(code, 3);
    assert_eq!(fs::read(&out).unwrap(), before);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn captures_become_parquet() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("all.parquet");
    said(&[
        "--convert",
        text(&out),
        "captures/dns.pcap",
        "captures/arp.pcap",
        "--columns",
        "file,frame.number,frame_time,src,tcp_flags_syn,dns_a,eth_src",
    ]);
    let parquet = format!("SELECT file, count(*) AS n, count(src) AS s FROM '{}' GROUP BY 1 ORDER BY 1", out.display());
    let packets = "SELECT file, count(*) AS n, count(src) AS s FROM packets GROUP BY 1 ORDER BY 1";
    assert_eq!(said(&[&parquet, "-T", "csv"]), said(&[packets, "captures/dns.pcap", "captures/arp.pcap", "-T", "csv"]));
    let parts = folder.path().join("parts");
    said(&["--convert", text(&parts), "captures/dns.pcap", "captures/arp.pcap", "--partition-by", "file"]);
    for (name, packets) in [("captures_dns.pcap", 32), ("captures_arp.pcap", 9)] {
        let part = parts.join(format!("file={name}/part-0.parquet"));
        assert_eq!(said(&[&format!("SELECT count(*) AS n FROM '{}'", part.display()), "-T", "csv"]), format!("n\n{packets}\n"));
    }
    let (code, said) = refused(&["--convert", text(&parts), "captures/dns.pcap", "--partition-by", "hour"]);
    assert_eq!((code, said.contains("is there already")), (3, true), "{said}");
}

/// What EXPLAIN ANALYZE says of the operators that this is the name of: how often they wrote to the disk what the memory has no room for.
fn spilled(plan: &str, operator: &str) -> u64 {
    let lines = plan.lines().filter(|line| line.contains(operator));
    let count = |line: &str| line.split("spill_count=").nth(1)?.split([',', ']']).next()?.trim().parse::<u64>().ok();
    lines.filter_map(count).sum()
}

#[test]
fn more_than_the_memory_goes_to_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (path, rest) = (folder.path().join("many.pcap"), folder.path().join("rest"));
    fs::create_dir(&rest).unwrap();
    fs::write(&path, pcap(0..60_000, &|i| i.wrapping_mul(2_654_435_761).to_be_bytes().repeat(32))).unwrap();
    let sorted = "SELECT hex(udp_payload) AS h, frame_len AS l FROM packets ORDER BY 1";
    let grouped = "SELECT hex(udp_payload) AS h, count(*) AS n, sum(frame_len) AS b FROM packets GROUP BY 1";
    for (query, operator, memory) in [(sorted, "SortExec", "30M"), (grouped, "AggregateExec", "14M")] {
        let (code, said) = refused(&[query, text(&path), "--memory", "100k", "--partitions", "1"]);
        assert_eq!((code, said.contains("more memory is wanted than --memory allows")), (3, true), "{said}");
        let told = |query: &str, memory: &str| {
            let mut command = sql(&[query, text(&path), "--memory", memory, "--partitions", "1", "-T", "csv"]);
            let output = command.env("TMPDIR", &rest).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{memory}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        let explained = format!("EXPLAIN ANALYZE {query}");
        let plan = told(&explained, memory);
        assert!(spilled(&plan, operator) > 0, "{plan}");
        assert_eq!(spilled(&told(&explained, "1G"), operator), 0);
        let ordered = |text: String| {
            let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
            if operator == "AggregateExec" {
                lines.sort();
            }
            lines
        };
        let answer = ordered(told(query, memory));
        assert_eq!(answer.len(), 60_001);
        assert!(answer == ordered(told(query, "1G")), "{query}: another answer with less memory");
    }
    assert_eq!(fs::read_dir(&rest).unwrap().count(), 0, "what was on the disk is gone");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let (code, said) = {
        let output = Command::new("sh")
            .arg("-c")
            .arg("exec \"$0\" 'SELECT info FROM packets' captures/dns.pcap -T csv > /dev/full")
            .arg(env!("CARGO_BIN_EXE_pkt-sql"))
            .current_dir(root())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!((code, said.contains("No space left on device")), (Some(3), true), "{said}");
}

/// Runs a command of `$PROGRAM` where `$DISK` is a disk of 64 KiB with a file `there`: the code, what it says, and what is on the disk then.
#[cfg(target_os = "linux")]
fn on_a_small_disk(run: &str) -> Option<(Option<i32>, String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "mount -t tmpfs -o size=64k pkt \"$DISK\" || exit 99
        printf old > \"$DISK/there\"
        {run}
        code=$?
        (cd \"$DISK\"; ls -A; cat there)
        exit $code"
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", &script]).current_dir(root()).env("DISK", folder.path());
    command.env("PROGRAM", env!("CARGO_BIN_EXE_pkt-sql"));
    match command.output() {
        Ok(output) if output.status.code() != Some(99) && !String::from_utf8_lossy(&output.stderr).contains("unshare failed") => {
            let text = |bytes| String::from_utf8(bytes).unwrap();
            Some((output.status.code(), text(output.stderr), text(output.stdout)))
        }
        _ => {
            eprintln!("skipped: no small disk can be mounted");
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.pcap");
    // What cannot be packed.
    let noise = |i: u32| (0..40u32).flat_map(|n| (i * 41 + n).wrapping_mul(2_654_435_761).rotate_left(n).to_be_bytes()).collect();
    fs::write(&path, pcap(0..30_000, &noise)).unwrap();
    let many = path.display();
    let query = format!("'SELECT frame_number, udp_payload FROM packets' {many}");
    for args in [
        format!("{query} -T csv -o \"$DISK/out.csv\""),
        format!("{query} -T json -o \"$DISK/there\""),
        format!("{query} -T parquet -o \"$DISK/out.parquet\""),
        format!("{query} -T arrow -o \"$DISK/out.arrow\""),
        format!("--convert \"$DISK/out.parquet\" --columns udp_payload {many}"),
        format!("--convert \"$DISK/parts\" --columns udp_payload,file --partition-by file {many}"),
    ] {
        let Some((code, said, left)) = on_a_small_disk(&format!("\"$PROGRAM\" {args}")) else { return };
        assert_eq!((code, left.as_str()), (Some(3), "there\nold"), "{args}: {said}");
        assert!(said.contains("No space left on device") && said.lines().count() == 1, "{args}: {said}");
        let named = args.split("$DISK/").nth(1).unwrap().split('"').next().unwrap();
        assert!(said.contains(&format!("/{named}: ")), "{args}: {said}");
    }
    // What the memory has no room for has none there either.
    let args = format!("'SELECT udp_payload, frame_number FROM packets ORDER BY 1' {many} --memory 17M --partitions 1 > /dev/null");
    let Some((code, said, _)) = on_a_small_disk(&format!("\"$PROGRAM\" {args}")) else { return };
    assert_eq!(code, Some(0), "elsewhere there is room: {said}");
    let Some((code, said, left)) = on_a_small_disk(&format!("TMPDIR=\"$DISK\" \"$PROGRAM\" {args}")) else { return };
    assert_eq!((code, left.as_str()), (Some(3), "there\nold"), "{said}");
    assert!(said.contains("No space left on device") && said.lines().count() == 1, "{said}");
}

/// Waits until it is so.
fn until(what: &str, mut so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !so() {
        assert!(begun.elapsed().as_secs() < 120, "{what}");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_in_the_middle_of_writing_leaves_nothing_behind() {
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let query = "SELECT file, frame_number FROM packets";
    for args in [
        &[query, "-", "-T", "csv", "-o", text(&out)][..],
        &["-", "--convert", text(&out), "--columns", "file,frame_number"],
        &["-", "--convert", text(&out), "--columns", "file,frame_number", "--partition-by", "file"],
    ] {
        for signal in [rustix::process::Signal::INT, rustix::process::Signal::TERM] {
            let mut child = sql(args).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut stdin = child.stdin.take().unwrap();
            std::io::Write::write_all(&mut stdin, &pcap(0..3, &|_| vec![])).unwrap();
            // The first rows are being written, and more may come.
            until("it writes", || fs::read_dir(folder.path()).unwrap().count() > 0);
            rustix::process::kill_process(rustix::process::Pid::from_child(&child), signal).unwrap();
            assert_eq!(child.wait().unwrap().code(), Some(130), "{args:?}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{args:?}");
            drop(stdin);
        }
    }
    // What the memory had no room for is gone, too. It cannot end before, as more may come.
    let args = ["SELECT hex(udp_payload) AS h FROM packets ORDER BY 1", "-", "--memory", "30M", "--partitions", "1"];
    let mut child = sql(&args).env("TMPDIR", folder.path()).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, &pcap(0..60_000, &|i| i.wrapping_mul(2_654_435_761).to_be_bytes().repeat(32))).unwrap();
    fn files(folder: &Path) -> usize {
        let within = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        within.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
    }
    until("it writes to the disk", || files(folder.path()) > 0);
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(stdin);
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_it_and_leaves_nothing_behind() {
    use std::io::Read;
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    // Nothing comes on stdin: it waits.
    let mut command = sql(&["SELECT count(*) FROM packets", "-", "-T", "csv", "-o", text(&out)]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, &pcap(0..3, &|_| vec![])).unwrap();
    // It hears signals when it says so to the system.
    let status = format!("/proc/{}/status", child.id());
    let heard = || {
        let text = fs::read_to_string(&status).unwrap();
        let mask = text.lines().find_map(|line| line.strip_prefix("SigCgt:")).and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> 1 & 1 == 1)
    };
    while !heard() {
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    assert!(said.starts_with("stopped: "), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    drop(stdin);
}
