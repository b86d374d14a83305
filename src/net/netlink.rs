//! Questions to the kernel over a netlink socket, `man 7 netlink`: a request, and the messages that answer it.

use netlink_packet_core::{
    NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST, NetlinkDeserializable, NetlinkHeader, NetlinkMessage, NetlinkPayload, NetlinkSerializable,
};
use netlink_sys::{Socket, SocketAddr};
use std::io;

/// A socket to one of the kernel's netlink families.
pub(super) struct Netlink {
    socket: Socket,
    sequence: u32,
    /// Answers that could not be understood: a kernel newer than the description of its messages.
    pub(super) strange: u64,
}

/// A dump that changes while it is read is read again, so often.
const TRIES: usize = 3;

/// Where one message begins in a datagram (`NLMSG_ALIGNTO`).
const ALIGNMENT: usize = 4;

impl Netlink {
    /// A socket of a family: `netlink_sys::protocols::NETLINK_ROUTE`.
    pub(super) fn open(family: isize) -> io::Result<Netlink> {
        let mut socket = Socket::new(family)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        Ok(Netlink { socket, sequence: 0, strange: 0 })
    }

    /// The answer to a question that has one.
    ///
    /// # Errors
    /// The kernel's own, by its number: there is no such route, no such socket.
    pub(super) fn ask<T>(&mut self, question: T) -> io::Result<T>
    where
        T: NetlinkSerializable + NetlinkDeserializable,
    {
        self.send(question, NLM_F_REQUEST)?;
        let mut found = None;
        while !self.receive(&mut |answer| found = Some(answer))?.ended && found.is_none() {}
        found.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the kernel's answer could not be understood"))
    }

    /// Everything that the question is about.
    pub(super) fn all<T>(&mut self, question: T) -> io::Result<Vec<T>>
    where
        T: NetlinkSerializable + NetlinkDeserializable + Clone,
    {
        let mut found = Vec::new();
        for _ in 0..TRIES {
            found.clear();
            self.send(question.clone(), NLM_F_REQUEST | NLM_F_DUMP)?;
            let mut changed = false;
            loop {
                let part = self.receive(&mut |answer| found.push(answer))?;
                changed |= part.changed;
                if part.ended {
                    break;
                }
            }
            if !changed {
                break;
            }
        }
        Ok(found)
    }

    fn send<T: NetlinkSerializable>(&mut self, question: T, flags: u16) -> io::Result<()> {
        self.sequence = self.sequence.wrapping_add(1);
        let mut header = NetlinkHeader::default();
        header.flags = flags;
        header.sequence_number = self.sequence;
        let mut message = NetlinkMessage::new(header, NetlinkPayload::InnerMessage(question));
        message.finalize();
        let mut bytes = vec![0; message.buffer_len()];
        message.serialize(&mut bytes);
        self.socket.send(&bytes, 0).map(drop)
    }

    /// Reads one datagram of answers.
    fn receive<T: NetlinkDeserializable>(&mut self, each: &mut dyn FnMut(T)) -> io::Result<Part> {
        let datagram = loop {
            match self.socket.recv_from_full() {
                // Only the kernel, which is port 0, is believed.
                Ok((datagram, from)) if from.port_number() == 0 => break datagram,
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        };
        let (mut rest, mut part) = (datagram.as_slice(), Part::default());
        while let Some((length, flags, sequence)) = head(rest) {
            let Some(bytes) = rest.get(..length) else { break };
            rest = rest.get(length.next_multiple_of(ALIGNMENT)..).unwrap_or(&[]);
            if sequence != self.sequence {
                continue; // what is left of a question that was given up
            }
            part.changed |= flags & NLM_F_DUMP_INTR != 0;
            match NetlinkMessage::<T>::deserialize(bytes).map(|message| message.payload) {
                Ok(NetlinkPayload::InnerMessage(answer)) => each(answer),
                Ok(NetlinkPayload::Done(done)) if done.code != 0 => return Err(io::Error::from_raw_os_error(done.code.saturating_neg())),
                Ok(NetlinkPayload::Done(_)) => part.ended = true,
                Ok(NetlinkPayload::Error(error)) if error.code.is_some() => return Err(error.to_io()),
                Ok(NetlinkPayload::Error(_)) => part.ended = true,
                Ok(NetlinkPayload::Overrun(_)) => part.changed = true,
                Ok(_) => {}
                Err(_) => {
                    self.strange += 1;
                    // The only answer to a question that is no dump.
                    part.ended |= flags & netlink_packet_core::NLM_F_MULTIPART == 0;
                }
            }
        }
        Ok(part)
    }
}

/// What was seen of an answer.
#[derive(Default)]
struct Part {
    ended: bool,
    changed: bool,
}

/// Length, flags and sequence number of the message that begins here (`struct nlmsghdr`, in the machine's byte order).
fn head(bytes: &[u8]) -> Option<(usize, u16, u32)> {
    let length = u32::from_ne_bytes(*bytes.first_chunk()?) as usize;
    let flags = u16::from_ne_bytes(*bytes.get(6..)?.first_chunk()?);
    let sequence = u32::from_ne_bytes(*bytes.get(8..)?.first_chunk()?);
    (length >= 16).then_some((length, flags, sequence))
}
