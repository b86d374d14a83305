//! Apple's packets with what the system knows of them, [LINKTYPE_PKTAP](https://www.tcpdump.org/linktypes/LINKTYPE_PKTAP.html):
//! process and interface. All numbers are little endian. Then the packet, under its own link type.
//!
//! ```text
//! +-----------------------+-----------------------+-----------------------+
//! |     Header length     |      Record type      |       Link type       |
//! +-----------------------+-----------------------+-----------------------+
//! |  Interface (24 bytes), flags, family, lengths, process (20 bytes) ..  |
//! +-----------------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// Of this header, in bytes.
pub static HDRLEN: Field = le32("pktap.hdrlen", "Header length", 0).unset(108);
/// 1: a packet.
pub static RECTYPE: Field = le32("pktap.rectype", "Record type", 4).unset(1).names(&[(0, "None"), (1, "Packet")]);
/// Link type of the packet, as macOS counts: below 50 not all are registered.
pub static DLT: Field = le32("pktap.dlt", "DLT", 8).unset(1);
static IFNAME_PART: Field = Field::part(Place::Sized(|_| 24, &[&IFNAME]));
/// Interface.
pub static IFNAME: Field = Field::new("pktap.ifname", "Interface name", Place::Zero);
/// Which way, and whether the process is known.
pub static FLAGS: Field = Field::new("pktap.flags", "Flags", Place::UintLe(32)).hex();
/// Address family.
pub static PFAMILY: Field = Field::new("pktap.pfamily", "Protocol family", Place::UintLe(32));
/// Of the packet's link-layer header, in bytes.
pub static LLHDRLEN: Field = Field::new("pktap.llhdrlen", "Link-layer header length", Place::UintLe(32));
/// Of the packet's link-layer trailer, in bytes.
pub static LLTRLRLEN: Field = Field::new("pktap.lltrlrlen", "Link-layer trailer length", Place::UintLe(32));
/// Of the process that sends or receives it.
pub static PID: Field = Field::new("pktap.pid", "Process ID", Place::UintLe(32));
static CMDNAME_PART: Field = Field::part(Place::Sized(|_| 20, &[&CMDNAME]));
/// Of that process.
pub static CMDNAME: Field = Field::new("pktap.cmdname", "Command name", Place::Zero);
/// Priority.
pub static SVC_CLASS: Field = Field::new("pktap.svc_class", "Service class", Place::UintLe(32));
/// Kind of interface.
pub static IFTYPE: Field = Field::new("pktap.iftype", "Interface type", Place::UintLe(16));
/// Number of the interface among its kind.
pub static IFUNIT: Field = Field::new("pktap.ifunit", "Interface unit", Place::UintLe(16));
/// On whose behalf.
pub static EPID: Field = Field::new("pktap.epid", "Effective process ID", Place::UintLe(32));
static ECMDNAME_PART: Field = Field::part(Place::Sized(|_| 20, &[&ECMDNAME]));
/// On whose behalf.
pub static ECMDNAME: Field = Field::new("pktap.ecmdname", "Effective command name", Place::Zero);

const fn le32(name: &'static str, title: &'static str, at: u16) -> Field {
    Field::new(name, title, Place::Little(at, 4, 0, 32))
}

/// PKTAP.
pub static PROTOCOL: Protocol = Protocol {
    name: "pktap",
    title: "PKTAP packet header",
    column: "PKTAP",
    spec: "LINKTYPE_PKTAP",
    size: 12,
    fields: &[
        &HDRLEN,
        &RECTYPE,
        &DLT,
        &IFNAME_PART,
        &FLAGS,
        &PFAMILY,
        &LLHDRLEN,
        &LLTRLRLEN,
        &PID,
        &CMDNAME_PART,
        &SVC_CLASS,
        &IFTYPE,
        &IFUNIT,
        &EPID,
        &ECMDNAME_PART,
    ],
    // macOS wrote DLT_USER2 before the type was registered.
    under: &[(Space::Link, 258), (Space::Link, 149)],
    line: &[Word::With("", &CMDNAME), Word::With(" on ", &IFNAME)],
    ..Protocol::PLAIN
};

const LEN: usize = 108;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let (Some(len), Some(rectype), Some(dlt)) = (HDRLEN.num(bytes), RECTYPE.num(bytes), DLT.num(bytes)) else { return Step::cut(bytes) };
    let len = len as usize;
    if len < LEN {
        return Step::malformed(4, below.wire);
    }
    if bytes.len() < len {
        return Step::cut(bytes);
    }
    let next = if rectype == 1 && dlt <= 0xffff { LINK.of(dlt as u16) } else { id::data };
    Step::new(len, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex(&format!(
            "6c 00 00 00 01 00 00 00 0c 00 00 00 # 108 bytes, a packet, raw IP
             65 6e 30 {} # en0
             01 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 # flags, IPv4, no link-layer header
             d2 04 00 00 63 75 72 6c {} # process 1234, curl
             00 00 00 00 06 00 00 00 # service class, interface
             4d 00 00 00 78 {} # on behalf of 77, x
             45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01",
            "00".repeat(21),
            "00".repeat(16),
            "00".repeat(19)
        ));
        let names =
            ["pktap.dlt", "pktap.ifname", "pktap.flags", "pktap.pid", "pktap.cmdname", "pktap.iftype", "pktap.epid", "pktap.ecmdname"];
        assert_eq!(fields_of(258, &bytes, &names), "12 en0 0x00000001 1234 curl 6 77 x");
        assert_eq!(layers_of(258, &bytes), "pktap:raw:ip:data End");
        cut_everywhere(258, &bytes);
    }
}
