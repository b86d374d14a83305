//! Simple Network Management Protocol: version 1, [RFC 1157](https://www.rfc-editor.org/rfc/rfc1157); 2c, [RFC 1901](https://www.rfc-editor.org/rfc/rfc1901)
//! and [RFC 3416](https://www.rfc-editor.org/rfc/rfc3416); 3, [RFC 3412](https://www.rfc-editor.org/rfc/rfc3412) and [RFC 3414](https://www.rfc-editor.org/rfc/rfc3414).
//!
//! ```text
//! Message ::= SEQUENCE { version INTEGER, community OCTET STRING, data PDU }
//! PDU ::= [0..8] { request-id, error-status, error-index, SEQUENCE OF SEQUENCE { name OID, value } }
//! SNMPv3Message ::= SEQUENCE { msgVersion, msgGlobalData, msgSecurityParameters, msgData: ScopedPDU or encrypted }
//! ```
//!
//! In the Basic Encoding Rules. Names stay numbers: what they mean stands in MIBs.
use super::asn1::{self, OID, Tlv};
use super::fields::string;
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stage;
use crate::text;
use std::ops::ControlFlow::Continue;

/// 0: version 1, 1: version 2c, 3: version 3 (which Wireshark calls `snmp.msgVersion`).
pub static VERSION: Field = signed("snmp.version", "version").names(VERSIONS);
static MSG_VERSION: Field = signed("snmp.msgVersion", "msgVersion").names(VERSIONS);
const VERSIONS: Names = &[(0, "version-1"), (1, "v2c"), (2, "v2u"), (3, "snmpv3")];
/// What stands for a password.
pub static COMMUNITY: Field = string("snmp.community", "community");
/// Which PDU it is.
pub static DATA: Field = number("snmp.data", "data").names(PDUS);
const PDUS: Names = &[
    (0, "get-request"),
    (1, "get-next-request"),
    (2, "get-response"),
    (3, "set-request"),
    (4, "trap"),
    (5, "getBulkRequest"),
    (6, "informRequest"),
    (7, "snmpV2-trap"),
    (8, "report"),
];
macro_rules! elements { ($($id:ident $name:literal $title:literal)*) => {
    $(static $id: Field = Field::new($name, $title, Place::Group(IN_PDU));)*
    static ELEMENTS: Fields = &[$(&$id),*];
} }
elements! {
    GET_REQUEST "snmp.get_request_element" "get-request"
    GET_NEXT_REQUEST "snmp.get_next_request_element" "get-next-request"
    GET_RESPONSE "snmp.get_response_element" "get-response"
    SET_REQUEST "snmp.set_request_element" "set-request"
    TRAP "snmp.trap_element" "trap"
    GET_BULK "snmp.getBulkRequest_element" "getBulkRequest"
    INFORM "snmp.informRequest_element" "informRequest"
    TRAP_2 "snmp.snmpV2_trap_element" "snmpV2-trap"
    REPORT "snmp.report_element" "report"
}
const IN_PDU: Fields = &[
    &REQUEST_ID,
    &ERROR_STATUS,
    &ERROR_INDEX,
    &NON_REPEATERS,
    &MAX_REPETITIONS,
    &ENTERPRISE,
    &AGENT_ADDR,
    &GENERIC_TRAP,
    &SPECIFIC_TRAP,
    &TIME_STAMP,
    &VARIABLE_BINDINGS,
    &VARBIND,
];
/// The answer has the question's.
pub static REQUEST_ID: Field = signed("snmp.request_id", "request-id");
/// What is wrong.
pub static ERROR_STATUS: Field = signed("snmp.error_status", "error-status").names(&[
    (0, "noError"),
    (1, "tooBig"),
    (2, "noSuchName"),
    (3, "badValue"),
    (4, "readOnly"),
    (5, "genErr"),
    (6, "noAccess"),
    (7, "wrongType"),
    (8, "wrongLength"),
    (9, "wrongEncoding"),
    (10, "wrongValue"),
    (11, "noCreation"),
    (12, "inconsistentValue"),
    (13, "resourceUnavailable"),
    (14, "commitFailed"),
    (15, "undoFailed"),
    (16, "authorizationError"),
    (17, "notWritable"),
    (18, "inconsistentName"),
]);
static ERROR_INDEX: Field = signed("snmp.error_index", "error-index");
static NON_REPEATERS: Field = number("snmp.non_repeaters", "non-repeaters");
static MAX_REPETITIONS: Field = number("snmp.max_repetitions", "max-repetitions");
static ENTERPRISE: Field = oid("snmp.enterprise", "enterprise");
static AGENT_ADDR: Field = Field::new("snmp.agent_addr", "agent-addr", Place::Run(4)).kind(Kind::Ip4);
static GENERIC_TRAP: Field = signed("snmp.generic_trap", "generic-trap").names(&[
    (0, "coldStart"),
    (1, "warmStart"),
    (2, "linkDown"),
    (3, "linkUp"),
    (4, "authenticationFailure"),
    (5, "egpNeighborLoss"),
    (6, "enterpriseSpecific"),
]);
static SPECIFIC_TRAP: Field = signed("snmp.specific_trap", "specific-trap");
static TIME_STAMP: Field = number("snmp.time_stamp", "time-stamp");
static VARIABLE_BINDINGS: Field = number("snmp.variable_bindings", "variable-bindings");
static VARBIND: Field = Field::new("", "VarBind", Place::Group(&[
    &NAME, &VALUE_INT, &VALUE_OCTETS, &VALUE_OID, &VALUE_NULL, &VALUE_IPV4, &VALUE_ADDR, &VALUE_COUNTER, &VALUE_G32, &VALUE_TIMETICKS, &VALUE_OPAQUE,
    &VALUE_NSAP, &VALUE_U32, &VALUE_UNK, &NO_SUCH_OBJECT, &NO_SUCH_INSTANCE, &END_OF_MIB_VIEW, &UNSPECIFIED,
]));
/// Of what is asked or told.
pub static NAME: Field = oid("snmp.name", "Object Name");
static VALUE_INT: Field = Field::new("snmp.value.int", "Value (Integer32)", Place::Uint(64)).kind(Kind::Signed);
static VALUE_OCTETS: Field = Field::new("snmp.value.octets", "Value (OctetString)", Place::Rest);
static VALUE_OID: Field = oid("snmp.value.oid", "Value (OID)");
static VALUE_NULL: Field = none("snmp.value.null", "Value (Null)");
static VALUE_IPV4: Field = Field::new("snmp.value.ipv4", "Value (IpAddress)", Place::Run(4)).kind(Kind::Ip4);
static VALUE_ADDR: Field = Field::new("snmp.value.addr", "Value (IpAddress)", Place::Rest);
static VALUE_COUNTER: Field = wide("snmp.value.counter", "Value (Counter32)");
static VALUE_G32: Field = Field::new("snmp.value.g32", "Value (Gauge32)", Place::Uint(64)).kind(Kind::Signed);
static VALUE_TIMETICKS: Field = wide("snmp.value.timeticks", "Value (Timeticks)");
static VALUE_OPAQUE: Field = Field::new("snmp.value.opaque", "Value (Opaque)", Place::Rest);
static VALUE_NSAP: Field = wide("snmp.value.nsap", "Value (NSAP)");
static VALUE_U32: Field = Field::new("snmp.value.u32", "Value (Unsigned32)", Place::Uint(64)).kind(Kind::Signed);
static VALUE_UNK: Field = Field::new("snmp.value.unk", "Value (Unknown)", Place::Rest);
static NO_SUCH_OBJECT: Field = none("snmp.noSuchObject", "noSuchObject");
static NO_SUCH_INSTANCE: Field = none("snmp.noSuchInstance", "noSuchInstance");
static END_OF_MIB_VIEW: Field = none("snmp.endOfMibView", "endOfMibView");
static UNSPECIFIED: Field = none("snmp.unSpecified", "unSpecified");

