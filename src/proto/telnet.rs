//! Telnet, [RFC 854](https://www.rfc-editor.org/rfc/rfc854), with its options, [RFC 855](https://www.rfc-editor.org/rfc/rfc855).
//!
//! ```text
//! text  IAC WILL option  text  IAC SB option ... IAC SE
//! ```
use super::*;
use crate::field::*;

const IAC: u8 = 255;

static PARTS: Field = Field::many("Parts", &PART);
static PART: Field = Field::part(Place::Switch(kind, &[(1, &[&COMMAND]), (2, &[&OPTION]), (3, &[&SUBOPTION])], &[&DATA]));
/// What is typed or shown: a line.
pub static DATA: Field = Field::new("telnet.data", "Data", Place::Take(line)).kind(Kind::Show(&crate::text::UTF8_TO_ZERO));
static COMMAND: Field = Field::new("", "Command", Place::Group(&[&MARK, &CMD]));
static OPTION: Field = Field::new("", "Option", Place::Group(&[&MARK, &CMD, &SUBCMD]));
static SUBOPTION: Field = Field::new("", "Suboption", Place::Group(&[&MARK, &CMD, &SUBCMD, &CONTENT]));
static MARK: Field = Field::part(Place::Run(1));
/// What is asked of the other side.
pub static CMD: Field = Field::new("telnet.cmd", "Command", Place::Uint(8)).names(&[
    (236, "End of File"),
    (237, "Suspend Current Process"),
    (238, "Abort Process"),
    (239, "End of Record"),
    (240, "Suboption End"),
    (241, "No Operation"),
    (242, "Data Mark"),
    (243, "Break"),
    (244, "Interrupt Process"),
    (245, "Abort Output"),
    (246, "Are You There?"),
    (247, "Escape Character"),
    (248, "Erase Line"),
    (249, "Go Ahead"),
    (250, "Suboption"),
    (251, "Will"),
    (252, "Won't"),
    (253, "Do"),
    (254, "Don't"),
]);
/// About which option.
pub static SUBCMD: Field = Field::new("telnet.subcmd", "Subcommand", Place::Key(8)).names(OPTIONS);
static CONTENT: Field = Field::part(Place::Sized(content, &[&BY_OPTION, &LEFT_OVER]));
static BY_OPTION: Field = Field::part(Place::Pick(
    &[(24, &[&STRING]), (31, &[&SIZE]), (32, &[&STRING]), (35, &[&STRING]), (39, &[&LEFT_OVER]), (36, &[&LEFT_OVER])],
    &[&LEFT_OVER],
));
static STRING: Field = Field::part(Place::When(|h| h.left() > 0, &[&STRING_CMD, &STRING_VALUE]));
static STRING_CMD: Field = Field::new("telnet.subcmd", "Is or send", Place::Uint(8)).names(&[(0, "Is"), (1, "Send")]);
static STRING_VALUE: Field = Field::part(Place::When(|h| h.left() > 0 && h.number == 0, &[&STRING_TEXT]));
static STRING_TEXT: Field = Field::new("telnet.string_subopt.value", "Value", Place::Rest).text();
static SIZE: Field = Field::part(Place::When(|h| h.left() >= 4, &[&WIDTH, &HEIGHT]));
static WIDTH: Field = Field::new("telnet.naws_subopt.width", "Width", Place::Uint(16));
static HEIGHT: Field = Field::new("telnet.naws_subopt.height", "Height", Place::Uint(16));
static LEFT_OVER: Field = Field::new("telnet.option_data", "Option data", Place::Rest);

const OPTIONS: Names = &[
    (0, "Binary Transmission"),
    (1, "Echo"),
    (2, "Reconnection"),
    (3, "Suppress Go Ahead"),
    (4, "Approx Message Size Negotiation"),
    (5, "Status"),
    (6, "Timing Mark"),
    (17, "Extended ASCII"),
    (18, "Logout"),
    (23, "Send Location"),
    (24, "Terminal Type"),
    (25, "End of Record"),
    (31, "Negotiate About Window Size"),
    (32, "Terminal Speed"),
    (33, "Remote Flow Control"),
    (34, "Linemode"),
    (35, "X Display Location"),
    (36, "Environment Option"),
    (37, "Authentication Option"),
    (38, "Encryption Option"),
    (39, "New Environment Option"),
    (40, "TN3270E"),
    (44, "Comport Control"),
    (46, "Start TLS"),
];

/// What stands here: 0 text, 1 a command alone, 2 one about an option, 3 one with what the option says.
fn kind(h: &Here<'_>) -> u64 {
    match (h.byte(h.at), h.byte(h.at + 1)) {
        (IAC, IAC) => 0,
        (IAC, 250) if h.left() > 2 => 3,
        (IAC, 251..=254) if h.left() > 2 => 2,
        (IAC, _) if h.left() > 1 => 1,
        _ => 0,
    }
}
/// Bytes of text up to the end of its line, or to a command; IAC twice is a sign of the text.
fn line(h: &Here<'_>) -> usize {
    let rest = h.head.get(h.at..h.end).unwrap_or(&[]);
    let mut at = 0;
    while let Some(b) = rest.get(at) {
        match (b, rest.get(at + 1)) {
            (&IAC, Some(&IAC)) => at += 2,
            (&IAC, Some(_)) if at > 0 => return at,
            (b'\r', Some(b'\n' | 0)) => return at + 2,
            (b'\n', _) => return at + 1,
            _ => at += 1,
        }
    }
    at
}
/// Bytes of what an option says, up to the command that ends it.
fn content(h: &Here<'_>) -> usize {
    let rest = h.head.get(h.at..h.end).unwrap_or(&[]);
    let mut at = 0;
    while let Some(next) = rest.get(at..).and_then(|rest| memchr::memchr(IAC, rest)) {
        at += next;
        if rest.get(at + 1) != Some(&IAC) {
            return at;
        }
        at += 2;
    }
    rest.len()
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "telnet",
    title: "Telnet",
    column: "TELNET",
    spec: "RFC 854",
    fields: &[&PARTS],
    under: &[(Space::TcpPort, 23)],
    line: &[Word::Say("Telnet Data")],
    leaf: true,
    stream: Some(Stream::PLAIN),
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step::new(bytes.len(), below.wire.max(bytes.len()), id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn text_and_options() {
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 06 00 00 0a 00 00 01 0a 00 00 02 04 d2 00 17 00 00 03 e8 00 00 07 d0 50 18 20 00 00 00 00 00
             ff fb 18                                  # WILL terminal type
             ff fa 18 00 78 74 65 72 6d ff f0          # it is xterm
             ff fa 1f 00 50 00 18 ff f0                # 80 by 24
             61 62 0d 0a 63 ff ff 64 ff f9             # two lines, one with 255 in it, go ahead");
        let len = (bytes.len() as u16).to_be_bytes();
        bytes[2..4].copy_from_slice(&len);
        let names = ["telnet.cmd", "telnet.subcmd", "telnet.string_subopt.value", "telnet.naws_subopt.width", "telnet.data"];
        assert_eq!(fields_of(228, &bytes, &names), "251,250,240,250,240,249 24,24,0,31 xterm 80 ab\\r\\n,c\u{fffd}\u{fffd}d");
        cut_everywhere(228, &bytes);
    }
}
