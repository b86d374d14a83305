//! Display filters, held against tshark: which packets pass, and what is no filter at all.
//!
//! `filters/filters.txt` is a table of filters by topic, `filters/wrong.txt` one of what is none; [`random`] adds filters out of the captures' own fields and
//! values: a few always, `PKTLAB_FILTERS=N` so many (`PKTLAB_SEED` for others). They run over captures/, over
//! `filters/frames.txt`, and over a sample of `../shared/captures` (all of them with `PKTLAB_ORACLE=all`).

mod random;

use pktlab::capture::{self, Batch, Source};
use pktlab::flow::Flows;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use pktlab::{decode, filter};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The numbers of the packets that pass, or why it is no filter.
type Verdict = Result<Vec<u64>, String>;

/// Filters whose outcome differs on purpose, each with the reason; behind `~` what such a filter has in it.
const OTHERWISE: &[(&str, &str)] = &[
    (
        r#"dns.qry.name matches r"(w)\1""#,
        "the regular expressions are the regex crate's: no look-around, nothing that takes exponential time",
    ),
    (r#"dns.qry.name matches "w(?=ww)""#, "the same"),
    (r#"dns.qry.name matches "(?>w+)""#, "the same"),
    (r#"dns.qry.name matches "a**""#, "the same: it repeats what is repeated"),
    ("~(wlan.fc.", "several fields of a name and of several widths"),
    ("~(wlan.flags, wlan.fc.", "the same"),
    ("~igmp.", "tshark counts the layer of IGMP twice"),
    ("~len(cmd)", "tshark says 6 where the header has 8 bytes"),
    ("~stp[-", "tshark counts a rapid BPDU otherwise"),
    ("~isis.lsp.lsp_id", "ids of systems are texts here; tshark's type for them takes no quotes, and compares bytes"),
    ("~icmpv6.opt.linkaddr", "bytes here, of any length; tshark's filters take addresses of Ethernet"),
    ("osi", "tshark names it in frame.protocols, but under HDLC has no layer of it in the tree"),
    ("~osi ", "the same"),
    ("ipv6.src & ffff:: == fe80::", "tshark says that every IPv6 address with a mask is equal to every other"),
];

#[test]
fn the_table_selects_tsharks_packets() {
    let filters = table();
    assert!(filters.len() >= 400, "only {} filters", filters.len());
    hold("the table", &filters);
}

#[test]
fn random_filters_select_tsharks_packets() {
    let wanted = |name: &str, or: usize| std::env::var(name).map_or(or, |n| n.parse().expect("a number"));
    if !crate::installed("tshark") {
        return;
    }
    let all: Vec<_> = [Some(own()), others()].into_iter().flatten().map(|path| columns(&path)).collect();
    let seen = random::Seen::of(&all);
    hold("random", &random::filters(&seen, wanted("PKTLAB_FILTERS", 300), wanted("PKTLAB_SEED", 1) as u64));
}

/// The lines of the table.
fn table() -> Vec<String> {
    let text = [include_str!("filters/filters.txt"), include_str!("filters/wrong.txt")];
    text.iter().flat_map(|t| t.lines()).filter(|line| !line.is_empty() && !line.starts_with("##")).map(str::to_owned).collect()
}

/// Compares the outcome of these filters over all captures, and fails with what differs.
fn hold(of: &str, filters: &[String]) {
    if !crate::installed("tshark") {
        return;
    }
    let mut wrong = vec![];
    for (name, path) in [("captures", Some(own())), ("other captures", others())] {
        let Some(path) = path else { continue };
        let (theirs, ours) = (tshark(&path, filters), pkt(&path, filters));
        // The listeners that heard all filters at once say what `tshark -Y` says.
        let step = (filters.len() / 6).max(1);
        let proof: Vec<usize> = (0..filters.len()).step_by(step).collect();
        for (i, alone) in proof.iter().zip(each(&path, proof.iter().map(|i| &filters[*i]))) {
            let same = match (&alone, &theirs[*i]) {
                (Ok(a), Ok(b)) => a == b,
                (a, b) => a.is_err() == b.is_err(),
            };
            assert!(same, "{}: tshark -Y {alone:?}, its listener {:?}", filters[*i], theirs[*i]);
        }
        let report = compare(&path, filters, &theirs, &ours);
        println!("{of}, {name}: {report}");
        wrong.extend(report.wrong);
        if name == "captures" && of == "the table" {
            assert!(report.some >= 300, "only {} filters take some packets and leave others", report.some);
        }
    }
    assert!(wrong.is_empty(), "{} outcomes differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a comparison found.
#[derive(Default)]
struct Report {
    filters: usize,
    refused: usize,
    /// Filters that some packets pass and others do not.
    some: usize,
    outcomes: usize,
    /// Outcomes that differ because a field of the filter has another value here.
    decoded: usize,
    decoded_fields: BTreeMap<String, usize>,
    wrong: Vec<String>,
}
impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Report { filters, refused, some, outcomes, decoded, .. } = self;
        write!(f, "{filters} filters ({refused} refused, {some} take some packets and leave others), {outcomes} outcomes, ")?;
        write!(f, "{} filters differ, and {decoded} outcomes where fields differ: {:?}", self.wrong.len(), self.decoded_fields)
    }
}

/// Where outcomes differ, a difference in the values of the filter's fields is the decoding's matter and only counted.
fn compare(path: &Path, filters: &[String], theirs: &[Verdict], ours: &[Verdict]) -> Report {
    let mut report = Report { filters: filters.len(), ..Report::default() };
    let total = pkt(path, &["frame".into()])[0].as_ref().map_or(0, Vec::len);
    let mut differ = vec![];
    for ((text, a), b) in filters.iter().zip(ours).zip(theirs) {
        if OTHERWISE.iter().any(|(of, _)| of.strip_prefix('~').map_or(of == text, |part| text.contains(part))) {
            continue;
        }
        match (a, b) {
            (Ok(a), Ok(b)) => {
                report.outcomes += total;
                report.some += usize::from(!b.is_empty() && b.len() < total);
                let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a.iter().copied().collect(), b.iter().copied().collect());
                if a != b {
                    differ.push((text, a, b));
                }
            }
            (Err(_), Err(_)) => report.refused += 1,
            (Ok(a), Err(b)) => report.wrong.push(format!("{text}\n    tshark refuses: {b}\n    pkt accepts, {} packets pass", a.len())),
            (Err(a), Ok(b)) => {
                let a = a.lines().next().unwrap_or_default();
                report.wrong.push(format!("{text}\n    tshark accepts, {} packets pass\n    pkt refuses: {a}", b.len()));
            }
        }
    }
    let values = Values::of(path, differ.iter().map(|(text, ..)| text.as_str()));
    for (text, a, b) in differ {
        let names = values.names(text);
        let (other, alike): (Vec<u64>, Vec<u64>) = a.symmetric_difference(&b).partition(|n| values.differ(&names, **n).is_some());
        report.decoded += other.len();
        for n in &other {
            *report.decoded_fields.entry(values.differ(&names, *n).unwrap_or_default()).or_default() += 1;
        }
        if !alike.is_empty() {
            let side = |side: &BTreeSet<u64>| alike.iter().filter(|n| side.contains(n)).copied().collect::<Vec<_>>();
            let show = |side: Vec<u64>| format!("{} ({:?})", side.len(), &side[..side.len().min(5)]);
            let shown = alike.first().map_or_else(String::new, |n| values.show(&names, *n));
            report.wrong.push(format!("{text}\n    only tshark: {}, only pkt: {}   {shown}", show(side(&b)), show(side(&a))));
        }
    }
    report
}

/// The values of the fields that some filters name, by packet, as both print them.
struct Values {
    columns: Vec<String>,
    theirs: Vec<Vec<String>>,
    ours: Vec<Vec<String>>,
}
impl Values {
    fn of<'t>(path: &Path, filters: impl Iterator<Item = &'t str>) -> Values {
        let names: BTreeSet<String> = filters.flat_map(named).collect();
        if names.is_empty() {
            return Values { columns: vec![], theirs: vec![], ours: vec![] };
        }
        let columns: Vec<String> = names.into_iter().collect();
        let chunks = || columns.chunks(200);
        let join = |parts: Vec<Vec<Vec<String>>>| {
            parts.into_iter().reduce(|a, b| a.into_iter().zip(b).map(|(a, b)| [a, b].concat()).collect()).unwrap_or_default()
        };
        let theirs = join(chunks().map(|part| cells(Command::new("tshark").arg("-nr").arg(path), part)).collect());
        let ours = join(chunks().map(|part| cells(program().arg(path), part)).collect());
        Values { columns, theirs, ours }
    }
    /// The columns of the fields that this filter names.
    fn names(&self, filter: &str) -> Vec<usize> {
        let names: BTreeSet<String> = named(filter).collect();
        names.iter().filter_map(|name| self.columns.iter().position(|c| c == name)).collect()
    }
    /// The first of these that has not the same value in packet `n`.
    fn differ(&self, columns: &[usize], n: u64) -> Option<String> {
        let row = n as usize - 1;
        columns.iter().find(|c| self.theirs[row][**c] != self.ours[row][**c]).map(|c| self.columns[*c].clone())
    }
    fn show(&self, columns: &[usize], n: u64) -> String {
        let of = |c: &usize| format!("{}={}", self.columns[*c], self.ours[n as usize - 1][*c].chars().take(60).collect::<String>());
        columns.iter().map(of).collect::<Vec<_>>().join(" ")
    }
}

/// The fields that a filter names; for a protocol, what says which protocols there are.
fn named(filter: &str) -> impl Iterator<Item = String> + '_ {
    let words = filter.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').map(|w| w.trim_start_matches('.'));
    words.filter_map(|word| match word.contains('.') {
        true => (!pktlab::proto::lookup(word).is_empty()).then(|| word.to_owned()),
        false => pktlab::proto::named(word).map(|_| "frame.protocols".to_owned()),
    })
}

