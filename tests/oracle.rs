//! Every field of every protocol, cell by cell, as tshark prints it.
//!
//! The captures of captures/ must be equal but for `EXCEPTIONS`. Other captures (`../shared/captures`) are measured on a
//! sample; `PKTLAB_ORACLE=all` takes all of them, `PKTLAB_ORACLE=FOLDER` those of another folder, every packet of them.

use pktlab::proto::{self, PROTOCOLS};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Fields that may differ, each with the reason. A name that ends in `.` stands for all that begin so.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("eth.trailer", "behind an LLDPDU tshark counts no padding: what fills a frame to 60 bytes is a trailer there"),
    ("eth.padding", "the same"),
    ("quic.connection.number", "behind the handshake tshark may take a connection for unknown, whose Initial packets it has seen"),
    ("quic.dcid", "the same: a short header tells the length of no ID"),
    ("quic.remaining_payload", "the same: the ID is part of it"),
];

/// Where one of these is there, tshark has put the packet together from packets before it, or reads TLS inside QUIC, which
/// is not read here yet: there is nothing to compare.
const REASSEMBLED: &[&str] = &["ip.fragment.count", "ipv6.fragment.count", "tcp.segment.count", "quic.crypto.length"];

/// Fields that one run of tshark is asked for.
const CHUNK: usize = 300;

/// What a comparison found.
#[derive(Default)]
struct Report {
    packets: usize,
    cells: usize,
    /// Packets whose layers are the same, of those whose layers are all known here.
    chains: usize,
    known_chains: usize,
    /// By field: how many cells differ, and the first of them.
    differ: BTreeMap<String, (usize, String)>,
    /// Captures that cannot be compared, and why.
    trouble: Vec<String>,
}
impl Report {
    fn differing(&self) -> usize {
        self.differ.values().map(|(n, _)| n).sum()
    }
    /// In per cent.
    fn equal(&self) -> f64 {
        100.0 - 100.0 * self.differing() as f64 / self.cells.max(1) as f64
    }
    fn print(&self, of: &str) {
        println!("{of}: {} packets, {} cells, {:.3} % equal", self.packets, self.cells, self.equal());
        println!("{of}: frame.protocols equal in {} of {} packets whose protocols are all known", self.chains, self.known_chains);
        let mut worst: Vec<_> = self.differ.iter().collect();
        worst.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
        for (field, (n, first)) in worst {
            println!("{n:7} {field}: {first}");
        }
        self.trouble.iter().for_each(|t| println!("  {t}"));
    }
}

#[test]
fn our_captures_are_tsharks_to_the_cell() {
    if !crate::installed("tshark") {
        return;
    }
    let report = compare(&captures(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/captures"))), usize::MAX);
    report.print("captures/");
    assert!(report.packets > 100 && report.cells > 5_000, "too little was compared");
    assert!(report.trouble.is_empty(), "{:?}", report.trouble);
    assert!(report.differ.is_empty(), "{} cells differ, in {} fields", report.differing(), report.differ.len());
}

#[test]
fn other_captures_are_tsharks() {
    if !crate::installed("tshark") {
        return;
    }
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/captures");
    let wanted = std::env::var("PKTLAB_ORACLE").unwrap_or_default();
    let mut all = captures(Path::new(if matches!(wanted.as_str(), "" | "all") { shared } else { &wanted }));
    if all.is_empty() {
        return eprintln!("skipped: there are no other captures");
    }
    if wanted.is_empty() {
        all = all.into_iter().step_by(61).collect();
    }
    let report = compare(&all, if wanted.is_empty() { 50 } else { usize::MAX });
    report.print("other captures");
    assert!(report.cells > 0, "nothing was compared");
    assert!(report.trouble.is_empty(), "{:?}", report.trouble);
    assert!(report.equal() >= 99.5, "{:.3} % of {} cells are equal", report.equal(), report.cells);
}

/// Compares the first packets of these captures, all fields that may occur in them.
fn compare(captures: &[PathBuf], packets: usize) -> Report {
    let (report, next) = (Mutex::new(Report::default()), Mutex::new(captures.iter()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(path) = { next.lock().unwrap().next() } {
                    one(path, packets, &report);
                }
            });
        }
    });
    report.into_inner().unwrap()
}

