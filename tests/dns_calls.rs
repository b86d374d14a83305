//! `pkt dns gethostbyname` and its like beside CPython, in a network namespace with its own hosts, resolver and name server.

use crate::netns::Net;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const HOSTS: &str = "\
127.0.0.1 localhost
::1 localhost ip6-localhost ip6-loopback
192.0.2.1 one.test one uno
192.0.2.2 two.test two
192.0.2.3 two.test deux
2001:db8::2 two.test zwei
2001:db8::6 six.test six
192.0.2.7 Seven.Test SEVEN # comment
::ffff:192.0.2.8 mapped.test
192.0.2.9 spezial.test bücher.test
192.0.2.1 uno-again one.test
";

const NSSWITCH: &str = "hosts: files dns\nservices: files\n";

const RESOLV: &str = "nameserver 127.0.0.1\nsearch test.example other.example\noptions ndots:1 timeout:5 attempts:2\n";

const ZONE: &str = "\
no-resolv
no-hosts
no-round-robin
keep-in-foreground
pid-file=
user=root
listen-address=127.0.0.1
bind-interfaces
local=/example/
local=/arpa/
host-record=a.test.example,192.0.2.101
host-record=both.test.example,192.0.2.102,2001:db8::102
host-record=v6.test.example,2001:db8::103
host-record=multi.test.example,192.0.2.111
host-record=multi.test.example,192.0.2.112
host-record=multi.test.example,2001:db8::111
host-record=deep.other.example,192.0.2.120
host-record=dotted.name.example,192.0.2.121
cname=www.test.example,both.test.example
cname=chain.test.example,www.test.example
cname=dangling.test.example,nothing.test.example
txt-record=text.test.example,hello
host-record=xn--bcher-kva.test.example,192.0.2.130
host-record=ula.test.example,192.0.2.140,fd00::1
host-record=under_score.test.example,192.0.2.150
host-record=ptr1.test.example,192.0.2.160
ptr-record=160.2.0.192.in-addr.arpa,ptr1.test.example
ptr-record=160.2.0.192.in-addr.arpa,ptr2.test.example
ptr-record=161.2.0.192.in-addr.arpa,\"bad name.test.example\"
";

/// Other configurations: `resolv.conf`, `nsswitch.conf`, the environment; empty is as above.
const OTHERS: &[(&str, &str, &str, &[(&str, &str)])] = &[
    ("three dots, TCP", "nameserver 127.0.0.1\nsearch example\noptions ndots:3 edns0 trust-ad use-vc timeout:5\n", "", &[]),
    ("one question at a time", "nameserver 127.0.0.1\nsearch test.example\noptions single-request rotate edns0 timeout:5\n", "", &[]),
    ("no IPv6", "nameserver 127.0.0.1\ndomain other.example\noptions no-aaaa timeout:5\n", "", &[]),
    ("the environment's", "", "", &[("LOCALDOMAIN", "test.example"), ("RES_OPTIONS", "ndots:2")]),
    ("a closed port", "nameserver 127.0.0.7\nsearch test.example\noptions timeout:5\n", "", &[]),
    ("a closed port, a server", "nameserver 127.0.0.7\nnameserver 127.0.0.1\nsearch test.example\noptions timeout:5\n", "", &[]),
    ("dns first", "", "hosts: dns files\n", &[]),
    ("files only", "", "hosts: files\n", &[]),
    ("files, if dns is down", "nameserver 127.0.0.7\n", "hosts: dns [!UNAVAIL=return] files\n", &[]),
    ("an unknown source between", "", "hosts: files nosuchmodule [NOTFOUND=return] dns\n", &[]),
    ("without hosts", "", "passwd: files\n", &[]),
];

/// Where our own walk differs from glibc, and why.
const DIFFERENT: &[(&str, &str)] = &[
    // RFC 6724 has IPv4 before unique local addresses; glibc's table is the older one of RFC 3484, with all of IPv6 first.
    ("", "getaddrinfo('ula',80,0,1)"),
];

/// A host with names, and its server.
struct House {
    net: Net,
    etc: PathBuf,
    server: Child,
    _folder: tempfile::TempDir,
}

