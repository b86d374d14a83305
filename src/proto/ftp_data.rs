//! What FTP transfers, [RFC 959](https://www.rfc-editor.org/rfc/rfc959), 3: a connection of its own, from port 20 or to one that the server named.
use super::*;

/// What is transferred.
pub static PROTOCOL: Protocol = Protocol {
    name: "ftp-data",
    title: "FTP Data",
    column: "FTP-DATA",
    spec: "RFC 959",
    under: &[(Space::TcpPort, 20)],
    line: &[Word::Call(|p, i, out| {
        out.extend(b"FTP Data: ");
        crate::text::decimal(p.layer(i).map_or(0, |own| own.wire() as u64), out);
        out.extend(b" bytes");
    })],
    stream: Some(Stream::PLAIN),
    sealed: true,
    ..Protocol::PLAIN
};
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let text = !bytes.is_empty() && bytes.iter().all(|b| matches!(b, b' '..=b'~' | b'\t'..=b'\r'));
    let next = if text { id::data_text_lines } else { id::data };
    let header = if text { 0 } else { bytes.len() };
    Step::new(header, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn from_its_port() {
        let bytes = tcp_of(20, 4000, b"a.txt\r\n");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:ftp-data:data-text-lines End");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(20, 4000, b"\x7fELF\0")), "ip:tcp:ftp-data End");
    }
    /// The port that the server named, only there and only of the server.
    #[test]
    fn at_the_port_that_was_named() {
        let mut frames = [
            tcp_of(21, 4000, b"227 Entering Passive Mode (10,0,0,1,156,65)\r\n"),
            tcp_of(40001, 4001, b"MZ\0"),
            tcp_of(21, 4000, b"229 Extended (|||40003|)\r\n"),
            tcp_of(40003, 4002, b"text"),
            tcp_of(40004, 4003, b"MZ\0"),
            tcp_of(21, 4000, b"227 Entering Passive Mode (10,0,0,9,156,70)\r\n"),
            tcp_of(40006, 4004, b"MZ\0"),
        ];
        // Other numbers, so that none is sent again.
        frames.iter_mut().zip(1..).for_each(|(bytes, number)| bytes[26] = number);
        let seen = talked(&frames);
        assert_eq!([&seen[1][..], &seen[3], &seen[4], &seen[6]], ["ftp-data", "ftp-data:data-text-lines", "data", "data"]);
    }
}