static GLOBAL_DATA: Field =
    Field::new("snmp.msgGlobalData_element", "msgGlobalData", Place::Group(&[&MSG_ID, &MAX_SIZE, &FLAGS, &REPORT_FLAG, &CRYPT_FLAG, &AUTH_FLAG, &MODEL]));
static MSG_ID: Field = number("snmp.msgID", "msgID");
static MAX_SIZE: Field = number("snmp.msgMaxSize", "msgMaxSize");
static FLAGS: Field = Field::new("snmp.msgFlags", "msgFlags", Place::Run(1));
static REPORT_FLAG: Field = flag("snmp.v3.flags.report", "Reportable");
static CRYPT_FLAG: Field = flag("snmp.v3.flags.crypt", "Encrypted");
static AUTH_FLAG: Field = flag("snmp.v3.flags.auth", "Authenticated");
static MODEL: Field = number("snmp.msgSecurityModel", "msgSecurityModel").names(&[(0, "Any"), (1, "V1"), (2, "V2c"), (3, "USM"), (4, "TSM")]);
static PARAMETERS: Field = Field::new("snmp.msgSecurityParameters", "msgSecurityParameters", Place::Rest);
/// Of the one whose word counts.
pub static ENGINE_ID: Field = Field::new("snmp.msgAuthoritativeEngineID", "msgAuthoritativeEngineID", Place::Rest);
static CONFORM: Field = flag("snmp.engineid.conform", "Engine ID Conformance");
static ENGINE_ENTERPRISE: Field = number("snmp.engineid.enterprise", "Engine Enterprise ID");
static FORMAT: Field = Field::new("snmp.engineid.format", "Engine ID Format", Place::Uint(8)).names(&[
    (0, "Reserved/Unused"),
    (1, "IPv4 address"),
    (2, "IPv6 address"),
    (3, "MAC address"),
    (4, "Text, administratively assigned"),
    (5, "Octets, administratively assigned"),
    (128, "Enterprise-specific"),
]);
static ENGINE_IPV4: Field = Field::new("snmp.engineid.ipv4", "Engine ID Data: IPv4 address", Place::Run(4)).kind(Kind::Ip4);
static ENGINE_IPV6: Field = Field::new("snmp.engineid.ipv6", "Engine ID Data: IPv6 address", Place::Run(16)).kind(Kind::Ip6);
static ENGINE_MAC: Field = Field::new("snmp.engineid.mac", "Engine ID Data: MAC address", Place::Run(6)).kind(Kind::Mac);
static ENGINE_TEXT: Field = string("snmp.engineid.text", "Engine ID Data: Text");
static ENGINE_DATA: Field = Field::new("snmp.engineid.data", "Engine ID Data", Place::Rest);
static ENGINE_TIME: Field =
    Field::new("snmp.engineid.time", "Engine ID Data: Creation Time", Place::Uint(32)).kind(Kind::Time(|s| s as i64 * 1_000_000_000));
