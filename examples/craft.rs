//! `cargo run --example craft`: packets from expressions and from Rust, the same bytes.

use pktlab::craft::builder::{dns, dnsqr, ether, ip, tcp, udp};
use pktlab::craft::{self, Error};

fn main() -> Result<(), Error> {
    // As Scapy's users write it.
    let expression = craft::expr(r#"Ether()/IP(src="10.0.0.2", dst="10.0.0.1")/TCP(dport=80, flags="S", options=[("MSS", 1460)])"#)?;
    // The same in Rust.
    let built = (ether() / ip().src("10.0.0.2").dst("10.0.0.1") / tcp().dport(80).flags("S").options([("MSS", 1460)])).bytes()?;
    assert_eq!(expression, built);

    // A set: each packet is made when its turn comes.
    let probes = craft::compose(r#"IP(src="10.0.0.2", dst="10.0.0.0/24", ttl=(1, 5))/ICMP()"#)?;
    println!("{} probes; the first:", probes.len());
    for packet in probes.packets(0).take(1) {
        println!("{}", packet?.iter().map(|b| format!("{b:02x}")).collect::<String>());
    }

    let query = ip().src("10.0.0.2").dst("10.0.0.1") / udp().dport(53) / dns().id(7).qd([dnsqr().qname("example.com").qtype("AAAA")]);
    println!("a query of {} bytes", query.bytes()?.len());

    // What is wrong is told, with its place.
    if let Err(Error::Expr(e)) = craft::expr(r#"IP(ttl=300)/TCP()"#) {
        println!("{}", e.show(r#"IP(ttl=300)/TCP()"#));
    }
    Ok(())
}