fn one(path: &Path, packets: usize, report: &Mutex<Report>) {
    let chain = ["frame.protocols".to_owned()];
    // What this tshark cannot read is not comparable.
    let asked: Vec<String> = chain.iter().cloned().chain(REASSEMBLED.iter().map(|f| f.to_string())).collect();
    let Some(theirs) = cells(tshark(path, packets, &asked), asked.len()) else { return };
    let all: BTreeSet<&str> = PROTOCOLS.iter().map(|p| p.name).chain(["ethertype"]).collect();
    // A protocol that is not known here hides what it carries.
    let hidden = |chain: &str| chain.split(':').skip_while(|name| all.contains(name)).any(|name| all.contains(name));
    let alone: Vec<bool> = theirs.iter().map(|row| row.iter().skip(1).all(String::is_empty) && !hidden(&row[0])).collect();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some(ours) = cells(pkt(path, packets, &chain), 1) else {
        return report.lock().unwrap().trouble.push(format!("{name}: our rows are not rows"));
    };
    if theirs.len() != ours.len() {
        return report.lock().unwrap().trouble.push(format!("{name}: {} packets, tshark has {}", ours.len(), theirs.len()));
    }
    let mut occur = BTreeSet::from(["frame"]);
    let (mut equal, mut known) = (0, vec![]);
    for (a, b) in ours.iter().zip(&theirs) {
        occur.extend(a[0].split(':').chain(b[0].split(':')));
        known.push(b[0].split(':').all(|name| all.contains(name)));
        equal += usize::from(known.last() == Some(&true) && a[0] == b[0]);
    }
    {
        let mut report = report.lock().unwrap();
        (report.packets, report.chains, report.known_chains) =
            (report.packets + ours.len(), report.chains + equal, report.known_chains + known.iter().filter(|k| **k).count());
    }
    for asked in fields_of(&occur).chunks(CHUNK) {
        let theirs = cells(tshark(path, packets, asked), asked.len());
        let ours = cells(pkt(path, packets, asked), asked.len());
        let (Some(theirs), Some(ours)) = (theirs, ours) else {
            report.lock().unwrap().trouble.push(format!("{name}: rows of another length"));
            continue;
        };
        let mut report = report.lock().unwrap();
        for (number, (a, b)) in ours.iter().zip(&theirs).enumerate().filter(|(number, _)| alone.get(*number) == Some(&true)) {
            for ((field, a), b) in asked.iter().zip(a).zip(b) {
                // What tshark gives to a protocol that is not known here is data; so is a segment that such one waits with.
                let unknown = field.starts_with("data.") && (b.is_empty() || !known.get(number).is_some_and(|k| *k));
                if a.is_empty() && b.is_empty() || unknown {
                    continue;
                }
                report.cells += 1;
                if a != b {
                    let first = || (0, format!("{name} #{}: tshark {b:?}, pkt {a:?}", number + 1));
                    report.differ.entry(field.clone()).or_insert_with(first).0 += 1;
                }
            }
        }
    }
}

/// The names of all fields of these protocols, without the exceptions.
fn fields_of(protocols: &BTreeSet<&str>) -> Vec<String> {
    let excepted = |name: &str| EXCEPTIONS.iter().any(|(e, _)| *e == name || e.ends_with('.') && name.starts_with(e));
    let mut names = BTreeSet::new();
    proto::fields(&mut |id, f| {
        // `frame.protocols` is compared on its own, and only where all protocols are known.
        if !f.name.is_empty() && protocols.contains(proto::protocol(id).name) && !excepted(f.name) && f.name != "frame.protocols" {
            names.insert(f.name.to_owned());
        }
    });
    let mut seen: Vec<String> = names.into_iter().collect();
    seen.retain(|name| known_to_tshark().contains(name));
    seen
}

/// The fields of `tshark -G fields`: it refuses to run when asked for another.
fn known_to_tshark() -> &'static BTreeSet<String> {
    static KNOWN: std::sync::OnceLock<BTreeSet<String>> = std::sync::OnceLock::new();
    KNOWN.get_or_init(|| {
        let list = Command::new("tshark").args(["-G", "fields"]).output().expect("tshark runs").stdout;
        let list = String::from_utf8_lossy(&list);
        list.lines().filter_map(|line| line.split('\t').nth(2)).map(str::to_owned).collect()
    })
}

fn tshark(path: &Path, packets: usize, fields: &[String]) -> Command {
    let mut command = Command::new("tshark");
    command.arg("-nr").arg(path);
    if packets < usize::MAX {
        command.args(["-c", &packets.to_string()]);
    }
    ask(command, fields)
}
fn pkt(path: &Path, packets: usize, fields: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.arg("read").arg(path).arg("-n").env("XDG_CONFIG_HOME", "/nonexistent");
    if packets < usize::MAX {
        command.args(["-c", &packets.to_string()]);
    }
    ask(command, fields)
}
fn ask(mut command: Command, fields: &[String]) -> Command {
    command.args(["-T", "fields"]).args(fields.iter().flat_map(|f| ["-e", f]));
    command
}
/// What a program prints, cut into cells; `None` when it says nothing, or a row has another number of cells.
fn cells(mut command: Command, columns: usize) -> Option<Vec<Vec<String>>> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().expect("the program runs");
    let rows: Vec<Vec<String>> =
        String::from_utf8_lossy(&output.stdout).lines().map(|row| row.split('\t').map(str::to_owned).collect()).collect();
    (!rows.is_empty() && rows.iter().all(|row| row.len() == columns)).then_some(rows)
}

/// The captures of a folder, of all its folders.
fn captures(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else { return vec![] };
    let mut all: Vec<_> = entries.flatten().map(|e| e.path()).flat_map(|p| if p.is_dir() { captures(&p) } else { vec![p] }).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "pcap" || e == "pcapng" || e == "cap" || e == "trace"));
    all.sort();
    all
}
