//! A message as the wire has it ([RFC 1035] §4, [RFC 6891]): what was received is shown, nothing is put right.
//!
//! ```text
//!   0  1  2  3  4  5  6  7  8  9  A  B  C  D  E  F
//! +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
//! |                      ID                       |
//! |QR|   Opcode  |AA|TC|RD|RA|Z |AD|CD|   RCODE   |
//! |  QDCOUNT, ANCOUNT, NSCOUNT, ARCOUNT           |
//! ```
//!
//! [RFC 1035]: https://www.rfc-editor.org/rfc/rfc1035
//! [RFC 6891]: https://www.rfc-editor.org/rfc/rfc6891

use super::name::{self, Name};
use super::rdata::{self, rtype};

/// Bits of the header's second 16.
#[allow(missing_docs, reason = "they are named as in the RFCs")]
pub mod flag {
    pub const QR: u16 = 0x8000;
    pub const AA: u16 = 0x0400;
    pub const TC: u16 = 0x0200;
    pub const RD: u16 = 0x0100;
    pub const RA: u16 = 0x0080;
    pub const Z: u16 = 0x0040;
    pub const AD: u16 = 0x0020;
    pub const CD: u16 = 0x0010;
}

/// A message, read whole.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its bytes on the wire.
    pub bytes: Vec<u8>,
    /// Its number.
    pub id: u16,
    /// The 16 bits of flags, opcode and response code.
    pub flags: u16,
    /// What was asked.
    pub questions: Vec<Question>,
    /// The answer section.
    pub answers: Vec<Record>,
    /// The authority section.
    pub authorities: Vec<Record>,
    /// The additional section, without EDNS's pseudo-record.
    pub additionals: Vec<Record>,
    /// EDNS's pseudo-record.
    pub edns: Option<Edns>,
    /// Bytes behind the last record.
    pub trailing: usize,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// Of which name.
    pub name: Name,
    /// Which type.
    pub rtype: u16,
    /// In which class.
    pub class: u16,
}

/// A resource record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its owner.
    pub name: Name,
    /// Its type.
    pub rtype: u16,
    /// Its class.
    pub class: u16,
    /// How long it may be kept, in seconds.
    pub ttl: u32,
    /// Its data, with the names in it decompressed.
    pub data: Vec<u8>,
}

/// EDNS's pseudo-record.
#[derive(Clone, Debug, Default)]
pub struct Edns {
    /// The UDP payload that the sender takes.
    pub size: u16,
    /// The upper 8 bits of the response code.
    pub rcode: u8,
    /// Its version.
    pub version: u8,
    /// Its flags; the first bit is DO.
    pub flags: u16,
    /// The options: code and data.
    pub options: Vec<(u16, Vec<u8>)>,
}

/// Why bytes are no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No header.
    #[error("{0} bytes, and a header takes 12")]
    Header(usize),
    /// Something in a section.
    #[error("{section} {number} of {of}: {fault}")]
    Record {
        /// Which section.
        section: &'static str,
        /// Which of its records, from 1.
        number: usize,
        /// How many the header announces.
        of: u16,
        /// What is wrong.
        fault: name::Fault,
    },
}

impl Message {
    /// Reads a message.
    pub fn read(bytes: &[u8]) -> Result<Message, Fault> {
        Message::of(bytes.to_vec())
    }

    /// Reads a message, whose bytes it keeps.
    pub fn of(whole: Vec<u8>) -> Result<Message, Fault> {
        let bytes = &whole[..];
        let number = |at: usize| two(bytes, at).ok_or(Fault::Header(bytes.len()));
        let (id, flags) = (number(0)?, number(2)?);
        let counts = [number(4)?, number(6)?, number(8)?, number(10)?];
        let mut at = 12;
        let mut questions = Vec::new();
        for number in 1..=counts[0] {
            let of = |fault| Fault::Record { section: "question", number: number.into(), of: counts[0], fault };
            let (name, behind) = Name::read(bytes, at).map_err(of)?;
            let (rtype, class) = (two(bytes, behind), two(bytes, behind + 2));
            let (Some(rtype), Some(class)) = (rtype, class) else { return Err(of(name::Fault::Cut)) };
            questions.push(Question { name, rtype, class });
            at = behind + 4;
        }
        let mut sections = [Vec::new(), Vec::new(), Vec::new()];
        let names = ["answer", "authority record", "additional record"];
        let mut edns = None;
        for ((section, records), count) in names.iter().zip(&mut sections).zip(&counts[1..]) {
            for number in 1..=*count {
                let of = |fault| Fault::Record { section, number: number.into(), of: *count, fault };
                let (record, behind) = Record::read(bytes, at).map_err(of)?;
                at = behind;
                if record.rtype == rtype::OPT && edns.is_none() && *section == names[2] {
                    edns = Some(Edns::of(&record));
                } else {
                    records.push(record);
                }
            }
        }
        let [answers, authorities, additionals] = sections;
        let trailing = bytes.len() - at;
        Ok(Message { bytes: whole, id, flags, questions, answers, authorities, additionals, edns, trailing })
    }

