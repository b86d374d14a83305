//! DNS over TLS, HTTPS (HTTP/2 and HTTP/3) and QUIC, against hickory-server with a certificate of a test CA; kdig asks the same server.

use crate::dns_query::{Named, free_port, pkt, text};
use crate::installed;
use hickory_proto::rr::rdata::{A, SOA, TXT};
use hickory_proto::rr::{Name, RData, Record};
use hickory_server::Server;
use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, Catalog, ZoneType};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::net::Ipv4Addr;
use std::process::Command;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};

#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

/// The server, until it is dropped; its ports, its CA's certificate, the pin of its key.
struct Secret {
    _stop: mpsc::Sender<()>,
    dir: tempfile::TempDir,
    udp: u16,
    tls: u16,
    https: u16,
    h3: u16,
    quic: u16,
    pin: String,
}

fn start() -> Secret {
    let dir = tempfile::tempdir().unwrap();
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let mut ca = rcgen::CertificateParams::new(vec![]).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = ca.self_signed(&ca_key).unwrap();
    std::fs::write(dir.path().join("ca.pem"), root.pem()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let issuer = rcgen::Issuer::new(ca, ca_key);
    let leaf = rcgen::CertificateParams::new(vec!["dns.test".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let signing = rustls::crypto::ring::sign::any_supported_type(&private).unwrap();
    let certified = Arc::new(CertifiedKey::new(vec![CertificateDer::from(leaf.der().to_vec())], signing));
    let resolver: Arc<dyn ResolvesServerCert> = Arc::new(Always(certified));
    let (stop, stopped) = mpsc::channel::<()>();
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let name = |text: &str| Name::from_ascii(text).unwrap();
            let mut zone: InMemoryZoneHandler<TokioRuntimeProvider> =
                InMemoryZoneHandler::empty(name("test."), ZoneType::Primary, AxfrPolicy::Deny);
            let soa = SOA::new(name("ns.test."), name("h.test."), 1, 2, 3, 4, 5);
            let mut add = |owner: &str, data| assert!(zone.upsert_mut(Record::from_rdata(name(owner), 60, data), 0));
            add("test.", RData::SOA(soa));
            add("dns.test.", RData::A(A(Ipv4Addr::LOCALHOST)));
            add("www.test.", RData::A(A::new(192, 0, 2, 7)));
            add("big.test.", RData::TXT(TXT::new((0..20).map(|_| "0123456789".repeat(20)).collect())));
            let mut catalog = Catalog::new();
            catalog.upsert(name("test.").into(), vec![Arc::new(zone)]);
            let mut server = Server::new(catalog);
            let any = (Ipv4Addr::LOCALHOST, 0);
            let patience = Duration::from_secs(10);
            let (udp, tcp, h2, h3, quic) = (
                UdpSocket::bind(any).await.unwrap(),
                TcpListener::bind(any).await.unwrap(),
                TcpListener::bind(any).await.unwrap(),
                UdpSocket::bind(any).await.unwrap(),
                UdpSocket::bind(any).await.unwrap(),
            );
            let udp_port = |socket: &UdpSocket| socket.local_addr().unwrap().port();
            let tcp_port = |socket: &TcpListener| socket.local_addr().unwrap().port();
            let ports = [udp_port(&udp), tcp_port(&tcp), tcp_port(&h2), udp_port(&h3), udp_port(&quic)];
            server.register_socket(udp);
            server.register_tls_listener(tcp, patience, resolver.clone()).unwrap();
            server.register_https_listener(h2, patience, resolver.clone(), None, "/dns-query".to_owned()).unwrap();
            server.register_h3_listener(h3, patience, resolver.clone(), None).unwrap();
            server.register_quic_listener(quic, patience, resolver.clone()).unwrap();
            tell.send(ports).unwrap();
            while !matches!(stopped.try_recv(), Err(mpsc::TryRecvError::Disconnected)) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
    });
    let [udp, tls, https, h3, quic] = told.recv_timeout(Duration::from_secs(60)).unwrap();
    let spki = rcgen::PublicKeyData::subject_public_key_info(&key);
    let digest = hickory_proto::dnssec::crypto::Digest::new(&spki, hickory_proto::dnssec::DigestType::SHA256).unwrap();
    Secret { _stop: stop, dir, udp, tls, https, h3, quic, pin: pktlab::dns::rdata::base64(digest.as_ref()) }
}

impl Secret {
    fn servers(&self) -> [(&'static str, u16); 4] {
        [("tls", self.tls), ("https", self.https), ("h3", self.h3), ("quic", self.quic)]
    }

    fn ca(&self) -> String {
        self.dir.path().join("ca.pem").to_str().unwrap().to_owned()
    }
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn each_transport_has_the_same_answer() {
    let server = start();
    let ca = server.ca();
    for (scheme, port) in server.servers() {
        let at = format!("@{scheme}://127.0.0.1:{port}");
        let ask =
            |more: &[&str]| pkt(&[&["query", "www.test", "big.test", "TXT", "A", &at, "--sni", "dns.test", "-T", "json"], more].concat());
        let output = ask(&["--ca", &ca]);
        assert_eq!(output.status.code(), Some(0), "{scheme}: {}", said(&output));
        let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&all[1]["answers"][0]["data"], &all[1]["protocol"]), (&"192.0.2.7".into(), &scheme.into()), "{all}");
        assert_eq!(all[2]["answers"][0]["data"].as_str().unwrap().len(), 20 * 203 - 1);
        let time = &all[1]["time"];
        let seconds = |phase: &str| time[phase].as_f64();
        let sum = [seconds("connect"), seconds("tls"), seconds("query")].into_iter().flatten().sum::<f64>();
        assert!(seconds("connect").is_some() && seconds("tls").is_some() == matches!(scheme, "tls" | "https"), "{time}");
        assert!(sum <= seconds("total").unwrap() + 0.001, "{time}");

        // Who signed it matters, the name matters, unless the key is known or nothing matters.
        let stranger = ask(&[]);
        assert_eq!(stranger.status.code(), Some(5), "{scheme}");
        assert!(
            said(&stranger).to_lowercase().contains("certificate") || said(&stranger).contains("UnknownIssuer"),
            "{scheme}: {}",
            said(&stranger)
        );
        let other = pkt(&["query", "www.test", &at, "--ca", &ca, "--sni", "other.test"]);
        assert_eq!(other.status.code(), Some(5), "{scheme}");
        assert!(said(&other).contains("other.test") || said(&other).contains("not valid for"), "{scheme}: {}", said(&other));
        assert_eq!(ask(&["--insecure"]).status.code(), Some(0), "{scheme}");
        assert_eq!(ask(&["--pin", &server.pin]).status.code(), Some(0), "{scheme}");
        let wrong = ask(&["--pin", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]);
        assert_eq!(wrong.status.code(), Some(5), "{scheme}");
        assert!(scheme != "tls" || said(&wrong).contains(&format!("its pin is {}", server.pin)), "{}", said(&wrong));
    }
    assert_eq!(pkt(&["query", "www.test", "@tls://127.0.0.1", "--ca", "/nonexistent/ca"]).status.code(), Some(5), "nobody listens there");
    let at = format!("@tls://127.0.0.1:{}", server.tls);
    assert_eq!(pkt(&["query", "www.test", &at, "--ca", "/nonexistent/ca"]).status.code(), Some(3));
}

#[test]
fn servers_by_name() {
    let server = start();
    let ca = server.ca();
    let bootstrap = format!("127.0.0.1:{}", server.udp);
    for (scheme, port) in server.servers() {
        let at = format!("@{scheme}://dns.test:{port}");
        for found in [&["--resolve", "dns.test=127.0.0.1"][..], &["--bootstrap", &bootstrap, "-4"]] {
            let output = pkt(&[&["query", "www.test", &at, "--ca", &ca, "+short"], found].concat());
            assert_eq!((output.status.code(), &text(&output)[..]), (Some(0), "192.0.2.7\n"), "{scheme}: {}", said(&output));
        }
    }
    let nobody = pkt(&["query", "www.test", "@nothing.test", "--bootstrap", &bootstrap]);
    assert_eq!(nobody.status.code(), Some(5));
    assert!(said(&nobody).contains("nothing.test has no address"), "{}", said(&nobody));
    // A path where nothing is.
    let https = format!("@https://127.0.0.1:{}", server.https);
    let nowhere = pkt(&["query", "www.test", &format!("{https}/nowhere"), "--insecure", "--sni", "dns.test"]);
    assert_eq!(nowhere.status.code(), Some(5));
    assert!(said(&nowhere).contains("HTTP: "), "{}", said(&nowhere));
}

/// HTTP's GET and POST, of BIND, which knows both.
#[test]
fn http_in_both_ways() {
    let dir = tempfile::tempdir().unwrap();
    let own = rcgen::generate_simple_self_signed(vec!["dns.test".to_owned()]).unwrap();
    std::fs::write(dir.path().join("cert"), own.cert.pem()).unwrap();
    std::fs::write(dir.path().join("key"), own.signing_key.serialize_pem()).unwrap();
    std::fs::write(dir.path().join("z"), "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 127.0.0.1\n").unwrap();
    let (path, https) = (dir.path().to_str().unwrap().to_owned(), free_port());
    let tls = format!("tls own {{ cert-file \"{path}/cert\"; key-file \"{path}/key\"; }};");
    let address = format!("127.0.0.1; }}; listen-on port {https} tls own http default {{ 127.0.0.1");
    let here = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command.args(args);
        command
    };
    let Some(_named) = Named::start_at(dir, &[("g.test", "z")], &tls, &address, free_port(), here) else { return };
    for more in [&["--get"][..], &[]] {
        let output = pkt(&[&["query", "ns.g.test", &format!("@https://127.0.0.1:{https}"), "--insecure", "+short"], more].concat());
        assert_eq!((output.status.code(), &text(&output)[..]), (Some(0), "127.0.0.1\n"), "{}", said(&output));
    }
}

