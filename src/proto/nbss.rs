//! NetBIOS Session Service, [RFC 1002](https://www.rfc-editor.org/rfc/rfc1002), 4.3; over port 445 it only says how long a message is.
//!
//! ```text
//! |  TYPE (8)  |  FLAGS or length (8)  |  LENGTH (16)  |
//! ```
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stop;
use std::ops::ControlFlow::Continue;

/// What the packet is.
pub static TYPE: Field = Field::bits("nbss.type", "Message Type", 0, 8).hex().names(&[
    (0x00, "Session message"),
    (0x81, "Session request"),
    (0x82, "Positive session response"),
    (0x83, "Negative session response"),
    (0x84, "Retarget session response"),
    (0x85, "Session keep-alive"),
]);
/// Bytes behind it.
pub static LENGTH: Field = Field::bits("nbss.length", "Length", 8, 24);
static CALLED: Field = nbns::name("nbss.called_name", "Called name");
static CALLING: Field = nbns::name("nbss.calling_name", "Calling name");
static ERROR: Field = Field::new("nbss.error_code", "Error code", Place::Uint(8)).hex();
static RETARGET_IP: Field = Field::new("nbss.retarget_ip_address", "Retarget IP address", Place::Uint(32)).kind(Kind::Ip4);
static RETARGET_PORT: Field = Field::new("nbss.retarget_port", "Retarget port", Place::Uint(16));
static BEHIND: Field = Field::part(Place::Told(read, &[&CALLED, &CALLING, &ERROR, &RETARGET_IP, &RETARGET_PORT]));

/// NBSS.
pub static PROTOCOL: Protocol = Protocol {
    name: "nbss",
    title: "NetBIOS Session Service",
    column: "NBSS",
    spec: "RFC 1002",
    size: 4,
    fields: &[&TYPE, &LENGTH, &BEHIND],
    under: &[(Space::TcpPort, 445), (Space::TcpPort, 139)],
    line: &[Word::Of(&TYPE)],
    stream: Some(Stream::PLAIN),
    sealed: true,
    classes: &[form::services::NETBIOS_SESSION],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.len() < 4 {
        return if whole { Step::more(bytes, 4) } else { Step::cut(bytes) };
    }
    let (kind, length) = (bytes.first().copied().unwrap_or(0), LENGTH.num(bytes).unwrap_or(0) as usize);
    if !matches!(kind, 0 | 0x81..=0x85) {
        return Step::reject();
    }
    let total = 4 + length;
    if bytes.len() < total {
        return if whole { Step::more(bytes, total) } else { Step { stop: Stop::Cut, ..Step::more(bytes, total) } };
    }
    let next = match bytes.get(4..8) {
        Some(b"\xffSMB") => id::smb,
        Some(b"\xfeSMB" | b"\xfdSMB" | b"\xfcSMB") => id::smb2,
        _ => id::data,
    };
    let header = if kind == 0 { 4 } else { total };
    Step { again: true, ..Step::new(header, total, if kind == 0 { next } else { id::data }) }
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    match r.here().byte(0) {
        0x81 => {
            nbns::tell_name(r, &CALLED, false)?;
            nbns::tell_name(r, &CALLING, false)
        }
        0x83 => r.field(&ERROR),
        0x84 => r.fields(&[&RETARGET_IP, &RETARGET_PORT]),
        _ => Continue(()),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn what_is_inside() {
        let mut message = b"\0\0\0\x40\xfeSMB\x40\0".to_vec();
        message.resize(68, 0);
        let bytes = tcp_of(40000, 445, &message);
        assert_eq!(fields_of(228, &bytes, &["nbss.type", "nbss.length", "smb2.cmd"]), "0x00 64 0");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:nbss:smb2 End");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(40000, 139, b"\x82\0\0\0")), "ip:tcp:nbss End");
    }
}
