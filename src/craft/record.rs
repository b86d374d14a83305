//! A decoded packet, taken apart.
use super::{Content, Node, Part};
use crate::decode::visit;
use crate::field::{Field, Place, Value};
use crate::proto::{id, protocol};
use crate::read::{Flow, Listen};
use crate::spine::Packet;
use std::ops::{ControlFlow::*, Range};

/// The packet's layers as parts, the frame itself left out; behind them what no layer holds (a frame check sequence).
///
/// Written again in [`super::Mode::Exact`] they are the same bytes, if the walk came to the packet's end.
pub fn record(packet: &Packet<'_>) -> Part {
    part(packet, 0, 0)
}

/// Layer `i`, behind byte `from` of the frame.
fn part(packet: &Packet<'_>, i: usize, from: u32) -> Part {
    let Some(layer) = packet.layer(i) else { return Part::new(id::data) };
    let fixed = (layer.start + protocol(layer.id).size as u32).min(layer.body);
    let mut recorder = Recorder { frame: packet.bytes, open: vec![], nodes: vec![], end: fixed };
    // Data and the frame itself have no bytes of their own: all is tail or child.
    if layer.id != id::data && layer.id != id::frame {
        let _ = visit(packet, i, &mut recorder);
    }
    let inside = protocol(layer.id).more.is_some();
    let layers = packet.spine.layers().iter().enumerate();
    let of_mine: Vec<usize> = layers.filter(|(c, l)| !inside && *c > i && l.up as usize == i).map(|(c, _)| c).collect();
    let bytes = |from: u32, to: u32| packet.bytes.get(from as usize..(to as usize).min(packet.bytes.len())).unwrap_or(&[]).to_vec();
    // What the header holds behind its last field goes in front of what it carries: ping's time stamp.
    let (mut behind, mut children) = (if layer.id == id::data { layer.start } else { recorder.end.min(layer.body) }, vec![]);
    for child in of_mine {
        children.push(part(packet, child, behind));
        behind = packet.layer(child).map_or(behind, |l| l.end);
    }
    let end = if i == 0 { packet.bytes.len() as u32 } else { layer.end };
    let counted = packet.below(i).is_some_and(|below| protocol(layer.id).lead.is_some_and(|(over, _)| over == below.id));
    let gap = if counted { vec![] } else { bytes(from, layer.start) };
    Part { id: layer.id, gap, nodes: recorder.nodes, children, tail: bytes(behind, end), behind: None, form: None }
}

struct Recorder<'a> {
    frame: &'a [u8],
    /// The nodes of the records around the one that is open.
    open: Vec<Vec<Node>>,
    nodes: Vec<Node>,
    /// Where the last field ends in the frame.
    end: u32,
}
impl Listen for Recorder<'_> {
    fn unnamed(&self) -> bool {
        true
    }
    fn elsewhere(&self) -> bool {
        false
    }
    fn hears(&self, field: &'static Field) -> bool {
        !matches!(field.place, Place::Written(_) | Place::Reckoned(_))
    }
    fn open(&mut self, _: &'static Field) -> Flow<bool> {
        self.open.push(std::mem::take(&mut self.nodes));
        Continue(true)
    }
    fn value(&mut self, field: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow {
        if !field.follows() && !matches!(field.place, Place::Bits(..) | Place::Bytes(..) | Place::Little(..)) {
            return Continue(());
        }
        self.end = self.end.max(at.end as u32);
        let content = match (value, field.place) {
            (Value::Num(n), _) => Content::Num(n),
            // A compressed name, a text's zero: as they stand.
            (_, Place::Name | Place::Zero) => Content::Bytes(self.frame.get(at).unwrap_or(&[]).to_vec()),
            (Value::Bytes(b), _) => Content::Bytes(b.to_vec()),
            (Value::Name(_), _) => return Continue(()),
        };
        self.nodes.push(Node { field, content });
        Continue(())
    }
    fn close(&mut self, group: &'static Field, at: Range<usize>, _: &[u8]) -> Flow {
        self.end = self.end.max(at.end as u32);
        let outer = self.open.pop().unwrap_or_default();
        let inner = std::mem::replace(&mut self.nodes, outer);
        self.nodes.push(Node { field: group, content: Content::Nodes(inner) });
        Continue(())
    }
}