/// Rows of the columns' cells; occurrences are joined with a control character.
fn cells(command: &mut Command, columns: &[String]) -> Vec<Vec<String>> {
    command.args(["-T", "fields", "-E", "aggregator=\u{1}"]).args(columns.iter().flat_map(|f| ["-e", f]));
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().expect("the program runs");
    String::from_utf8_lossy(&output.stdout).lines().map(|row| row.split('\t').map(str::to_owned).collect()).collect()
}
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.args(["read", "-n"]).env("XDG_CONFIG_HOME", "/nonexistent");
    command
}
/// By field: its values in the packets that have it.
fn columns(path: &Path) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut names = BTreeSet::new();
    pktlab::proto::fields(&mut |_, f| {
        names.insert(f.name.to_owned());
    });
    names.remove("");
    let names: Vec<String> = names.into_iter().collect();
    let mut all = BTreeMap::new();
    for part in names.chunks(500) {
        let rows = cells(program().arg(path), part);
        for (i, name) in part.iter().enumerate() {
            let values: Vec<Vec<String>> =
                rows.iter().map(|r| &r[i]).filter(|c| !c.is_empty()).map(|c| c.split('\u{1}').map(str::to_owned).collect()).collect();
            if !values.is_empty() {
                all.insert(name.clone(), values);
            }
        }
    }
    all
}