static BOOTS: Field = number("snmp.msgAuthoritativeEngineBoots", "msgAuthoritativeEngineBoots");
static ENGINE_CLOCK: Field = number("snmp.msgAuthoritativeEngineTime", "msgAuthoritativeEngineTime");
/// Who asks.
pub static USER: Field = string("snmp.msgUserName", "msgUserName");
static AUTHENTICATION: Field = Field::new("snmp.msgAuthenticationParameters", "msgAuthenticationParameters", Place::Rest);
static PRIVACY: Field = Field::new("snmp.msgPrivacyParameters", "msgPrivacyParameters", Place::Rest);
static MSG_DATA: Field = number("snmp.msgData", "msgData").names(&[(0, "plaintext"), (1, "encryptedPDU")]);
static PLAINTEXT: Field = Field::new("snmp.plaintext_element", "plaintext", Place::Group(&[&CONTEXT_ENGINE, &ENGINE, &CONTEXT, &DATA, &PDU]));
static CONTEXT_ENGINE: Field = Field::new("snmp.contextEngineID", "contextEngineID", Place::Rest);
static CONTEXT: Field = string("snmp.contextName", "contextName");
static ENCRYPTED: Field = Field::new("snmp.encryptedPDU", "encryptedPDU", Place::Rest);
static ENGINE: Field = Field::part(Place::Told(
    |_| Continue(()),
    &[&CONFORM, &ENGINE_ENTERPRISE, &FORMAT, &ENGINE_IPV4, &ENGINE_IPV6, &ENGINE_MAC, &ENGINE_TEXT, &ENGINE_DATA, &ENGINE_TIME],
));
static PDU: Field = Field::part(Place::Told(|_| Continue(()), ELEMENTS));
static MESSAGE: Field = Field::part(Place::Told(
    read,
    &[
        &VERSION, &MSG_VERSION, &COMMUNITY, &DATA, &PDU, &GLOBAL_DATA, &PARAMETERS, &ENGINE_ID, &ENGINE, &BOOTS, &ENGINE_CLOCK, &USER, &AUTHENTICATION,
        &PRIVACY, &MSG_DATA, &PLAINTEXT, &ENCRYPTED,
    ],
));
/// The frame that answers this one.
pub static RESPONSE_IN: Field = Field::new("snmp.response_in", "Response In", Place::Noted(Stage::Flow));
/// The frame that this one answers.
pub static RESPONSE_TO: Field = Field::new("snmp.response_to", "Response To", Place::Noted(Stage::Flow));
/// Since that frame.
pub static TIME: Field = Field::new("snmp.time", "Time", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));

