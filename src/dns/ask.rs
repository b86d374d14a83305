//! Questions as messages: flags, EDNS and its options, written by hickory-proto.

use super::name::Name;
use super::rdata::rtype;
use super::wire::Question;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query};
use hickory_proto::rr::rdata::SOA;
use hickory_proto::rr::rdata::opt::{ClientSubnet, EdnsOption, NSIDPayload};
use hickory_proto::rr::{DNSClass, RData, Record, RecordType};
use std::net::IpAddr;

/// How something is asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// The server may ask others.
    pub recursion: bool,
    /// We understand its word that it validated.
    pub authentic: bool,
    /// It need not validate.
    pub unchecked: bool,
    /// EDNS, if any.
    pub edns: Option<Extra>,
    /// IXFR: since which serial.
    pub serial: Option<u32>,
}

/// EDNS (RFC 6891), and what is said by it.
#[derive(Clone, Debug)]
pub struct Extra {
    /// The UDP payload we take.
    pub size: u16,
    /// EDNS's version.
    pub version: u8,
    /// DNSSEC's records are wanted (RFC 3225).
    pub dnssec: bool,
    /// Who answers (RFC 5001).
    pub nsid: bool,
    /// For whom it is asked (RFC 7871).
    pub subnet: Option<(IpAddr, u8)>,
    /// A cookie (RFC 7873): ours, and the server's behind it where we have one.
    pub cookie: Option<Vec<u8>>,
    /// Padded to a multiple of this (RFC 7830, RFC 8467).
    pub padding: Option<u16>,
    /// Any other options.
    pub options: Vec<(u16, Vec<u8>)>,
}

impl Default for Options {
    fn default() -> Options {
        Options { recursion: true, authentic: true, unchecked: false, edns: Some(Extra::default()), serial: None }
    }
}

impl Default for Extra {
    fn default() -> Extra {
        // 1232: what passes without fragments (<https://dnsflagday.net/2020/>).
        Extra { size: 1232, version: 0, dnssec: false, nsid: false, subnet: None, cookie: None, padding: None, options: vec![] }
    }
}

/// Why a question cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the question cannot be written: {0}")]
pub struct Error(#[from] hickory_proto::ProtoError);

/// The message that asks.
pub fn message(id: u16, question: &Question, options: &Options) -> Result<Vec<u8>, Error> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = options.recursion;
    message.metadata.authentic_data = options.authentic;
    message.metadata.checking_disabled = options.unchecked;
    let mut query = Query::query(hickory(&question.name)?, RecordType::from(question.rtype));
    query.set_query_class(DNSClass::from(question.class));
    message.add_query(query);
    if let Some(serial) = options.serial.filter(|_| question.rtype == rtype::IXFR) {
        let name = hickory(&question.name)?;
        let root = hickory_proto::rr::Name::root();
        let soa = SOA::new(root.clone(), root, serial, 0, 0, 0, 0);
        message.add_authority(Record::from_rdata(name, 0, RData::SOA(soa)));
    }
    let Some(extra) = &options.edns else { return Ok(message.to_vec()?) };
    let mut edns = Edns::new();
    edns.set_max_payload(extra.size).set_version(extra.version).set_dnssec_ok(extra.dnssec);
    let opt = edns.options_mut();
    if extra.nsid {
        opt.insert(EdnsOption::NSID(NSIDPayload::new(Vec::new())?));
    }
    if let Some((address, prefix)) = extra.subnet {
        opt.insert(EdnsOption::Subnet(ClientSubnet::new(network(address, prefix), prefix, 0)));
    }
    if let Some(cookie) = &extra.cookie {
        opt.insert(EdnsOption::Unknown(10, cookie.clone()));
    }
    for (code, data) in &extra.options {
        opt.insert(EdnsOption::Unknown(*code, data.clone()));
    }
    message.set_edns(edns.clone());
    let bytes = message.to_vec()?;
    let Some(block) = extra.padding.map(usize::from).filter(|block| *block > 0) else { return Ok(bytes) };
    let over = (bytes.len() + 4) % block;
    edns.options_mut().insert(EdnsOption::Unknown(12, vec![0; if over == 0 { 0 } else { block - over }]));
    message.set_edns(edns);
    Ok(message.to_vec()?)
}

/// The address with the bits behind the prefix cleared, which servers insist on (RFC 7871 §6).
fn network(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => IpAddr::V4((u32::from(v4) & u32::MAX.checked_shl(32 - u32::from(prefix.min(32))).unwrap_or(0)).into()),
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & u128::MAX.checked_shl(128 - u32::from(prefix.min(128))).unwrap_or(0)).into()),
    }
}

/// The name as hickory has it.
pub(super) fn hickory(name: &Name) -> Result<hickory_proto::rr::Name, Error> {
    let mut made = hickory_proto::rr::Name::from_labels(name.labels())?;
    made.set_fqdn(true);
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::wire::{Message as Read, flag};

    fn question(name: &str, rtype: u16) -> Question {
        Question { name: Name::parse(name).unwrap(), rtype, class: 1 }
    }

    #[test]
    fn what_is_asked_is_on_the_wire() {
        let extra = Extra {
            dnssec: true,
            nsid: true,
            subnet: Some(("192.0.2.77".parse().unwrap(), 24)),
            cookie: Some(b"12345678".to_vec()),
            padding: Some(128),
            options: vec![(65001, b"x".to_vec())],
            ..Extra::default()
        };
        let options = Options { unchecked: true, edns: Some(extra), ..Options::default() };
        let bytes = message(7, &question("Ex\\.ample.COM", 65280), &options).unwrap();
        assert_eq!(bytes.len(), 128);
        let read = Read::read(&bytes).unwrap();
        assert_eq!((read.id, read.flags), (7, flag::RD | flag::AD | flag::CD));
        assert_eq!(read.questions, [question("ex\\.ample.com", 65280)]);
        assert_eq!(read.questions[0].name.to_string(), "Ex\\.ample.COM.");
        let edns = read.edns.as_ref().unwrap();
        assert_eq!((edns.size, edns.version, edns.flags), (1232, 0, 0x8000));
        assert_eq!(read.option(3), Some(&b""[..]));
        assert_eq!(read.option(8), Some(&b"\0\x01\x18\0\xc0\0\x02"[..]));
        assert_eq!(read.option(10), Some(&b"12345678"[..]));
        assert_eq!(read.option(65001), Some(&b"x"[..]));
    }

    #[test]
    fn without_edns_and_with_a_serial() {
        let options = Options { edns: None, serial: Some(9), recursion: false, authentic: false, ..Options::default() };
        let read = Read::read(&message(1, &question("a", rtype::IXFR), &options).unwrap()).unwrap();
        assert!(read.edns.is_none() && read.flags == 0);
        assert_eq!(read.authorities[0].text(), ". . 9 0 0 0 0");
    }
}