/// What this library says of each filter.
fn pkt(path: &Path, filters: &[String]) -> Vec<Verdict> {
    let compiled: Vec<_> = filters.iter().map(|text| filter::compile(text)).collect();
    let mut passed = vec![vec![]; filters.len()];
    let (mut source, mut batch) = (capture::open(path).expect("a capture"), Batch::new());
    let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
    let mut flows = Flows::new(Flows::BOUND);
    while source.fill(&mut batch).expect("a whole capture") {
        for frame in batch.frames() {
            decode::walk(&mut spine, &frame, &rules);
            let bytes = flows.see(&frame, &mut spine, &mut notes, &rules);
            let packet = Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
            for (filter, passed) in compiled.iter().zip(&mut passed) {
                if filter.as_ref().is_ok_and(|f| f.matches(&packet)) {
                    passed.push(frame.info.number);
                }
            }
        }
    }
    compiled.into_iter().zip(passed).map(|(filter, passed)| filter.map(|_| passed).map_err(|e| e.to_string())).collect()
}

/// What tshark says of each filter, all heard in one run; one run for each where this tshark has no Lua.
fn tshark(path: &Path, filters: &[String]) -> Vec<Verdict> {
    let list = scratch().join(format!("{}.list", std::process::id()));
    let list = list.with_file_name(format!("{:x}.list", list.as_os_str().len() as u64 ^ sum(&filters.join("\n"))));
    std::fs::write(&list, filters.join("\n") + "\n").expect("target can be written");
    let mut verdicts: Vec<Option<Verdict>> = vec![None; filters.len()];
    let script = concat!("lua_script:", env!("CARGO_MANIFEST_DIR"), "/tests/filters/tshark.lua");
    let mut command = Command::new("tshark");
    command.args(["-q", "-n", "-X", script, "-r"]).arg(path).env("FILTERS", &list).env("TZ", "UTC");
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().expect("tshark runs");
    let _ = std::fs::remove_file(&list);
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut parts = line.splitn(3, '\t');
        let Some(slot) = parts.next().and_then(|n| n.strip_prefix('\u{1}')?.parse::<usize>().ok()) else { continue };
        let (kind, rest) = (parts.next(), parts.next().unwrap_or_default());
        verdicts[slot - 1] = Some(match kind {
            Some("ok") => Ok(rest.split(' ').filter(|n| !n.is_empty()).map(|n| n.parse().expect("a number")).collect()),
            _ => Err(rest.rsplit(" is invalid - ").next().unwrap_or_default().to_owned()),
        });
    }
    if verdicts.iter().all(Option::is_none) {
        return each(path, filters.iter());
    }
    verdicts.into_iter().map(|v| v.expect("tshark said something of every filter")).collect()
}
/// What `tshark -Y` says of each filter.
fn each<'f>(path: &Path, filters: impl Iterator<Item = &'f String>) -> Vec<Verdict> {
    let filters: Vec<&String> = filters.collect();
    let one = |filter: &String| {
        let mut command = Command::new("tshark");
        command.args(["-n", "-Y", filter, "-T", "fields", "-e", "frame.number", "-r"]).arg(path).env("TZ", "UTC");
        let output = command.stdin(Stdio::null()).output().expect("tshark runs");
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).lines().map(|n| n.parse().expect("a number")).collect()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    };
    let (one, half) = (&one, filters.len().div_ceil(2).max(1));
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            filters.chunks(half).map(|half| scope.spawn(move || half.iter().map(|f| one(f)).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|t| t.join().expect("no panic")).collect()
    })
}

