//! Remote Process Execution, as BSD has it: a port for errors, who one is, a command; then what both write.
use super::*;
use super::leaf::{talk, which_way};
use crate::field::*;

static CLIENT_DATA: Field = Field::new("exec.client_server_data", "Client -> Server Data", Place::Rest);
static SERVER_DATA: Field = Field::new("exec.server_client_data", "Server -> Client Data", Place::Rest);

/// Remote Process Execution.
pub static PROTOCOL: Protocol = Protocol {
    name: "exec",
    title: "Remote Process Execution",
    column: "EXEC",
    spec: "BSD 4.2",
    fields: &[&Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&CLIENT_DATA])], &[&SERVER_DATA]))],
    under: &[(Space::TcpPort, 512)],
    line: &[Word::Call(which_way)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    talk(bytes, below, 512)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn both_sides() {
        let names = ["exec.client_server_data", "exec.server_client_data"];
        let bytes = tcp_of(1023, 512, b"ls\0");
        assert_eq!(fields_of(228, &bytes, &names), "6c7300 -");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(512, 1023, b"\0"), &names), "- 00");
    }
}
