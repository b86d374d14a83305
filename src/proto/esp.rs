//! Encapsulating Security Payload, [RFC 4303](https://www.rfc-editor.org/rfc/rfc4303). What it carries is encrypted.
//!
//! ```text
//! +---------------------------------------------------------------+
//! |               Security Parameters Index (SPI)                 |
//! +---------------------------------------------------------------+
//! |                      Sequence Number                          |
//! +---------------------------------------------------------------+
//! ```
use super::*;

/// Security parameters index.
pub static SPI: Field = Field::bits("esp.spi", "ESP SPI", 0, 32).alias("spi").hex();
/// Against replay.
pub static SEQUENCE: Field = Field::bits("esp.sequence", "ESP Sequence", 32, 32).alias("seq");

/// ESP.
pub static PROTOCOL: Protocol = Protocol {
    name: "esp",
    alias: "ESP",
    title: "Encapsulating Security Payload",
    column: "ESP",
    spec: "RFC 4303",
    size: 8,
    fields: &[&SPI, &SEQUENCE],
    under: &[(Space::IpProto, 50)],
    line: &[Word::Say("ESP (SPI="), Word::Of(&SPI), Word::Say(")")],
    classes: &[form::net::ESP_CLASSES],
    ..Protocol::PLAIN
};

/// The encrypted bytes belong to the header: they are no data of anyone's, as tshark has it.
#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 8 {
        return Step::cut(bytes);
    }
    Step::new(bytes.len(), below.wire, id::data)
}
