//! NetBIOS Name Service, [RFC 1002](https://www.rfc-editor.org/rfc/rfc1002), 4.2: DNS's form, with names told by half bytes.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         NAME_TRN_ID           |R| OPCODE  |  NM_FLAGS   |RCODE|
//! |          QDCOUNT              |           ANCOUNT             |
//! |          NSCOUNT              |           ARCOUNT             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

/// The answer has the question's.
pub static ID: Field = Field::bits("nbns.id", "Transaction ID", 0, 16).hex();
/// All sixteen bits.
pub static FLAGS: Field = word("nbns.flags", "Flags").hex();
/// Query or response.
pub static RESPONSE: Field = Field::new("nbns.flags.response", "Response", Place::Sub(0x8000));
/// Kind of query.
pub static OPCODE: Field = Field::new("nbns.flags.opcode", "Opcode", Place::Sub(0x7800)).ft(16).names(&[
    (0, "Name query"),
    (5, "Registration"),
    (6, "Release"),
    (7, "Wait for acknowledgment"),
    (8, "Refresh"),
    (9, "Refresh(altcode)"),
    (15, "Multi-homed registration"),
]);
static AUTHORITATIVE: Field = Field::new("nbns.flags.authoritative", "Authoritative", Place::Sub(0x0400));
static TRUNCATED: Field = Field::new("nbns.flags.truncated", "Truncated", Place::Sub(0x0200));
static RECDESIRED: Field = Field::new("nbns.flags.recdesired", "Recursion desired", Place::Sub(0x0100));
static RECAVAIL: Field = Field::new("nbns.flags.recavail", "Recursion available", Place::Sub(0x0080));
static BROADCAST: Field = Field::new("nbns.flags.broadcast", "Broadcast", Place::Sub(0x0010));
static RCODE: Field = Field::new("nbns.flags.rcode", "Reply code", Place::Sub(0x000f)).ft(16).names(&[
    (0, "No error"),
    (1, "Request was invalidly formatted"),
    (2, "Problem with NAME server"),
    (3, "Requested name does not exist"),
    (4, "Unsupported request"),
    (5, "Refused"),
    (6, "Name is owned by another node"),
    (7, "Name is in conflict"),
]);
/// In a query other bits mean something than in a response.
static FLAGS_OF: Field = Field::part(Place::Switch(
    |h| h.number >> 15,
    &[(1, &[&RESPONSE, &OPCODE, &AUTHORITATIVE, &TRUNCATED, &RECDESIRED, &RECAVAIL, &BROADCAST, &RCODE])],
    &[&RESPONSE, &OPCODE, &TRUNCATED, &RECDESIRED, &BROADCAST],
));
static QUERIES: Field = word("nbns.count.queries", "Questions");
static ANSWERS: Field = word("nbns.count.answers", "Answer RRs");
static AUTH_RR: Field = word("nbns.count.auth_rr", "Authority RRs");
static ADD_RR: Field = word("nbns.count.add_rr", "Additional RRs");