const fn number(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(32))
}
const fn wide(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(64))
}
const fn signed(name: &'static str, title: &'static str) -> Field {
    number(name, title).kind(Kind::Signed)
}
const fn oid(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest).kind(Kind::Show(&OID))
}
const fn none(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest).kind(Kind::Present)
}
const fn flag(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(8)).kind(Kind::Flag)
}

/// SNMP.
pub static PROTOCOL: Protocol = Protocol {
    name: "snmp",
    title: "Simple Network Management Protocol",
    column: "SNMP",
    spec: "RFC 3416",
    fields: &[&MESSAGE, &RESPONSE_IN, &RESPONSE_TO, &TIME],
    under: &[(Space::UdpPort, 161), (Space::UdpPort, 162), (Space::UdpPort, 8161), (Space::TcpPort, 161), (Space::TcpPort, 162)],
    line: &[Word::Call(info)],
    sealed: true,
    classes: &[form::management::SNMP, form::management::SNMP_PDUS],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.first() != Some(&0x30) {
        return Step::reject();
    }
    let Some(message) = Tlv::read(bytes) else { return Step::cut(&[]) };
    if message.whole() > below.wire {
        return Step::reject();
    }
    if message.whole() > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(message.whole(), below.wire, id::data)
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let Some(message) = Tlv::read(r.rest()) else { return r.broken() };
    r.pass(message.head)?;
    let version = peek(r, 2).map(asn1::integer);
    integer(r, if version == Some(3) { &MSG_VERSION } else { &VERSION })?;
    match version {
        Some(0 | 1) => {
            value(r, 4, &COMMUNITY)?;
            pdu(r)
        }
        Some(3) => third(r),
        _ => Continue(()),
    }
}
/// The content of the value that begins here, if it has that tag and all of it is there.
fn peek<'a>(r: &Reader<'a, '_>, tag: u8) -> Option<&'a [u8]> {
    let bytes = r.rest();
    let tlv = Tlv::read(bytes).filter(|tlv| tlv.tag == tag)?;
    tlv.content(bytes)
}
/// Tells the content of a value of that tag as bytes, and passes over it.
fn value(r: &mut Reader<'_, '_>, tag: u8, f: &'static Field) -> Flow {
    let Some(content) = peek(r, tag) else { return r.broken() };
    let head = Tlv::read(r.rest()).map_or(0, |tlv| tlv.head);
    r.tell(f, head, content.len(), Value::Bytes(content))?;
    r.pass(head + content.len())
}
/// The same of a number, whatever its tag.
fn integer(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    let bytes = r.rest();
    let Some(tlv) = Tlv::read(bytes) else { return r.broken() };
    let Some(content) = tlv.content(bytes).filter(|content| !content.is_empty()) else { return r.broken() };
    let n = if matches!(f.kind, Kind::Signed) { asn1::integer(content) as u64 } else { asn1::unsigned(content) & 0xffff_ffff };
    r.tell(f, tlv.head, content.len(), Value::Num(n))?;
    r.pass(tlv.whole())
}
fn third(r: &mut Reader<'_, '_>) -> Flow {
    let Some(global) = Tlv::read(r.rest()).filter(|tlv| tlv.tag == 0x30) else { return r.broken() };
    let mut model = None;
    r.record(&GLOBAL_DATA, global.whole(), |r| {
        r.pass(global.head)?;
        integer(r, &MSG_ID)?;
        integer(r, &MAX_SIZE)?;
        if let Some([flags, ..]) = peek(r, 4) {
            r.show(&FLAGS, 2, 1)?;
            for (f, bit) in [(&REPORT_FLAG, 4), (&CRYPT_FLAG, 2), (&AUTH_FLAG, 1)] {
                r.tell(f, 2, 1, Value::Num((flags & bit != 0).into()))?;
            }
        }
        let flags = Tlv::read(r.rest()).map_or(0, |tlv| tlv.whole());
        r.pass(flags)?;
        model = peek(r, 2).map(asn1::integer);
        integer(r, &MODEL)
    })?;
    // What was not opened was passed over unheard; the model is asked again.
    if model.is_none() {
        model = Some(3);
    }
    let Some(parameters) = Tlv::read(r.rest()).filter(|tlv| tlv.tag == 4) else { return r.broken() };
    if model == Some(3) {
        r.pass(parameters.head)?;
        r.part(parameters.length, |r| {
            let Some(usm) = Tlv::read(r.rest()).filter(|tlv| tlv.tag == 0x30) else { return r.broken() };
            r.pass(usm.head)?;
            let id = peek(r, 4).unwrap_or(&[]);
            let head = Tlv::read(r.rest()).map_or(0, |tlv| tlv.head);
            if !id.is_empty() {
                r.show(&ENGINE_ID, head, id.len())?;
                engine(r, head, id)?;
            } else {
                r.tell(&ENGINE_ID, head, 0, Value::Bytes(&[]))?;
            }
            r.pass(head + id.len())?;
            integer(r, &BOOTS)?;
            integer(r, &ENGINE_CLOCK)?;
            value(r, 4, &USER)?;
            value(r, 4, &AUTHENTICATION)?;
            value(r, 4, &PRIVACY)
        })?;
    } else {
        value(r, 4, &PARAMETERS)?;
    }
    let Some(data) = Tlv::read(r.rest()) else { return r.broken() };
    r.tell(&MSG_DATA, 0, data.whole(), Value::Num((data.tag == 4).into()))?;
    if data.tag == 4 {
        return value(r, 4, &ENCRYPTED);
    }
    r.record(&PLAINTEXT, data.whole(), |r| {
        r.pass(data.head)?;
        let id = peek(r, 4).unwrap_or(&[]);
        let head = Tlv::read(r.rest()).map_or(0, |tlv| tlv.head);
        r.tell(&CONTEXT_ENGINE, head, id.len(), Value::Bytes(id))?;
        engine(r, head, id)?;
        r.pass(head + id.len())?;
        value(r, 4, &CONTEXT)?;
        pdu(r)
    })
}
/// RFC 3411, 5: SnmpEngineID.
fn engine(r: &mut Reader<'_, '_>, skip: usize, id: &[u8]) -> Flow {
    let &[a, b, c, d, ref rest @ ..] = id else { return Continue(()) };
    r.tell(&CONFORM, skip, 1, Value::Num((a >> 7).into()))?;
    r.tell(&ENGINE_ENTERPRISE, skip, 4, Value::Num(u32::from_be_bytes([a & 0x7f, b, c, d]).into()))?;
    if a & 0x80 == 0 {
        return Continue(());
    }
    let Some((format, data)) = rest.split_first() else { return Continue(()) };
    r.tell(&FORMAT, skip + 4, 1, Value::Num((*format).into()))?;
    let field = match (format, data.len()) {
        (1, 4) => &ENGINE_IPV4,
        (2, 16) => &ENGINE_IPV6,
        (3, 6) => &ENGINE_MAC,
        (4, 1..) => &ENGINE_TEXT,
        (128, 8) if [a & 0x7f, b, c, d] == [0, 0, 0x1f, 0x88] => {
            r.show(&ENGINE_DATA, skip + 5, 4)?;
            let seconds = data.get(4..).map_or(0, crate::field::load_le);
            return r.tell(&ENGINE_TIME, skip + 9, 4, Value::Num(seconds));
        }
        (_, 0) => return Continue(()),
        _ => &ENGINE_DATA,
    };
    r.show(field, skip + 5, data.len())
}
fn pdu(r: &mut Reader<'_, '_>) -> Flow {
    let Some(pdu) = Tlv::read(r.rest()) else { return r.broken() };
    let kind = pdu.tag.wrapping_sub(0xa0);
    let Some(element) = ELEMENTS.get(usize::from(kind)) else { return r.broken() };
    r.tell(&DATA, 0, pdu.whole(), Value::Num(kind.into()))?;
    r.record(element, pdu.whole(), |r| {
        r.pass(pdu.head)?;
        if kind == 4 {
            value(r, 6, &ENTERPRISE)?;
            value(r, 0x40, &AGENT_ADDR)?;
            integer(r, &GENERIC_TRAP)?;
            integer(r, &SPECIFIC_TRAP)?;
            integer(r, &TIME_STAMP)?;
        } else {
            integer(r, &REQUEST_ID)?;
            integer(r, if kind == 5 { &NON_REPEATERS } else { &ERROR_STATUS })?;
            integer(r, if kind == 5 { &MAX_REPETITIONS } else { &ERROR_INDEX })?;
        }
        let Some(list) = Tlv::read(r.rest()).filter(|tlv| tlv.tag == 0x30) else { return r.broken() };
        let n = values(list.content(r.rest()).unwrap_or(&[])).count();
        r.tell(&VARIABLE_BINDINGS, list.head, list.length, Value::Num(n as u64))?;
        r.pass(list.head)?;
        r.part(list.length, |r| {
            while !r.rest().is_empty() {
                binding(r)?;
            }
            Continue(())
        })
    })
}
/// The values one behind the other, as far as they are whole.
fn values(mut bytes: &[u8]) -> impl Iterator<Item = (Tlv, &[u8])> {
    std::iter::from_fn(move || {
        let tlv = Tlv::read(bytes)?;
        let content = tlv.content(bytes)?;
        bytes = bytes.get(tlv.whole()..)?;
        Some((tlv, content))
    })
}
fn binding(r: &mut Reader<'_, '_>) -> Flow {
    let Some(both) = Tlv::read(r.rest()).filter(|tlv| tlv.tag == 0x30) else { return r.broken() };
    r.record(&VARBIND, both.whole(), |r| {
        r.pass(both.head)?;
        value(r, 6, &NAME)?;
        let bytes = r.rest();
        let Some(tlv) = Tlv::read(bytes) else { return r.broken() };
        let Some(content) = tlv.content(bytes) else { return r.broken() };
        let field = match tlv.tag {
            2 => &VALUE_INT,
            4 => &VALUE_OCTETS,
            5 => &VALUE_NULL,
            6 => &VALUE_OID,
            0x40 if content.len() == 4 => &VALUE_IPV4,
            0x40 => &VALUE_ADDR,
            0x41 | 0x46 => &VALUE_COUNTER,
            0x42 => &VALUE_G32,
            0x43 => &VALUE_TIMETICKS,
            0x44 => &VALUE_OPAQUE,
            0x45 => &VALUE_NSAP,
            0x47 => &VALUE_U32,
            0x80 => &NO_SUCH_OBJECT,
            0x81 => &NO_SUCH_INSTANCE,
            0x82 => &END_OF_MIB_VIEW,
            _ if tlv.tag & 0xc0 == 0x80 => return Continue(()),
            _ => &VALUE_UNK,
        };
        let number = matches!(tlv.tag, 2 | 0x41 | 0x42 | 0x43 | 0x45..=0x47);
        if number && content.is_empty() {
            return Continue(());
        }
        let n = if tlv.tag == 2 { asn1::integer(content) as u64 } else { asn1::unsigned(content) };
        r.tell(field, tlv.head, content.len(), if number { Value::Num(n) } else { Value::Bytes(content) })
    })
}
/// What a message's PDU is, and its content; `None` where there is none that can be read.
fn in_message(message: &[u8]) -> Option<(u8, &[u8])> {
    let outer = Tlv::read(message)?;
    let mut parts = values(outer.content(message)?);
    let (tlv, version) = parts.next().filter(|(tlv, _)| tlv.tag == 2)?;
    let _ = tlv;
    let found = match asn1::integer(version) {
        0 | 1 => parts.nth(1)?,
        3 => {
            let (tlv, data) = parts.nth(2)?;
            if tlv.tag != 0x30 {
                return None;
            }
            values(data).nth(2)?
        }
        _ => return None,
    };
    Some((found.0.tag.wrapping_sub(0xa0), found.1))
}
/// A question's or an answer's number, and whether it answers.
pub(crate) fn exchange(message: &[u8]) -> Option<(u64, bool)> {
    let (kind, pdu) = in_message(message)?;
    let (tlv, number) = values(pdu).next()?;
    (tlv.tag == 2 && matches!(kind, 0..=3 | 5 | 6)).then(|| (asn1::integer(number) as u64, kind == 2))
}

