//! `cargo run --example flows FILE`: what became of every attempt to connect, and who said how much to whom.

use pktlab::capture::{self, Batch, Source};
use pktlab::decode;
use pktlab::flow::table::{Seen, Table};
use pktlab::flow::{Flows, Handshakes, Keying, Limits, Summary, sighting};
use pktlab::frame::Frame;
use pktlab::render::handshakes::story;
use pktlab::spine::{Notes, Rules, Spine};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).unwrap_or_else(|| "captures/tcp-http.pcap".into());
    let (mut source, mut batch) = (capture::open(file.as_ref())?, Batch::new());
    let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
    let (mut flows, mut handshakes) = (Flows::new(Flows::BOUND), Handshakes::new(Limits::default()));
    let mut table = Table::new(Table::BOUND, None);
    while source.fill(&mut batch)? {
        for frame in batch.frames() {
            decode::walk(&mut spine, &frame, &rules);
            let bytes = flows.see(&frame, &mut spine, &mut notes, &rules); // joins fragments
            let frame = Frame { bytes, ..frame };
            if let Some(seen) = sighting(&frame, &spine) {
                handshakes.see(&seen);
            }
            if let Some(seen) = Seen::of(&frame, &spine, &Keying::default()) {
                table.take(&seen);
            }
        }
    }
    let mut summary = Summary::new(1000);
    for attempt in handshakes.finish() {
        summary.add(&attempt);
        println!("{} → {}: {}; {}", attempt.client, attempt.server, attempt.verdict().name(), story(&attempt));
    }
    println!("{} attempts, {:.0}% connected", summary.all.attempts(), summary.all.success().unwrap_or(0.0));
    for talk in table.finish() {
        let [from, to] = talk.ends();
        println!("{} {from} {to}: {:?} packets, {:?} bytes, {}", talk.protocol_name(), talk.packets, talk.bytes, talk.state().name());
    }
    Ok(())
}