#[test]
fn one_connection_for_many_and_many_names() {
    let server = start();
    let names = server.dir.path().join("names");
    std::fs::write(&names, "www.test\nbig.test TXT\n".repeat(20)).unwrap();
    for (scheme, port) in server.servers() {
        let at = format!("@{scheme}://127.0.0.1:{port}");
        let trust = ["--insecure", "--sni", "dns.test"];
        let output = pkt(&[&["query", "www.test", &at, "--count", "10", "--keep-open", "-T", "json"], &trust[..]].concat());
        let one: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(one[0]["answered"], 10, "{scheme}: {one}");
        let output = pkt(&[&["bulk", names.to_str().unwrap(), &at, "--outstanding", "4", "--order", "input"], &trust[..]].concat());
        let all = text(&output);
        assert_eq!(all.lines().filter(|line| line.contains("\"status\":\"NOERROR\"")).count(), 40, "{scheme}: {all}{}", said(&output));
    }
}

#[test]
fn kdig_gets_the_same() {
    if !installed("kdig") {
        return;
    }
    let server = start();
    let ca = format!("+tls-ca={}", server.ca());
    let help = Command::new("kdig").arg("--help").output().unwrap();
    let quic = String::from_utf8_lossy(&help.stdout).contains("quic");
    for (scheme, port, word) in [("tls", server.tls, "+tls"), ("https", server.https, "+https"), ("quic", server.quic, "+quic")] {
        if scheme == "quic" && !quic {
            eprintln!("this kdig does not speak QUIC");
            continue;
        }
        let port_text = port.to_string();
        let output = Command::new("kdig")
            .args(["@127.0.0.1", "-p", &port_text, word, &ca, "+tls-hostname=dns.test", "+short", "big.test", "TXT"])
            .output()
            .unwrap();
        if scheme == "quic" && String::from_utf8_lossy(&output.stderr).contains("(TCP)") {
            eprintln!("this kdig is built without QUIC");
            continue;
        }
        let theirs = String::from_utf8_lossy(&output.stdout).into_owned();
        let ours = pkt(&[
            "query",
            "big.test",
            "TXT",
            &format!("@{scheme}://127.0.0.1:{port}"),
            "--ca",
            &server.ca(),
            "--sni",
            "dns.test",
            "-T",
            "short",
        ]);
        assert_eq!(text(&ours), theirs, "{scheme}: {}{}", said(&ours), String::from_utf8_lossy(&output.stderr));
    }
}