/// captures/ and the frames of filters/frames.txt as one capture.
fn own() -> PathBuf {
    static PATH: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    PATH.get_or_init(|| {
        let mut parts = captures(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/captures")));
        parts.extend(frames());
        merged("own", &parts)
    })
    .clone()
}
/// The first packets of other captures as one; `None` where there are none.
fn others() -> Option<PathBuf> {
    static PATH: std::sync::OnceLock<Option<PathBuf>> = std::sync::OnceLock::new();
    let path = PATH.get_or_init(|| {
        let all = std::env::var("PKTLAB_ORACLE").is_ok_and(|v| v == "all");
        let files = captures(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/captures")));
        if files.is_empty() {
            eprintln!("skipped: there are no other captures");
            return None;
        }
        let folder = scratch().join("heads");
        std::fs::create_dir_all(&folder).expect("target can be written");
        let mut heads = vec![];
        for (i, file) in files.iter().enumerate().step_by(if all { 1 } else { 23 }) {
            // What editcap cannot read tshark cannot either.
            let head = folder.join(format!("{i}.pcapng"));
            let cut = Command::new("editcap").arg("-r").arg(file).arg(&head).arg("1-20").stderr(Stdio::null()).status();
            if cut.expect("editcap runs").success() {
                heads.push(head);
            }
        }
        Some(merged("others", &heads))
    });
    path.clone()
}
/// Files one behind the other.
fn merged(name: &str, parts: &[PathBuf]) -> PathBuf {
    let path = scratch().join(format!("{name}.pcapng"));
    let done = Command::new("mergecap").arg("-a").arg("-w").arg(&path).args(parts).status().expect("mergecap runs");
    assert!(done.success(), "mergecap");
    path
}
/// The frames of filters/frames.txt as captures, one for each link type.
fn frames() -> Vec<PathBuf> {
    let mut files: BTreeMap<u32, Vec<u8>> = BTreeMap::new();
    let lines = include_str!("filters/frames.txt").lines().filter(|line| !line.starts_with('#'));
    for (n, line) in lines.enumerate() {
        let (link, hex) = line.split_once(' ').expect("link type and bytes");
        let link: u32 = link.parse().expect("a link type");
        let mut bytes = vec![];
        for part in hex.split_whitespace() {
            let (part, times) = part.split_once('*').map_or((part, 1), |(part, n)| (part, n.parse().expect("a number")));
            for _ in 0..times {
                bytes.extend((0..part.len()).step_by(2).map(|i| u8::from_str_radix(&part[i..i + 2], 16).expect("hex")));
            }
        }
        let file = files.entry(link).or_insert_with(|| {
            let mut head = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0];
            head.extend(link.to_le_bytes());
            head
        });
        for word in [1_600_000_000 + n as u32, 123_456 * n as u32, bytes.len() as u32, bytes.len() as u32] {
            file.extend(word.to_le_bytes());
        }
        file.extend(bytes);
    }
    let write = |(link, bytes): (u32, Vec<u8>)| {
        let path = scratch().join(format!("frames-{link}.pcap"));
        std::fs::write(&path, bytes).expect("target can be written");
        path
    };
    files.into_iter().map(write).collect()
}
/// A folder below target/.
fn scratch() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("filters");
    std::fs::create_dir_all(&path).expect("target can be written");
    path
}
fn captures(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else { return vec![] };
    let mut all: Vec<_> = entries.flatten().map(|e| e.path()).flat_map(|p| if p.is_dir() { captures(&p) } else { vec![p] }).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "pcap" || e == "pcapng" || e == "cap" || e == "trace"));
    all.sort();
    all
}
/// A number for a text, to tell scratch files apart.
fn sum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A walk past what nobody asks for finds the same layers as the whole walk, but for those; and it ends.
#[test]
fn what_is_left_unread_changes_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut frames, mut shorter) = (0, 0);
    for path in captures(&root.join("captures")).into_iter().chain(captures(&root.join("../shared/captures"))) {
        let Ok(mut source) = capture::open(&path) else { continue };
        let (mut batch, mut whole, mut past, rules) = (Batch::new(), Spine::new(), Spine::new(), Rules::default());
        let nothing = decode::Unread::but(|_| false);
        while source.fill(&mut batch).is_ok_and(|more| more) {
            for frame in batch.frames() {
                decode::walk(&mut whole, &frame, &rules);
                decode::walk_past(&mut past, &frame, &rules, &nothing);
                let mut layers = whole.layers().iter();
                for layer in past.layers() {
                    let same = layers.any(|l| (l.id, l.start, l.body) == (layer.id, layer.start, layer.body));
                    assert!(same, "{}: packet {}: {:?}", path.display(), frame.info.number, layer.id);
                }
                frames += 1;
                shorter += usize::from(past.layers().len() < whole.layers().len());
            }
        }
    }
    assert!(shorter > 20, "{shorter} of {frames} packets have what nobody asks for");
}

