//! Remote login, [RFC 1282](https://www.rfc-editor.org/rfc/rfc1282): who one is here and there, then what is typed and shown.
use super::leaf::talk;
use super::*;
use crate::field::*;

/// What is typed or shown.
pub static DATA: Field = Field::new("rlogin.data", "Data", Place::Rest).text();
static STARTUP: Field = byte("rlogin.client_startup_flag", "Client startup flag").hex();
static RECEIVED: Field = byte("rlogin.startup_info_received_flag", "Startup info received flag").hex();
static FIRST: Field = Field::part(Place::Switch(|h| u64::from(h.head == [0]) * (1 + u64::from(h.mode)), &[(1, &[&RECEIVED]), (2, &[&STARTUP])], &[&DATA]));

/// Rlogin.
pub static PROTOCOL: Protocol = Protocol {
    name: "rlogin",
    title: "Rlogin Protocol",
    column: "Rlogin",
    spec: "RFC 1282",
    fields: &[&FIRST],
    under: &[(Space::TcpPort, 513)],
    line: &[Word::With("Data: ", &DATA)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    talk(bytes, below, 513)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn data_and_flags() {
        let names = ["rlogin.data", "rlogin.client_startup_flag", "rlogin.startup_info_received_flag"];
        let bytes = tcp_of(1023, 513, b"ls\r");
        assert_eq!(fields_of(228, &bytes, &names), "ls\\r - -");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(1023, 513, b"\0"), &names), "- 0x00 -");
        assert_eq!(fields_of(228, &tcp_of(513, 1023, b"\0"), &names), "- - 0x00");
    }
}