/// `get-request 1.3.6.1.2.1.1.1.0`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some((kind, pdu)) = in_message(head) else {
        return out.extend(b"encrypted or unknown");
    };
    out.extend(text::named(&DATA, kind.into()).unwrap_or("unknown").bytes());
    if kind == 4
        && let Some((_, enterprise)) = values(pdu).next()
    {
        out.push(b' ');
        asn1::oid(enterprise, out);
    }
    let Some((_, list)) = values(pdu).filter(|(tlv, _)| tlv.tag == 0x30).last() else { return };
    for (_, binding) in values(list) {
        if let Some((_, name)) = values(binding).next() {
            out.push(b' ');
            asn1::oid(name, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn versions_1_and_2c() {
        let request = hex("
            30 26 02 01 01 04 06 70 75 62 6c 69 63 # version 2c, public
            a0 19 02 01 2a 02 01 00 02 01 00 30 0e 30 0c 06 08 2b 06 01 02 01 01 01 00 05 00 # get-request 42 of 1.3.6.1.2.1.1.1.0
        ");
        let bytes = udp_of(40000, 161, &request);
        let names = ["snmp.version", "snmp.community", "snmp.data", "snmp.request_id", "snmp.name", "snmp.value.null", "snmp.variable_bindings"];
        assert_eq!(fields_of(228, &bytes, &names), "1 public 0 42 1.3.6.1.2.1.1.1.0 1 1");
        cut_everywhere(228, &bytes);
        let trap = hex("
            30 35 02 01 00 04 03 70 75 62 a4 2b # version 1, a trap
            06 08 2b 06 01 04 01 03 01 01 40 04 0a 00 00 01 02 01 02 02 01 00 43 02 10 92 30 0f 30 0d 06 08 2b 06 01 02 01 01 01 00 02 01 f9
        ");
        let bytes = udp_of(40000, 162, &trap);
        let names = ["snmp.data", "snmp.enterprise", "snmp.agent_addr", "snmp.generic_trap", "snmp.time_stamp", "snmp.value.int"];
        assert_eq!(fields_of(228, &bytes, &names), "4 1.3.6.1.4.1.3.1.1 10.0.0.1 2 4242 -7");
        cut_everywhere(228, &bytes);
        assert_eq!(super::exchange(&request), Some((42, false)));
        assert_eq!(super::exchange(&trap), None);
    }
    #[test]
    fn version_3() {
        let message = hex("
            30 4f 02 01 03
            30 10 02 03 01 02 03 02 03 00 ff e3 04 01 04 02 01 03 # global data: reportable, USM
            04 22 30 20 04 0d 80 00 1f 88 80 59 dc 48 61 45 a2 63 22 02 01 08 02 02 0a b9 04 04 75 73 65 72 04 00 04 00
            30 14 04 00 04 03 63 74 78 a0 0b 02 01 07 02 01 00 02 01 00 30 00
        ");
        let bytes = udp_of(40000, 161, &message);
        let names = ["snmp.msgVersion", "snmp.msgID", "snmp.v3.flags.report", "snmp.engineid.enterprise", "snmp.msgUserName", "snmp.contextName", "snmp.request_id"];
        assert_eq!(fields_of(228, &bytes, &names), "3 66051 1 8072 user ctx 7");
        cut_everywhere(228, &bytes);
    }
}