    /// Whether a bit of the header is set.
    pub fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The response code, with EDNS's part.
    pub fn rcode(&self) -> u16 {
        self.flags & 15 | self.edns.as_ref().map_or(0, |edns| u16::from(edns.rcode) << 4)
    }

    /// The kind of question: 0 is QUERY.
    pub fn opcode(&self) -> u16 {
        self.flags >> 11 & 15
    }

    /// The records of the three sections.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.answers.iter().chain(&self.authorities).chain(&self.additionals)
    }

    /// The data of an EDNS option.
    pub fn option(&self, code: u16) -> Option<&[u8]> {
        let options = &self.edns.as_ref()?.options;
        options.iter().find(|(c, _)| *c == code).map(|(_, data)| &data[..])
    }

    /// What the server says went wrong besides (RFC 8914): number and text.
    pub fn extended_errors(&self) -> impl Iterator<Item = (u16, String)> {
        let options = self.edns.iter().flat_map(|edns| &edns.options).filter(|(code, _)| *code == 15);
        options.filter_map(|(_, data)| Some((two(data, 0)?, String::from_utf8_lossy(data.get(2..)?).trim_end_matches('\0').to_owned())))
    }
}

impl Record {
    fn read(bytes: &[u8], at: usize) -> Result<(Record, usize), name::Fault> {
        let (name, at) = Name::read(bytes, at)?;
        let head = |offset| two(bytes, at + offset).ok_or(name::Fault::Cut);
        let (rtype, class, length) = (head(0)?, head(2)?, usize::from(head(8)?));
        let ttl = u32::from(head(4)?) << 16 | u32::from(head(6)?);
        let start = at + 10;
        let data = rdata::expand(bytes, rtype, start, start + length)?;
        Ok((Record { name, rtype, class, ttl, data }, start + length))
    }

    /// The data as zone files have it.
    pub fn text(&self) -> String {
        rdata::text(self.rtype, &self.data, None)
    }

    /// The name that the data is or begins with, at an offset.
    pub fn target(&self, at: usize) -> Option<Name> {
        Name::read(&self.data, at).ok().map(|(name, _)| name)
    }

    /// The address in an A or AAAA record.
    pub fn address(&self) -> Option<std::net::IpAddr> {
        match self.rtype {
            rtype::A => <[u8; 4]>::try_from(&self.data[..]).ok().map(Into::into),
            rtype::AAAA => <[u8; 16]>::try_from(&self.data[..]).ok().map(Into::into),
            _ => None,
        }
    }
}

impl Edns {
    fn of(record: &Record) -> Edns {
        let mut options = Vec::new();
        let mut rest = &record.data[..];
        while let (Some(code), Some(length)) = (two(rest, 0), two(rest, 2)) {
            let Some(data) = rest.get(4..4 + usize::from(length)) else { break };
            options.push((code, data.to_vec()));
            rest = rest.get(4 + usize::from(length)..).unwrap_or(&[]);
        }
        let ttl = record.ttl;
        Edns { size: record.class, rcode: (ttl >> 24) as u8, version: (ttl >> 16) as u8, flags: ttl as u16, options }
    }
}

pub(super) fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from(*bytes.get(at)?) << 8 | u16::from(*bytes.get(at + 1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer of ours: `a.` A 192.0.2.1 by a compressed name, and EDNS with a cookie.
    const ANSWER: &[u8] = b"\x12\x34\x81\x80\0\x01\0\x01\0\0\0\x01\
        \x01a\0\0\x01\0\x01\
        \xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\xc0\0\x02\x01\
        \0\0\x29\x04\xd0\0\0\x80\0\0\x0c\0\x0a\0\x08abcdefgh";

    #[test]
    fn an_answer() {
        let message = Message::read(ANSWER).unwrap();
        assert_eq!((message.id, message.rcode(), message.trailing), (0x1234, 0, 0));
        assert_eq!(message.answers[0].text(), "192.0.2.1");
        assert_eq!(message.answers[0].name.to_string(), "a.");
        assert_eq!(message.edns.as_ref().unwrap().size, 1232);
        assert_eq!(message.option(10), Some(&b"abcdefgh"[..]));
    }

    #[test]
    fn cut_at_every_length_it_says_where() {
        for length in 0..ANSWER.len() {
            let fault = Message::read(&ANSWER[..length]).unwrap_err();
            match length {
                0..12 => assert_eq!(fault, Fault::Header(length)),
                12..19 => assert!(fault.to_string().starts_with("question 1 of 1: "), "{fault}"),
                _ => assert!(fault.to_string().contains(" 1 of 1: the message ends"), "{fault}"),
            }
        }
    }

    #[test]
    fn more_records_than_there_are() {
        let mut bytes = ANSWER.to_vec();
        bytes[7] = 200;
        assert!(Message::read(&bytes).is_err());
    }
}