static QUERY: Field = Field::new("", "Query", Place::Group(&[&NAME, &TYPE, &CLASS]));
static RECORD: Field = Field::new("", "Resource record", Place::Group(RECORD_OF));
/// The name, its last byte as what it stands for.
pub static NAME: Field = name("nbns.name", "Name");
/// NB or NBSTAT.
pub static TYPE: Field = word("nbns.type", "Type").names(&[(1, "A"), (2, "NS"), (10, "NULL"), (32, "NB"), (33, "NBSTAT")]);
static CLASS: Field = word("nbns.class", "Class").names(&[(1, "IN")]);
static TTL: Field = Field::new("nbns.ttl", "Time to live", Place::Uint(32));
static DATA_LENGTH: Field = word("nbns.data_length", "Data length");
static NB_FLAGS: Field = word("nbns.nb_flags", "Name flags").hex();
static NB_GROUP: Field = Field::new("nbns.nb_flags.group", "Name type", Place::Sub(0x8000));
static NB_ONT: Field = Field::new("nbns.nb_flags.ont", "ONT", Place::Sub(0x6000)).ft(16).names(NODES);
const NODES: Names = &[(0, "B-node"), (1, "P-node"), (2, "M-node"), (3, "H-node")];
/// Whose name it is.
pub static ADDR: Field = Field::new("nbns.addr", "Addr", Place::Uint(32)).kind(Kind::Ip4);
static ADDRESS: Field = Field::part(Place::Group(&[&NB_FLAGS, &NB_GROUP, &NB_ONT, &ADDR]));
static DATA: Field = Field::new("nbns.data", "Data", Place::Take(|h| h.left()));
static NUMBER_OF_NAMES: Field = Field::new("nbns.number_of_names", "Number of names", Place::Uint(8));
static NETBIOS_NAME: Field = Field::new("nbns.netbios_name", "Name", Place::Run(16)).kind(Kind::Show(&NODE_NAME));
static NAME_FLAGS: Field = word("nbns.name_flags", "Name flags").hex();
static NODE: Field = Field::part(Place::Group(&[
    &NETBIOS_NAME,
    &NAME_FLAGS,
    &Field::new("nbns.name_flags.group", "Name type", Place::Sub(0x8000)),
    &Field::new("nbns.name_flags.ont", "ONT", Place::Sub(0x6000)).ft(16).names(NODES),
    &Field::new("nbns.name_flags.drg", "Name is being deregistered", Place::Sub(0x1000)),
    &Field::new("nbns.name_flags.cnf", "Name is in conflict", Place::Sub(0x0800)),
    &Field::new("nbns.name_flags.act", "Name is active", Place::Sub(0x0400)),
    &Field::new("nbns.name_flags.prm", "Permanent node name", Place::Sub(0x0200)),
]));
/// What a node counted: RFC 1002, 4.2.18.
static STATISTICS: Field = Field::part(Place::Group(&[
    &Field::new("nbns.unit_id", "Unit ID", Place::Run(6)).kind(Kind::Mac),
    &byte("nbns.jumpers", "Jumpers").hex(),
    &byte("nbns.test_result", "Test result").hex(),
    &word("nbns.version_number", "Version number").hex(),
    &word("nbns.period_of_statistics", "Period of statistics").hex(),
    &word("nbns.num_crcs", "Number of CRCs"),
    &word("nbns.num_alignment_errors", "Number of alignment errors"),
    &word("nbns.num_collisions", "Number of collisions"),
    &word("nbns.num_send_aborts", "Number of send aborts"),
    &Field::new("nbns.num_good_sends", "Number of good sends", Place::Uint(32)),
    &Field::new("nbns.num_good_receives", "Number of good receives", Place::Uint(32)),
    &word("nbns.numretransmits", "Number of retransmits"),
    &word("nbns.num_no_resource_conditions", "Number of no resource conditions"),
    &word("nbns.numcommand_blocks", "Number of command blocks"),
    &word("nbns.numpending_sessions", "Number of pending sessions"),
    &word("nbns.max_num_pending_sessions", "Max number of pending sessions"),
    &word("nbns.max_total_sessions_possible", "Max total sessions possible"),
    &word("nbns.session_data_packet_size", "Session data packet size"),
]));
const RECORD_OF: Fields =
    &[&NAME, &TYPE, &CLASS, &TTL, &DATA_LENGTH, &FLAGS, &FLAGS_OF, &ADDRESS, &DATA, &NUMBER_OF_NAMES, &NODE, &STATISTICS];
static SECTIONS: Field = Field::part(Place::Told(
    read,
    &[&QUERY, &RECORD],
));

/// A name that is told by a text made from it.
pub(super) const fn name(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest).kind(Kind::Text)
}

/// NBNS.
pub static PROTOCOL: Protocol = Protocol {
    name: "nbns",
    title: "NetBIOS Name Service",
    column: "NBNS",
    spec: "RFC 1002",
    size: 2,
    fields: &[&ID, &FLAGS, &FLAGS_OF, &QUERIES, &ANSWERS, &AUTH_RR, &ADD_RR, &SECTIONS],
    under: &[(Space::UdpPort, 137)],
    line: &[Word::Call(info)],
    leaf: true,
    classes: &[form::services::NETBIOS],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    datagram(bytes, below, 12)
}

