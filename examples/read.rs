//! `cargo run --example read FILE`: who talks to whom, and what every packet is.

use pktlab::capture::{self, Batch, Source};
use pktlab::proto::{ip, protocol};
use pktlab::spine::{Rules, Spine};
use pktlab::{decode, proto::id};
use std::net::Ipv4Addr;

fn main() -> Result<(), capture::Error> {
    let file = std::env::args_os().nth(1).unwrap_or_else(|| "captures/tcp-http.pcap".into());
    let (mut source, mut batch) = (capture::open(file.as_ref())?, Batch::new());
    let (mut spine, rules) = (Spine::new(), Rules::default());
    while source.fill(&mut batch)? {
        for frame in batch.frames() {
            decode::walk(&mut spine, &frame, &rules); // allocates nothing
            let layers: Vec<_> = spine.layers().iter().map(|layer| protocol(layer.id).name).collect();
            print!("{:4} {}", frame.info.number, layers.join(" "));
            if let Some(layer) = spine.find(id::ip) {
                let address = |field: &pktlab::field::Field| field.num(layer.head(frame.bytes)).map(|n| Ipv4Addr::from(n as u32));
                if let (Some(from), Some(to)) = (address(&ip::SRC), address(&ip::DST)) {
                    print!("  {from} to {to}");
                }
            }
            println!();
        }
    }
    Ok(())
}
