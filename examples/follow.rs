//! `cargo run --example follow FILE`: what the two sides of every TCP connection say, in order; gaps are shown as gaps.

use pktlab::capture::{self, Batch, Source};
use pktlab::flow::Flows;
use pktlab::flow::stream::{Limits, Piece, Streams};
use pktlab::frame::Frame;
use pktlab::spine::{Notes, Rules, Spine};
use pktlab::{decode, render};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).unwrap_or_else(|| "captures/tcp-http.pcap".into());
    let (mut source, mut batch) = (capture::open(file.as_ref())?, Batch::new());
    let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
    let (mut flows, mut streams) = (Flows::new(Flows::BOUND), Streams::new(Limits::default()));
    let mut out = vec![];
    let mut hear = |heard: pktlab::flow::stream::Heard<'_>| match heard.piece {
        Piece::Bytes { bytes, .. } => {
            out.extend(format!("tcp:{} {:?}: ", heard.stream, heard.side).as_bytes());
            render::readable(bytes, &mut out);
            out.push(b'\n');
        }
        Piece::Gap { len, .. } => out.extend(format!("tcp:{} {:?}: {len} bytes are missing\n", heard.stream, heard.side).as_bytes()),
        Piece::Again { .. } => {}
    };
    while source.fill(&mut batch)? {
        for frame in batch.frames() {
            decode::walk(&mut spine, &frame, &rules);
            let bytes = flows.see(&frame, &mut spine, &mut notes, &rules); // numbers the connections, joins fragments
            streams.see(&Frame { bytes, ..frame }, &spine, &notes, &mut hear);
        }
    }
    streams.finish(&mut hear);
    std::io::stdout().write_all(&out)?;
    Ok(())
}
