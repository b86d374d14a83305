//! `cargo run --example live [INTERFACE [FILTER]]`: the first ten frames that pass, as they come. It needs the rights to capture.

use pktlab::capture::{self, live};
use pktlab::proto::protocol;
use pktlab::spine::{Rules, Spine};
use pktlab::{decode, frame::Frame};
use std::ops::ControlFlow;

fn main() -> Result<(), capture::Error> {
    let mut args = std::env::args().skip(1);
    let interface = args.next().unwrap_or_else(|| "any".to_owned());
    let filter = args.next().unwrap_or_default();
    let (mut spine, rules) = (Spine::new(), Rules::default());

    let mut live = live::Options::new().interface(&interface).filter(&filter).open()?;
    let control = live.control(); // stops it, or counts, from any thread
    live.for_each(|frame: &Frame<'_>| {
        decode::walk(&mut spine, frame, &rules); // allocates nothing
        let layers: Vec<_> = spine.layers().iter().map(|layer| protocol(layer.id).name).collect();
        println!("{:4} {:5} bytes  {}", frame.info.number, frame.info.wire, layers.join(" "));
        if frame.info.number == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let counts = control.counts();
    println!("{} captured, {} dropped by the kernel", counts.captured, counts.dropped);
    Ok(())
}
