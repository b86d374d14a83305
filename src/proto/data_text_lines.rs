//! Text in lines, where a media type says that it is no more than that.
use super::*;

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "data-text-lines",
    title: "Line-based text data",
    spec: "RFC 2046",
    media: &["text/plain", "text/html", "text/css", "text/javascript", "application/x-javascript", "text/richtext", "application/x-ns-proxy-autoconfig"],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}