/// Many lookups at once on a connection.
#[test]
fn many_names_on_a_connection() {
    let server = start();
    let ca = server.ca();
    let names = server.dir.path().join("names");
    std::fs::write(&names, "www.test\nbig.test TXT\n".repeat(150)).unwrap();
    for (scheme, port) in server.servers() {
        let at = format!("@{scheme}://127.0.0.1:{port}");
        let output = pkt(&["bulk", names.to_str().unwrap(), &at, "--ca", &ca, "--sni", "dns.test", "-n", "40", "--order", "input"]);
        assert_eq!(output.status.code(), Some(0), "{scheme}: {}", said(&output));
        let all: Vec<serde_json::Value> = text(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(all.len(), 300, "{scheme}: {}", said(&output));
        for pair in all.chunks(2) {
            assert_eq!(pair[0]["answers"][0]["data"], "192.0.2.7", "{scheme}: {}", pair[0]);
            assert_eq!(pair[1]["answers"][0]["data"].as_str().map(str::len), Some(20 * 203 - 1), "{scheme}: {}", pair[1]);
        }
    }
}

/// What was asked in secret is read by tshark, as the capture holds the keys.
#[test]
fn captures_hold_their_keys() {
    if !rustix::process::geteuid().is_root() {
        return eprintln!("skipped: capturing needs root");
    }
    if !installed("tshark") {
        return;
    }
    let (server, dir) = (start(), tempfile::tempdir().unwrap());
    for (scheme, port) in server.servers() {
        let file = dir.path().join(format!("{scheme}.pcapng"));
        let (file, at) = (file.to_str().unwrap(), format!("@{scheme}://127.0.0.1:{port}"));
        let output = pkt(&["query", "www.test", &at, "--ca", &server.ca(), "--sni", "dns.test", "--capture", file, "-T", "short"]);
        assert_eq!(output.status.code(), Some(0), "{scheme}: {}", said(&output));
        let kind = if matches!(scheme, "tls" | "https") { format!("tcp.port=={port},tls") } else { format!("udp.port=={port},quic") };
        // HTTP's own agreement (ALPN) names what is inside; of DNS in HTTP/3 this tshark shows HTTP's frames.
        let over = if scheme == "https" { vec![] } else { vec!["-d".to_owned(), format!("tls.port=={port},dns")] };
        let passes = if scheme == "h3" { "http3.frame_type == 1" } else { "dns.qry.name == \"www.test\"" };
        let shown = Command::new("tshark").args(["-n", "-r", file, "-d", &kind, "-Y", passes]).args(&over).output().unwrap();
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert_eq!(shown.lines().count(), 2, "{scheme}: {shown}");
    }
}