/// What the last byte of a name says, as far as it is agreed on.
const SERVICES: Names = &[
    (0x00, "Workstation/Redirector"),
    (0x01, "Browser"),
    (0x02, "Workstation/Redirector"),
    (0x03, "Messenger service/Main name"),
    (0x05, "Forwarded name"),
    (0x06, "RAS Server service"),
    (0x1b, "Domain Master Browser"),
    (0x1c, "Domain Controllers"),
    (0x1d, "Local Master Browser"),
    (0x1e, "Browser Election Service"),
    (0x1f, "Net DDE Service"),
    (0x20, "Server service"),
    (0x21, "RAS client service"),
    (0x22, "Exchange Interchange (MSMail Connector)"),
    (0x23, "Exchange Store"),
    (0x24, "Exchange Directory"),
    (0x2b, "Lotus Notes Server service"),
    (0x30, "Modem sharing server service"),
    (0x31, "Modem sharing client service"),
    (0x43, "SMS Clients Remote Control"),
    (0x44, "SMS Administrators Remote Control Tool"),
    (0x45, "SMS Clients Remote Chat"),
    (0x46, "SMS Clients Remote Transfer"),
    (0x4c, "DEC Pathworks TCP/IP Service"),
    (0x52, "DEC Pathworks TCP/IP Service"),
    (0x6a, "Microsoft Exchange IMC"),
    (0x87, "Microsoft Exchange MTA"),
    (0xbe, "Network Monitor Agent"),
    (0xbf, "Network Monitor Application"),
];
static SERVICE: Field = Field::new("", "", Place::Uint(8)).names(SERVICES);
static NODE_NAME: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Bytes(b) = value
            && let Some((_, name)) = b.split_last()
        {
            written(name, out);
        }
    },
};
/// Fifteen bytes as text: spaces at the end are padding, what is no letter stands in `<>`.
fn written(name: &[u8], out: &mut Vec<u8>) {
    let end = name.iter().rposition(|b| *b != b' ').map_or(0, |n| n + 1);
    for b in name.get(..end).unwrap_or(name) {
        match b {
            b' '..=b'~' => out.push(*b),
            b => {
                out.push(b'<');
                text::hex((*b).into(), 2, out);
                out.push(b'>');
            }
        }
    }
}
/// The name in a label of 32 letters, and its last byte; behind it the scope. `None` where it is no name.
pub(super) fn decode(label: &[u8]) -> Option<[u8; 16]> {
    let mut name = [0; 16];
    let (pairs, []) = label.as_chunks::<2>() else { return None };
    if pairs.len() != 16 || !label.iter().all(|b| (b'A'..=b'P').contains(b)) {
        return None;
    }
    for (to, [high, low]) in name.iter_mut().zip(pairs) {
        *to = (high - b'A') << 4 | (low - b'A');
    }
    Some(name)
}
/// Reads the name at `at` of a message: its text, the last byte, where it ends. `None` where it is cut.
pub(super) fn named(message: &[u8], at: usize, out: &mut Vec<u8>) -> Option<(Option<u8>, usize)> {
    let (whole, end) = crate::text::Name::read(message, at)?;
    let mut labels = whole.labels();
    let first = labels.next().unwrap_or(&[]);
    let Some(name) = decode(first) else {
        out.extend(b"Illegal NetBIOS name (1st character not between A and Z in first-level encoding)");
        return Some((None, end));
    };
    let [name @ .., last] = &name;
    written(name, out);
    out.push(b'<');
    text::hex((*last).into(), 2, out);
    out.push(b'>');
    for label in labels {
        out.push(b'.');
        text::utf8(label, out);
    }
    Some((Some(*last), end))
}
/// Tells a name, with what its last byte says where a record is meant, and passes over it.
pub(super) fn tell_name(r: &mut Reader<'_, '_>, f: &'static Field, service: bool) -> Flow {
    let here = r.here();
    let mut text = vec![];
    let Some((last, end)) = named(here.head, here.at, &mut text) else { return r.broken() };
    if let (true, Some(last)) = (service, last)
        && let Some(service) = text::named(&SERVICE, last.into())
    {
        text.extend(b" (");
        text.extend(service.bytes());
        text.push(b')');
    }
    r.tell(f, 0, end - here.at, Value::Bytes(&text))?;
    r.pass(end - here.at)
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    let count = |at: usize| usize::from(here.word(at));
    for _ in 0..count(4) {
        let n = question(here.head, r.here().at);
        if n > r.rest().len() {
            return r.broken();
        }
        r.record(&QUERY, n, |r| {
            tell_name(r, &NAME, false)?;
            r.fields(&[&TYPE, &CLASS])
        })?;
    }
    for _ in 0..count(6) + count(8) + count(10) {
        record(r)?;
    }
    Continue(())
}
/// How long a question is.
fn question(message: &[u8], at: usize) -> usize {
    text::Name::skip(message, at).map_or(usize::MAX, |end| end - at + 4)
}
fn record(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    let Some(end) = text::Name::skip(here.head, here.at) else { return r.broken() };
    let n = end - here.at + 10;
    let (kind, length) = (here.word(end), usize::from(here.word(end + 8)));
    if n + length > r.rest().len() {
        return r.broken(); // of a record that is cut Wireshark tells nothing
    }
    r.record(&RECORD, n + length, |r| {
        tell_name(r, &NAME, kind != 33 && !(kind == 10 && length == 0) || kind == 32)?;
        r.fields(&[&TYPE, &CLASS, &TTL, &DATA_LENGTH])?;
        match kind {
            // A wait for acknowledgment says what is waited for.
            32 if here.word(2) >> 11 & 15 == 7 => r.fields(&[&FLAGS, &FLAGS_OF]),
            32 => {
                while r.rest().len() >= 6 {
                    r.field(&ADDRESS)?;
                }
                Continue(())
            }
            33 => {
                r.field(&NUMBER_OF_NAMES)?;
                for _ in 0..r.here().number {
                    r.field(&NODE)?;
                }
                r.field(&STATISTICS)
            }
            _ => r.field(&DATA),
        }
    })
}

