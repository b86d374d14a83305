//! Remote Shell, as BSD has it: a port for errors, who one is, a command; then what both write.
use super::*;
use super::leaf::{talk, which_way};
use crate::field::*;

static CLIENT_DATA: Field = Field::new("rsh.client_server_data", "Client -> Server Data", Place::Rest);
static SERVER_DATA: Field = Field::new("rsh.server_client_data", "Server -> Client Data", Place::Rest);

/// Remote Shell.
pub static PROTOCOL: Protocol = Protocol {
    name: "rsh",
    title: "Remote Shell",
    column: "RSH",
    spec: "BSD 4.2",
    fields: &[&Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&CLIENT_DATA])], &[&SERVER_DATA]))],
    under: &[(Space::TcpPort, 514)],
    line: &[Word::Call(which_way)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    talk(bytes, below, 514)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn both_sides() {
        let names = ["rsh.client_server_data", "rsh.server_client_data"];
        let bytes = tcp_of(1023, 514, b"ls\0");
        assert_eq!(fields_of(228, &bytes, &names), "6c7300 -");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(514, 1023, b"\0"), &names), "- 00");
    }
}