#[test]
fn what_is_wrong_is_told() {
    let mut told = String::new();
    for line in include_str!("filters/wrong.txt").lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("## ") {
            Some(topic) => told += &format!("## {topic}\n\n"),
            None => {
                told += &format!(
                    "{}\n\n",
                    filter::compile(line).map(|_| format!("ACCEPTED {line}")).map_err(|e| e.to_string()).unwrap_or_else(|e| e)
                )
            }
        }
    }
    assert!(!told.contains("ACCEPTED"), "{told}");
    insta::assert_snapshot!(told);
}

/// However long or deep a filter is, it is compiled or refused soon, and the stack bears it.
#[test]
fn what_is_huge_is_refused_or_compiled() {
    let n = 12_000;
    let joined = |n: usize, by: &str, one: &dyn Fn(usize) -> String| (0..n).map(one).collect::<Vec<_>>().join(by);
    let refused = [
        "(".repeat(n),
        "!".repeat(n) + "tcp",
        format!("tcp.port == {}", "{".repeat(n)),
        format!("tcp.port == 1{}", " + 1".repeat(n)),
        format!("frame{} == 00", "[0:4]".repeat(n)),
        // Deep, though no part of it is.
        format!("tcp.port == {}1{}", "{".repeat(90), (0..90).map(|n| " + 1".repeat(n + 5) + "}").collect::<String>()),
        format!("{}frame{} == 00", "upper(".repeat(90), format!("{})", "[0:]".repeat(90)).repeat(90)),
        "len(".repeat(n),
        format!("dns.qry.name matches \"{}\"", "(".repeat(n)),
        "dns.qry.name matches \"(a{1000}){1000}\"".into(),
        format!("frame matches \"{}\"", ".{0,255}".repeat(500)),
        format!("tcp.port == {}", "9".repeat(60_000)),
        joined(6_000, " or ", &|n| format!("tcp.port == {n}")),
    ];
    for text in refused {
        let error = filter::compile(&text).map(drop).unwrap_err();
        assert!(error.to_string().len() < 2_000, "{error}");
    }
    let compiled = [
        joined(3_000, " or ", &|n| format!("tcp.port == {n}")),
        joined(2_500, " and ", &|n| format!("!(udp.port == {n})")),
        format!("udp.port in {{{}}}", joined(11_000, ",", &|n| (n * 3).to_string())),
        format!("frame[{}] == 00", joined(n, ",", &|_| "1".into())),
        format!("max({}) > 1", joined(4_000, ",", &|_| "tcp.port".into())),
        joined(5_000, " < ", &|_| "udp.port".into()),
        format!("tcp.port == {}tcp.port{}", "{".repeat(95), "}".repeat(95)),
        format!("{}tcp", "!".repeat(95)),
        format!("tcp.port == tcp.port{}", " + 1".repeat(90)),
        format!("{}tcp{}", "(".repeat(95), ")".repeat(95)),
    ];
    for text in compiled {
        let filter = filter::compile(&text).unwrap_or_else(|error| panic!("{error}"));
        assert!(!filter.explain().text.is_empty());
    }
    let ports = filter::compile(&format!("udp.port in {{{}}}", joined(300, ",", &|n| (n * 3 + 1).to_string()))).unwrap();
    let frame = |port: u16| {
        let mut bytes = vec![0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 0, 0, 0, 0, 8, 0, 0];
        bytes[20..22].copy_from_slice(&port.to_be_bytes());
        bytes
    };
    for port in 0..1_000 {
        let bytes = frame(port);
        let frame = Frame::new(&bytes, Info::alone(LinkType(228), bytes.len() as u32));
        let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules::default());
        decode::walk(&mut spine, &frame, &rules);
        let packet = Packet { bytes: &bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
        assert_eq!(ports.matches(&packet), port % 3 == 1 && port < 900, "{port}");
    }
}