impl House {
    fn new() -> Option<House> {
        if !rustix::process::geteuid().is_root() {
            // Whose path also leads to the servers' programs.
            eprintln!("skipped: network namespaces need root");
            return None;
        }
        if !crate::installed("dnsmasq") || !crate::installed("python3") {
            return None;
        }
        let net = Net::new(
            "ab",
            "a x - b y
             a: addr add 192.0.2.10/24 dev x
             a: addr add 2001:db8::10/64 dev x nodad
             a: addr add fd00::10/64 dev x nodad
             a: route add default dev x
             a: -6 route add default dev x",
        )?;
        let etc = PathBuf::from("/etc/netns").join(net.name('a'));
        std::fs::create_dir_all(&etc).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let many: String = (1..=60).map(|n| format!("host-record=many.test.example,192.0.2.{},2001:db8:1::{n}\n", 100 + n)).collect();
        let zone = folder.path().join("dnsmasq.conf");
        std::fs::write(&zone, format!("{ZONE}{many}")).unwrap();
        let server = net.command('a', "dnsmasq", &["-C", zone.to_str().unwrap()]).stdout(Stdio::null()).spawn().unwrap();
        let house = House { net, etc, server, _folder: folder };
        house.configure("", "");
        let end = Instant::now() + Duration::from_secs(20);
        while !house.pkt(&["gethostbyname", "a.test.example.", "--via", "pkt", "-q"], &[]).status.success() {
            assert!(Instant::now() < end, "dnsmasq does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(house)
    }

    /// `ip netns exec` puts these files in the place of the machine's.
    fn configure(&self, resolv: &str, nsswitch: &str) {
        let or = |text: &str, default: &str| if text.is_empty() { default.to_owned() } else { text.to_owned() };
        std::fs::write(self.etc.join("hosts"), HOSTS).unwrap();
        std::fs::write(self.etc.join("resolv.conf"), or(resolv, RESOLV)).unwrap();
        std::fs::write(self.etc.join("nsswitch.conf"), or(nsswitch, NSSWITCH)).unwrap();
    }

    fn pkt(&self, words: &[&str], env: &[(&str, &str)]) -> Output {
        let words = [&["dns"], words].concat();
        self.net.command('a', env!("CARGO_BIN_EXE_pkt"), &words).envs(env.iter().copied()).output().unwrap()
    }

    /// What Python prints for each call.
    fn python(&self, calls: &[&str], env: &[(&str, &str)]) -> Vec<Value> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dns/python.py");
        let mut child = self.net.command('a', "python3", &[script]).envs(env.iter().copied()).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(calls.join("\n").as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"))
    }

    /// The calls that come out otherwise than Python's, by each way: the call, what was wanted, what came.
    fn differing(&self, calls: &[Value], env: &[(&str, &str)]) -> [Vec<String>; 2] {
        let one = |call: &Value, via: &str| {
            let words: Vec<&str> = call["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
            let (name, rest) = words.split_first().unwrap();
            let output = self.pkt(&[&[*name, "--via", via, "-T", "python", "-q"], rest].concat(), env);
            let printed = [output.stdout.clone(), output.stderr.clone()].concat();
            let (printed, want) = (String::from_utf8_lossy(&printed).trim_end().to_owned(), call["want"].as_str().unwrap());
            let code = match want.split_once("Error: ").map(|(class, _)| class) {
                Some("Unicode" | "Overflow" | "Type") => 2,
                _ if want.starts_with(['[', '(', '\'']) => 0,
                _ => 5,
            };
            let is_right = printed == want && output.status.code() == Some(code);
            (!is_right)
                .then(|| format!("{}\n  Python: {want}\n  pkt:    {printed} ({:?})", call["call"].as_str().unwrap(), output.status.code()))
        };
        ["libc", "pkt"].map(|via| {
            let share = calls.len().div_ceil(4).max(1);
            std::thread::scope(|scope| {
                let parts: Vec<_> = calls
                    .chunks(share)
                    .map(|part| scope.spawn(move || part.iter().filter_map(|call| one(call, via)).collect::<Vec<_>>()))
                    .collect();
                parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
            })
        })
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.etc);
        // Whose last namespace was this goes too, if nobody else has one.
        let _ = std::fs::remove_dir("/etc/netns");
    }
}

/// All calls, and those for the other configurations.
fn calls() -> (Vec<&'static str>, Vec<&'static str>) {
    let lines = || include_str!("dns/calls.txt").lines().filter(|line| !line.starts_with('#'));
    (lines().map(|line| line.trim_start_matches("* ")).collect(), lines().filter_map(|line| line.strip_prefix("* ")).collect())
}

#[test]
fn calls_print_what_python_prints() {
    let Some(house) = House::new() else { return };
    let (all, some) = calls();
    let known = |at: &str| DIFFERENT.iter().filter(|(other, _)| *other == at).map(|(_, call)| *call).collect::<BTreeSet<_>>();
    let mut checked = 0;
    for (at, resolv, nsswitch, env) in [("", "", "", [].as_slice())].iter().chain(OTHERS) {
        house.configure(resolv, nsswitch);
        let calls = house.python(if at.is_empty() { &all } else { &some }, env);
        checked += calls.len();
        let [libc, pkt] = house.differing(&calls, env);
        assert!(libc.is_empty(), "{at}, by the C library:\n{}", libc.join("\n"));
        let found: BTreeSet<&str> = pkt.iter().map(|fault| fault.lines().next().unwrap()).collect();
        assert_eq!(found, known(at), "{at}, by our own walk:\n{}", pkt.join("\n"));
    }
    assert!(all.len() >= 200 && checked >= 400, "{checked} calls");
}

#[test]
fn what_the_c_library_says_otherwise_is_told() {
    let Some(house) = House::new() else { return };
    let said = |words: &[&str]| String::from_utf8(house.pkt(words, &[]).stderr).unwrap();
    let call = ["getaddrinfo", "ula", "80", "--type", "SOCK_STREAM", "--via", "pkt"];
    assert!(said(&call).starts_with("the C library has the same in another order: [(<AddressFamily.AF_INET6: 10>"), "{}", said(&call));
    assert_eq!(said(&["getaddrinfo", "both", "80", "--type", "SOCK_STREAM", "--via", "pkt"]), "");
    let output = house.pkt(&[&call[..], &["-T", "json"]].concat(), &[]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((json["rows"][0]["address"].as_str(), json["libc"]["rows"][0]["address"].as_str()), (Some("192.0.2.140"), Some("fd00::1")));
}

#[test]
fn steps_are_told() {
    let Some(house) = House::new() else { return };
    let output = house.pkt(&["getaddrinfo", "www", "http", "--explain"], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    // Times are not ours to know.
    let shown: Vec<String> = text
        .lines()
        .filter(|line| !line.starts_with("service"))
        .map(|line| match line.split_once(" udp, ") {
            Some((before, behind)) => format!("{before} udp:{}", behind.split_once(" ms:").unwrap().1),
            None => line.to_owned(),
        })
        .collect();
    let want = "\
sources, by nsswitch.conf: files dns
files: NOTFOUND, the next one is asked
  candidate www.test.example (search list: test.example)
    www.test.example. A @127.0.0.1:53 udp: NOERROR, CNAME both.test.example., A 192.0.2.102
    www.test.example. AAAA @127.0.0.1:53 udp: NOERROR, CNAME both.test.example., AAAA 2001:db8::102
dns: SUCCESS, the search ends here
order (RFC 6724):
  2001:db8::102 from 2001:db8::10/64, precedence 40, label 1, scope 14; before the next by rule 6: its precedence is higher
  192.0.2.102 from 192.0.2.10/24, precedence 35, label 4, scope 14
";
    assert!(shown.join("\n").starts_with(want), "{text}");

    let output = house.pkt(&["gethostbyaddr", "one", "-T", "json", "--explain"], &[]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let steps: Vec<&str> = json["explain"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["sources", "hosts-line", "source", "sources", "hosts-line", "source"]);
    assert_eq!((json["name"].as_str(), json["explain"][1]["line"].as_u64()), (Some("one.test"), Some(3)));
}

#[test]
fn packets_of_a_lookup_are_written() {
    let Some(house) = House::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dns.pcapng");
    let path = file.to_str().unwrap();
    let output = house.pkt(&["getaddrinfo", "www", "80", "--capture", path, "-T", "python"], &[]);
    assert!(output.status.success(), "{output:?}");
    let words = ["read", path, "-T", "fields", "-e", "dns.flags.response", "-e", "dns.qry.name", "-e", "dns.qry.type"];
    let rows = house.net.text('a', env!("CARGO_BIN_EXE_pkt"), &words);
    let rows: BTreeSet<&str> = rows.lines().collect();
    let want = ["0\twww.test.example\t1", "0\twww.test.example\t28", "1\twww.test.example\t1", "1\twww.test.example\t28"];
    assert_eq!(rows, want.into(), "the C library's own questions are not in it");
}

/// A server on 127.0.0.21 and on: each address has its own way to be wrong.
const WRONG: &str = r"
import select, socket, struct
def question(data): return data[12:data.index(b'\0', 12) + 5]
def other_id(data): return bytes([data[0] ^ 255]) + data[1:2] + b'\x81\x80' + data[4:]
def other_question(data): return data[:2] + b'\x81\x80' + struct.pack('>4H', 1, 0, 0, 0) + b'\5other\0\0\1\0\1'
def noise(data): return data[:2] + b'\x81\x80' + b'\xff' * 40
def short(data): return data[:7]
def loop(data): return data[:2] + b'\x81\x80' + struct.pack('>4H', 1, 1, 0, 0) + question(data) + b'\xc0' + bytes([12 + len(question(data))]) + b'\0\1\0\1\0\0\0\1\0\4\1\2\3\4'
def cut(data): return data[:2] + b'\x81\x80' + struct.pack('>4H', 1, 9, 0, 0) + question(data) + b'\xc0\x0c\0\1\0\1\0\0\0\1\0\4\1\2'
def silent(data): return b''
def truncated(data): return data[:2] + b'\x83\x80' + struct.pack('>4H', 1, 0, 0, 0) + question(data)
ways = [other_id, other_question, noise, short, loop, cut, silent, truncated]
sockets = {}
for at, way in enumerate(ways):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(('127.0.0.%d' % (21 + at), 53))
    sockets[s] = way
print('ready', flush=True)
while True:
    for s in select.select(list(sockets), [], [])[0]:
        data, who = s.recvfrom(4096)
        answer = sockets[s](data)
        if answer: s.sendto(answer, who)
";

#[test]
fn wrong_answers_are_no_answers() {
    let Some(house) = House::new() else { return };
    let _server = house.net.server('a', WRONG);
    let wrong = [
        ("other_id", "its id is another; ignored"),
        ("other_question", "an answer to another question; ignored"),
        ("noise", "malformed"),
        ("short", "no answer"),
        ("loop", "malformed"),
        ("cut", "malformed"),
        ("silent", "no answer"),
        ("truncated", "truncated: the same over TCP"),
    ];
    for (at, (way, said)) in wrong.iter().enumerate() {
        house.configure(&format!("nameserver 127.0.0.{}\noptions timeout:1 attempts:1\n", 21 + at), "");
        let begun = Instant::now();
        let output = house.pkt(&["getaddrinfo", "some.name.example", "80", "--explain", "-q"], &[]);
        let (text, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(text.contains(said), "{way}: {text}");
        assert!(error.contains("Temporary failure in name resolution (socket.gaierror -3, EAI_AGAIN)"), "{way}: {error}");
        assert_eq!(output.status.code(), Some(5), "{way}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{way}");
    }
    // The time is the whole look-up's, however patient resolv.conf is.
    house.configure("nameserver 127.0.0.27\nnameserver 127.0.0.27\nsearch a b c d\noptions timeout:30 attempts:5\n", "");
    for via in ["libc", "pkt"] {
        let begun = Instant::now();
        let output = house.pkt(&["gethostbyname", "nobody", "--via", via, "--timeout", "0.5", "-T", "python"], &[]);
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().next(), Some("TimeoutError: timed out"), "{via}");
        assert_eq!(output.status.code(), Some(5));
        assert!(begun.elapsed() < Duration::from_secs(15), "{via}: {:?}", begun.elapsed());
    }
}

/// Without rights, a network or a name server: what is said of wrong arguments.
#[test]
fn wrong_arguments_are_refused() {
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_pkt")).arg("dns").args(words).env("XDG_CONFIG_HOME", "/nonexistent").output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&["getaddrinfo", "::1", "--family", "AF_INNET"]);
    assert!(code == 2 && said.contains("did you mean `AF_INET`?"), "{said}");
    for (words, want) in [
        (
            &["gethostbyname", "a..b"][..],
            "error: a..b: encoding with 'idna' codec failed (UnicodeError: label empty or too long) (UnicodeError)\n",
        ),
        (&["gethostbyname", "None", "-T", "python"], "TypeError: gethostbyname() argument 1 must be str, bytes or bytearray, not None\n"),
        (&["getnameinfo", "::1", "99999999999", "-T", "python"], "OverflowError: signed integer is greater than maximum\n"),
        (
            &["getnameinfo", "::1", "80", "--flowinfo", "1048576", "-T", "python"],
            "OverflowError: getnameinfo(): flowinfo must be 0-1048575.\n",
        ),
    ] {
        for via in ["libc", "pkt"] {
            assert_eq!(run(&[words, &["--via", via, "-q"]].concat()), (2, want.to_owned()), "{words:?} {via}");
        }
    }
    let (code, said) = run(&["gethostbyname", "x", "--timeout", "0"]);
    assert!(code == 2 && said.contains("not between 0.001 and 86400 seconds"), "{said}");
}

/// Every character that a name may hold, written as Python's codec `idna` writes it, or refused as it refuses it.
#[test]
fn every_character_is_written_as_python_writes_it() {
    if !crate::installed("python3") {
        return;
    }
    let script = r"
import sys, unicodedata
if sys.version_info >= (3, 13): sys.exit(0)
for c in map(int, sys.argv[1:]):
    known = unicodedata.category(chr(c)) != 'Cn'
    for name in ('a' + chr(c), '\u05d0' + chr(c), 'e' + chr(c) + '\u0301'):
        try: text = name.encode('idna').decode()
        except UnicodeError as e: text = '!' + str(e.__cause__)
        print(text if known else '')
";
    // Not the many thousands of ideographs and syllables, which stay as they are.
    let some = [0x80..0x3400, 0xa000..0xac00, 0xf900..0x11000, 0x1d000..0x1f000, 0x2f800..0x2fa20, 0xe0000..0xe0200];
    let some = || some.clone().into_iter().flatten().filter_map(char::from_u32);
    let numbers = some().map(|c| u32::from(c).to_string());
    let output = Command::new("python3").args(["-c", script]).args(numbers).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    if printed.is_empty() {
        eprintln!("skipped: this Python words its errors anew");
        return;
    }
    let mut lines = printed.lines();
    let mut wrong = vec![];
    for c in some() {
        for name in [format!("a{c}"), format!("\u{5d0}{c}"), format!("e{c}\u{301}")] {
            let ours = pktlab::dns::idna::to_ascii(&name).unwrap_or_else(|error| format!("!{error}"));
            let want = lines.next().unwrap();
            // What this Python does not know yet may be known here.
            if !want.is_empty() && ours != want {
                wrong.push(format!("{:?} U+{:04X}: {want} {ours}", name, u32::from(c)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong[..wrong.len().min(50)].join("\n"));
}

/// Sources that are modules: what pkt makes of them, and what the C library does, where its modules are there
/// (`PKTLAB_NSS_MODULES` is a folder with them).
#[test]
fn modules_of_nsswitch() {
    if !crate::installed("python3") {
        return;
    }
    let script = "a x - b y
        a: link set x down
        a: link set x address 02:00:00:00:00:0a
        a: link set x up
        a: addr add 192.0.2.10/24 dev x
        a: addr add 2001:db8::10/64 dev x nodad
        a: route add default via 192.0.2.1
        a: -6 route add default via fe80::1 dev x
        b: addr add 192.0.2.11/24 dev y";
    let Some(net) = Net::new("ab", script) else { return };
    let of = |name: &str| format!("{}/tests/dns/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut responder = net.command('b', "python3", &[&of("responder.py"), "y"]).spawn().unwrap();
    let mut ready = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(responder.stdout.take().unwrap()), &mut ready).unwrap();
    assert_eq!(ready, "ready\n");
    let folder = tempfile::tempdir().unwrap();
    let (path, all) = (folder.path().to_str().unwrap(), ["myhostname", "resolve", "mdns", "mdns4", "mdns4_minimal", "mdns6_minimal"]);
    let complete = |folder: &String| all.iter().all(|name| PathBuf::from(folder).join(format!("libnss_{name}.so.2")).exists());
    let usual = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let modules = std::env::var("PKTLAB_NSS_MODULES").into_iter().chain([usual]).find(complete);
    let script = of("modules.py");
    let words = [
        &["-m", "-u", "python3", &script[..], env!("CARGO_BIN_EXE_pkt"), path][..],
        &modules.as_slice().iter().map(|one| &one[..]).collect::<Vec<_>>(),
    ]
    .concat();
    let input = std::fs::File::open(of("modules.txt")).unwrap();
    let output = net.command('a', "unshare", &words).stdin(input).output().unwrap();
    let _ = responder.kill();
    let _ = responder.wait();
    let said: Vec<Value> =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    let text = |one: &Value, key: &str| one[key].as_str().map(str::to_owned);
    let shown =
        |one: &Value| format!("{} | {}\n    {}\n", text(one, "sources").unwrap(), text(one, "call").unwrap(), text(one, "pkt").unwrap());
    insta::assert_snapshot!(said.iter().map(shown).collect::<String>());
    let differing = |one: &&Value| text(one, "python").is_some_and(|python| Some(python) != text(one, "pkt"));
    let wrong: Vec<String> = said.iter().filter(differing).map(|one| format!("{one:#}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    eprintln!("{} calls, the C library's modules {}", said.len(), if modules.is_some() { "beside" } else { "are not there" });
}
