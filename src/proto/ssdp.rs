//! Simple Service Discovery Protocol: HTTP's requests and answers in single datagrams,
//! [UPnP Device Architecture 2.0](https://openconnectivity.org/upnp-specs/UPnP-arch-DeviceArchitecture-v2.0-20200417.pdf), 1.
//!
//! ```text
//! M-SEARCH * HTTP/1.1 CRLF      or      NOTIFY * HTTP/1.1 CRLF      or      HTTP/1.1 200 OK CRLF
//! name: value CRLF ... CRLF
//! ```
use super::*;
use crate::spine::Stop;

/// The protocol; its fields are those of HTTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ssdp",
    title: "Simple Service Discovery Protocol",
    column: "SSDP",
    spec: "UPnP Device Architecture",
    fields: http::PROTOCOL.fields,
    under: &[(Space::UdpPort, 1900)],
    line: http::PROTOCOL.line,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let step = http::dissect(bytes, below);
    // A datagram is all there is of a message.
    if step.stop == Stop::End && step.header > 0 {
        return Step { again: false, ..step };
    }
    Step { mode: step.mode, ..Step::new(bytes.len(), below.wire, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_search_and_its_answer() {
        let search = b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nST: ssdp:all\r\n\r\n";
        let bytes = udp_of(40000, 1900, search);
        assert_eq!(layers_of(228, &bytes), "ip:udp:ssdp End");
        assert_eq!(fields_of(228, &bytes, &["http.request.method", "http.request.uri", "http.host"]), "M-SEARCH * 239.255.255.250:1900");
        cut_everywhere(228, &bytes);
        let answer = udp_of(1900, 40000, b"HTTP/1.1 200 OK\r\nLOCATION: http://10.0.0.1/\r\nSERVER: x\r\n\r\n");
        assert_eq!(layers_of(228, &answer), "ip:udp:ssdp End");
        assert_eq!(fields_of(228, &answer, &["http.response.code", "http.location", "http.server"]), "200 http://10.0.0.1/ x");
        assert_eq!(layers_of(228, &udp_of(1900, 40000, b"\x01\x02\x03\x04")), "ip:udp:ssdp End");
    }
}