/// `src/filter/names.tsv` holds the names that this tshark has for values of our fields; `PKTLAB_NAMES=write` writes it.
#[test]
fn names_of_values_are_wiresharks() {
    let ask = || Command::new("tshark").args(["-G", "values"]).output().expect("tshark runs").stdout;
    if !crate::installed("tshark") {
        return;
    }
    let mut rows = vec![];
    for line in String::from_utf8_lossy(&ask()).lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let (kind, field, line, name) = match parts[..] {
            ["V" | "V64", field, number, name] => {
                let number = number.strip_prefix("0x").map_or_else(|| number.parse().ok(), |hex| u64::from_str_radix(hex, 16).ok());
                // Characters name the values of fields that are none of ours.
                let Some(number) = number else { continue };
                (':', field, format!("{number}\t{name}\n"), name)
            }
            ["T", field, yes, no] if (yes, no) != ("True", "False") => ('?', field, format!("{yes}\t{no}\n"), yes),
            _ => continue,
        };
        if !pktlab::proto::lookup(field).is_empty() {
            let name = name.replace('\\', "\\\\").replace('"', "\\\"");
            rows.push((kind, field.to_owned(), line, format!("{field} == \"{name}\"")));
        }
    }
    // Of several fields of a name Wireshark's filter takes one: its names are those that it accepts.
    let accepted = tshark(&frames()[0], &rows.iter().map(|(.., filter)| filter.clone()).collect::<Vec<_>>());
    // By field in Wireshark's order, then by list: many fields share one.
    let (mut fields, mut lists) = (BTreeMap::<String, (char, String)>::new(), BTreeMap::<(char, String), Vec<String>>::new());
    for ((kind, field, line, _), accepted) in rows.into_iter().zip(accepted) {
        if accepted.is_ok() {
            let (_, list) = fields.entry(field).or_insert_with(|| (kind, String::new()));
            if kind == ':' && !list.contains(&line) || list.is_empty() {
                list.push_str(&line);
            }
        }
    }
    for (field, list) in fields {
        lists.entry(list).or_default().push(field);
    }
    let mut lists: Vec<_> = lists.into_iter().map(|((kind, list), fields)| format!("{kind}{}\n{list}", fields.join(" "))).collect();
    lists.sort();
    let wanted = lists.concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/filter/names.tsv");
    if std::env::var("PKTLAB_NAMES").is_ok_and(|v| v == "write") {
        std::fs::write(&path, &wanted).expect("names.tsv can be written");
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    let differ = held.lines().zip(wanted.lines()).find(|(a, b)| a != b);
    assert!(
        held == wanted,
        "names.tsv is not what tshark -G values has (PKTLAB_NAMES=write cargo test filters writes it); first: {differ:?}"
    );
    assert!(wanted.lines().count() > 5_000);
}