/// `Name query NB FRED<20>`; `Name query response NB 10.0.0.2`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let number = |at: usize| crate::field::load(head, at * 8, 16);
    let (Some(flags), Some(queries), Some(answers)) = (number(2), number(4), number(6)) else { return };
    out.extend(text::named(&OPCODE, flags >> 11 & 15).unwrap_or("Unknown operation").bytes());
    if flags & 0x8000 != 0 {
        out.extend(b" response");
        if flags & 15 != 0 {
            out.extend(b", ");
            out.extend(text::named(&RCODE, flags & 15).unwrap_or("Unknown error").bytes());
        }
    }
    let Some(end) = text::Name::skip(head, 12).filter(|_| queries + answers > 0) else { return };
    if flags >> 11 & 15 == 7 {
        return;
    }
    out.push(b' ');
    let kind = number(end).unwrap_or(0);
    out.extend(text::named(&TYPE, kind).unwrap_or("Unknown").bytes());
    if queries > 0 {
        out.push(b' ');
        named(head, 12, out);
    } else if let (32, Some([a, b, c, d])) = (kind, head.get(end + 12..end + 16)) {
        out.push(b' ');
        text::ip4([*a, *b, *c, *d], out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FRED: &[u8] = b"\x20EGFCEFEECACACACACACACACACACACACA\0";

    #[test]
    fn query_and_answer() {
        let query = udp_of(137, 137, &[b"\x12\x34\x01\x10\0\x01\0\0\0\0\0\0", FRED, b"\0\x20\0\x01"].concat());
        let names = ["nbns.id", "nbns.flags.broadcast", "nbns.flags.rcode", "nbns.name", "nbns.type", "nbns.addr", "nbns.nb_flags.ont"];
        assert_eq!(fields_of(228, &query, &names), "0x1234 1 - FRED<20> 32 - -");
        cut_everywhere(228, &query);
        let answer = [
            b"\x12\x34\x85\0\0\0\0\x01\0\0\0\0",
            FRED,
            b"\0\x20\0\x01\0\0\0\x05\0\x06", // NB, IN, 5 s, 6 bytes
            b"\x60\0\x0a\0\0\x02",           // an H-node's
        ]
        .concat();
        let answer = udp_of(137, 137, &answer);
        assert_eq!(fields_of(228, &answer, &names), "0x1234 0 0 FRED<20> (Server service) 32 10.0.0.2 3");
        cut_everywhere(228, &answer);
    }
    #[test]
    fn node_status() {
        let mut message = [b"\x12\x36\x84\0\0\0\0\x01\0\0\0\0", FRED, b"\0\x21\0\x01\0\0\0\0\0\x41", b"\x01"].concat();
        message.extend(b"PC             \x20\x04\0");
        message.extend([2, 0, 0, 0, 0, 1]);
        message.extend([0; 40]);
        let names = ["nbns.number_of_names", "nbns.netbios_name", "nbns.name_flags.act", "nbns.unit_id"];
        let bytes = udp_of(137, 137, &message);
        assert_eq!(fields_of(228, &bytes, &names), "1 PC 1 02:00:00:00:00:01");
        cut_everywhere(228, &bytes);
    }
}