/// A field has the type that Wireshark gives it: `max` takes only fields of one type.
#[test]
fn types_are_wiresharks() {
    const OF_TYPE: &[(&str, &str)] = &[
        ("UINT8", "ip.ttl"),
        ("UINT16", "tcp.srcport"),
        ("UINT24", "eth.src.oui"),
        ("UINT32", "frame.len"),
        ("UINT40", "lldp.media.loc.latitude"),
        ("UINT64", "radiotap.mactime"),
        ("INT8", "radiotap.dbm_antsignal"),
        ("INT32", "dhcp.option.time_offset"),
        ("FRAMENUM", "tcp.analysis.acks_frame"),
        ("FLOAT", "radiotap.datarate"),
        ("DOUBLE", "stp.hello"),
        ("BOOLEAN", "tcp.flags.syn"),
        ("ETHER", "eth.src"),
        ("EUI64", "dns.eui64"),
        ("IPv4", "ip.src"),
        ("IPv6", "ipv6.src"),
        ("STRING", "dns.qry.name"),
        ("BYTES", "tcp.options"),
        ("GUID", "dhcp.client_id.uuid"),
        ("OID", "lldp.mgn.obj.id"),
        ("AX25", "arp.src.hw_ax25"),
        ("ABSOLUTE_TIME", "ntp.xmt"),
        ("RELATIVE_TIME", "frame.time_delta"),
    ];
    // Several fields of a name and of several widths.
    const OTHERWISE: &[&str] = &[
        // Networks of IPX have a type of their own, which filters cannot be written for with a number.
        "ipx.dst.net",
        "ipx.src.net",
        // Names of systems: bytes for Wireshark, here text as it is shown.
        "isis.csnp.end_lsp_id",
        "isis.csnp.lsp_id",
        "isis.csnp.source_id",
        "isis.csnp.start_lsp_id",
        "isis.hello.lan_id",
        "isis.hello.source_id",
        "isis.lsp.lsp_id",
        "isis.psnp.source_id",
        "fr.control.ftype",
        "icmpv6.opt.linkaddr",
        "icmpv6.opt.src_linkaddr",
        "icmpv6.opt.target_linkaddr",
        "wlan.extcap",
        "wlan.extcap.b59",
        "wlan.extcap.b63",
        "wlan.fc.subtype",
        "wlan.fc.type",
        "wlan.fc.version",
    ];
    if !crate::installed("tshark") {
        return;
    }
    let output = Command::new("tshark").args(["-G", "fields"]).output().expect("tshark runs").stdout;
    let mut types: BTreeMap<String, String> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output).lines() {
        if let ["F", _, name, ft, ..] = line.split('\t').collect::<Vec<_>>()[..]
            && !pktlab::proto::lookup(name).is_empty()
        {
            let ft = match ft.trim_start_matches("FT_") {
                "STRINGZ" | "STRINGZPAD" | "STRINGZTRUNC" | "UINT_STRING" => "STRING",
                ft => ft,
            };
            types.entry(name.to_owned()).or_insert_with(|| ft.to_owned());
        }
    }
    let filter = |name: &str, of: &str| format!("max({name}, {of}) > {name}");
    // Of several fields of a name Wireshark's filter takes one, which need not be the one that it lists.
    let listed = |ft: &str| OF_TYPE.iter().find(|(t, _)| *t == ft).map(|(_, of)| *of);
    let (names, filters): (Vec<String>, Vec<String>) =
        types.iter().filter(|(_, ft)| *ft != "STRING").filter_map(|(name, ft)| Some((name.clone(), filter(name, listed(ft)?)))).unzip();
    for (name, verdict) in names.into_iter().zip(tshark(&frames()[0], &filters)) {
        if verdict.is_err() {
            let filters: Vec<String> = OF_TYPE.iter().map(|(_, of)| filter(&name, of)).collect();
            let at = tshark(&frames()[0], &filters).iter().position(Result::is_ok);
            types.insert(name, at.map_or("other", |i| OF_TYPE[i].0).to_owned());
        }
    }
    let (mut asked, mut wrong) = (0, vec![]);
    for (name, ft) in &types {
        asked += 1;
        let ours = OF_TYPE.iter().find(|(_, of)| filter::compile(&filter(name, of)).is_ok()).map_or("other", |(ft, _)| ft);
        let expected = if listed(ft).is_some() { ft } else { "other" };
        if ours != expected && !OTHERWISE.contains(&name.as_str()) {
            wrong.push(format!("{name}: {ft}, here {ours}"));
        }
    }
    if std::env::var("PKTLAB_NAMES").is_ok_and(|v| v == "write") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/filter/types.tsv");
        let held = std::fs::read_to_string(&path).expect("types.tsv");
        let mut lists: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (ft, fields) in held.lines().filter_map(|line| line.split_once('\t')) {
            lists.entry(ft.to_owned()).or_default().extend(fields.split(' ').map(str::to_owned));
        }
        for (name, ft) in wrong.iter().filter_map(|w| w.split_once(", here ")?.0.split_once(": ")) {
            lists.values_mut().for_each(|of| _ = of.remove(name));
            lists.entry(ft.to_owned()).or_default().insert(name.to_owned());
        }
        let lines = lists.into_iter().map(|(ft, of)| format!("{ft}\t{}\n", of.into_iter().collect::<Vec<_>>().join(" ")));
        std::fs::write(&path, lines.collect::<String>()).expect("types.tsv can be written");
    }
    assert!(
        asked > 3_000 && wrong.is_empty(),
        "{} of {asked} fields (PKTLAB_NAMES=write cargo test filters writes types.tsv):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
