//! Real-time Transport Control Protocol, [RFC 3550](https://www.rfc-editor.org/rfc/rfc3550), 6.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |V=2|P|    RC   |   Packet type |             length            |
//! |                         SSRC of sender                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//! A datagram holds several packets, the first a report.
use super::*;
use crate::field::*;

static PT: Field = Field::new("rtcp.pt", "Packet type", Place::Uint(8)).names(&[(192, "Full Intra-frame Request (H.261)"), (193, "Negative Acknowledgement (H.261)"), (194, "SMPTE time-code mapping"), (195, "Extended inter-arrival jitter report"), (200, "Sender Report"), (201, "Receiver Report"), (202, "Source description"), (203, "Goodbye"), (204, "Application specific"), (205, "Generic RTP Feedback"), (206, "Payload-specific Feedback"), (207, "Extended report (RFC 3611)"), (208, "AVB RTCP packet (IEEE1733)"), (209, "Receiver Summary Information"), (210, "Port Mapping")]);
static LENGTH: Field = Field::new("rtcp.length", "Length", Place::Uint(16));
static SENDERSSRC: Field = Field::new("rtcp.senderssrc", "Sender SSRC", Place::Uint(32)).hex();
static MEDIASSRC: Field = Field::new("rtcp.mediassrc", "Media source SSRC", Place::Uint(32)).hex();
static TIMESTAMP_NTP_MSW: Field = Field::new("rtcp.timestamp.ntp.msw", "Timestamp, MSW", Place::Uint(32));
static TIMESTAMP_NTP_LSW: Field = Field::new("rtcp.timestamp.ntp.lsw", "Timestamp, LSW", Place::Uint(32));
static TIMESTAMP_RTP: Field = Field::new("rtcp.timestamp.rtp", "RTP timestamp", Place::Uint(32));
static SENDER_PACKETCOUNT: Field = Field::new("rtcp.sender.packetcount", "Sender's packet count", Place::Uint(32));
static SENDER_OCTETCOUNT: Field = Field::new("rtcp.sender.octetcount", "Sender's octet count", Place::Uint(32));
static SSRC_IDENTIFIER: Field = Field::new("rtcp.ssrc.identifier", "Identifier", Place::Uint(32)).hex();
static SSRC_FRACTION: Field = Field::new("rtcp.ssrc.fraction", "Fraction lost", Place::Uint(8));
static SSRC_CUM_NR: Field = Field::new("rtcp.ssrc.cum_nr", "Cumulative number of packets lost", Place::Uint(24)).kind(Kind::Signed);
static SSRC_EXT_HIGH: Field = Field::new("rtcp.ssrc.ext_high", "Extended highest sequence number received", Place::Uint(32));
static SSRC_JITTER: Field = Field::new("rtcp.ssrc.jitter", "Interarrival jitter", Place::Uint(32));
static SSRC_LSR: Field = Field::new("rtcp.ssrc.lsr", "Last SR timestamp", Place::Uint(32));
static SSRC_DLSR: Field = Field::new("rtcp.ssrc.dlsr", "Delay since last SR timestamp", Place::Uint(32));
static SDES_TYPE: Field = Field::new("rtcp.sdes.type", "Type", Place::Uint(8)).names(&[(0, "END"), (1, "CNAME (user and domain)"), (2, "NAME (common name)"), (3, "EMAIL (e-mail address)"), (4, "PHONE (phone number)"), (5, "LOC (geographic location)"), (6, "TOOL (name/version of source app)"), (7, "NOTE (note about source)"), (8, "PRIV (private extensions)"), (9, "H323-CADDR (H.323 callable address)"), (10, "Application Specific Identifier")]);
static APP_NAME: Field = Field::new("rtcp.app.name", "Name (ASCII)", Place::Take(|h| h.left().min(4))).text();
static APP_DATA: Field = Field::new("rtcp.app.data", "Application specific data", Place::Rest);
static FCI: Field = Field::new("rtcp.fci", "Feedback Control Information (FCI)", Place::Rest);
static RTPFB_NACK_PID: Field = Field::new("rtcp.rtpfb.nack_pid", "RTCP Transport Feedback NACK PID", Place::Uint(16));
static RTPFB_NACK_BLP: Field = Field::new("rtcp.rtpfb.nack_blp", "RTCP Transport Feedback NACK BLP", Place::Uint(16)).hex();
static PACKETS: Field = Field::many("Packets", &PACKET);
static PACKET: Field = Field::new("", "Packet", Place::Group(&[&FIRST, &VERSION, &PADDING, &COUNT, &PT, &LENGTH, &BODY, &SETUP_FRAME, &SETUP_METHOD]));
/// Which frame announced the stream.
pub static SETUP_FRAME: Field = Field::new("rtcp.setup-frame", "Setup frame", Place::Noted(Stage::Flow));
static SETUP_METHOD: Field = Field::new("rtcp.setup-method", "Setup Method", Place::Written(rtp::method)).after(Stage::Flow);
static FIRST: Field = Field::part(Place::Uint(8));
static VERSION: Field = Field::new("rtcp.version", "Version", Place::Sub(0xc0)).ft(8).names(&[(0, "Old VAT Version"), (1, "First Draft Version"), (2, "RFC 1889 Version")]);
static PADDING: Field = Field::new("rtcp.padding", "Padding", Place::Sub(0x20));
static COUNT: Field = Field::part(Place::Switch(
    |h| h.byte(h.start + 1).into(),
    &[(200, &[&RC]), (201, &[&RC]), (202, &[&SC]), (203, &[&SC]), (204, &[&APP_SUBTYPE]), (205, &[&RTPFB_FMT]), (206, &[&PSFB_FMT])],
    &[],
));
static RC: Field = Field::new("rtcp.rc", "Reception report count", Place::Sub(0x1f)).ft(8);
static SC: Field = Field::new("rtcp.sc", "Source count", Place::Sub(0x1f)).ft(8);
static APP_SUBTYPE: Field = Field::new("rtcp.app.subtype", "Subtype", Place::Sub(0x1f)).ft(8);
static RTPFB_FMT: Field = Field::new("rtcp.rtpfb.fmt", "RTCP Feedback message type (FMT)", Place::Sub(0x1f)).ft(8)
    .names(&[(1, "Generic negative acknowledgement (NACK)"), (3, "Temporary Maximum Media Stream Bit Rate Request (TMMBR)"), (4, "Temporary Maximum Media Stream Bit Rate Notification (TMMBN)"), (15, "Transport-wide Congestion Control (Transport-cc)")]);
static PSFB_FMT: Field = Field::new("rtcp.psfb.fmt", "RTCP Feedback message type (FMT)", Place::Sub(0x1f)).ft(8)
    .names(&[(1, "Picture Loss Indication"), (2, "Slice Loss Indication"), (3, "Reference Picture Selection Indication"), (4, "Full Intra Request (FIR) Command"), (15, "Application Layer Feedback")]);
static BODY: Field = Field::part(Place::Sized(|h| (h.number as usize * 4).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(h.start + 1).into(),
    &[
        (200, &[&SENDERSSRC, &TIMESTAMP_NTP_MSW, &TIMESTAMP_NTP_LSW, &NTP, &TIMESTAMP_RTP, &SENDER_PACKETCOUNT, &SENDER_OCTETCOUNT, &REPORTS]),
        (201, &[&SENDERSSRC, &REPORTS]),
        (202, &[&CHUNKS]),
        (203, &[&SOURCES]),
        (204, &[&SSRC_IDENTIFIER, &APP_NAME, &APP_DATA]),
        (205, &[&SENDERSSRC, &MEDIASSRC, &TRANSPORT]),
        (206, &[&SENDERSSRC, &MEDIASSRC, &FCI]),
    ],
    &[],
));
static NTP: Field = Field::new("rtcp.timestamp.ntp", "MSW and LSW as NTP timestamp", Place::Reckoned(|h| {
    let word = |at: usize| u64::from(h.word(at)) << 16 | u64::from(h.word(at + 2));
    Some(Value::Num(word(h.at - 8) << 32 | word(h.at - 4)))
})).kind(Kind::Show(&ntp::TIME)).ft(64);
static REPORTS: Field = Field::part(Place::Repeat(|h| usize::from(h.byte(h.start) & 0x1f).min(h.left() / 24), &REPORT));
static REPORT: Field = Field::new("", "Source", Place::Group(&[
    &SSRC_IDENTIFIER, &SSRC_FRACTION, &SSRC_CUM_NR, &SSRC_EXT_HIGH, &HIGH_CYCLES, &HIGH_SEQ, &SSRC_JITTER, &SSRC_LSR, &SSRC_DLSR,
]));
static HIGH_CYCLES: Field = Field::new("rtcp.ssrc.high_cycles", "Sequence number cycles count", Place::Sub(0xffff_0000)).ft(16);
static HIGH_SEQ: Field = Field::new("rtcp.ssrc.high_seq", "Highest sequence number received", Place::Sub(0xffff)).ft(16);
static SOURCES: Field = Field::part(Place::Repeat(|h| usize::from(h.byte(h.start) & 0x1f).min(h.left() / 4), &SSRC_IDENTIFIER));
static CHUNKS: Field = Field::part(Place::Repeat(|h| usize::from(h.byte(h.start) & 0x1f).min(h.left() / 4), &CHUNK));
static CHUNK: Field = Field::new("", "Chunk", Place::Group(&[&SSRC_IDENTIFIER, &ITEMS, &FILL]));
static ITEMS: Field = Field::part(Place::Told(
    |r| {
        while let Some(kind) = r.rest().first().copied() {
            r.field(&SDES_TYPE)?;
            if kind == 0 {
                break;
            }
            r.field(&SDES_LENGTH)?;
            let n = r.here().number as usize;
            r.show(&SDES_TEXT, 0, n)?;
            r.pass(n)?;
        }
        std::ops::ControlFlow::Continue(())
    },
    &[&SDES_TYPE, &SDES_LENGTH, &SDES_TEXT],
));
static FILL: Field = Field::part(Place::Take(|h| h.pad(4).min(h.left())));
static SDES_LENGTH: Field = Field::new("rtcp.sdes.length", "Length", Place::Uint(8)).ft(32);
static SDES_TEXT: Field = Field::new("rtcp.sdes.text", "Text", Place::Rest).text();
static TRANSPORT: Field = Field::part(Place::Switch(|h| (h.byte(h.start) & 0x1f).into(), &[(1, &[&NACKS])], &[&FCI]));
static NACKS: Field = Field::many("Lost packets", &NACK);
static NACK: Field = Field::new("", "Lost", Place::Group(&[&RTPFB_NACK_PID, &RTPFB_NACK_BLP]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rtcp",
    title: "Real-time Transport Control Protocol",
    column: "RTCP",
    spec: "RFC 3550",
    size: 0,
    fields: &[&PACKETS],
    under: &[(Space::Context, 3551)],
    looks: &[(Space::UdpPort, &FIRSTS, looks)],
    line: &[Word::Of(&PT), Word::With(" SSRC ", &SENDERSSRC)],
    leaf: true,
    stream: Some(Stream::PLAIN), // by what was announced before, which the flow stage knows
    ..Protocol::PLAIN
};

/// Version 2, with any count.
const FIRSTS: [u8; 64] = {
    let (mut all, mut n) = ([0; 64], 0);
    while n < 64 {
        #[expect(clippy::indexing_slicing, reason = "const: out of range does not compile")]
        {
            all[n] = 0x80 + n as u8;
        }
        n += 1;
    }
    all
};
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}
/// Packets from end to end, the first a report, a farewell or an application's.
fn looks(bytes: &[u8]) -> bool {
    let Some(&[first, kind, high, low]) = bytes.first_chunk::<4>() else { return false };
    let n = (usize::from(u16::from_be_bytes([high, low])) + 1) * 4;
    first >> 6 == 2 && matches!(kind, 200 | 201 | 203..=207) && bytes.len().is_multiple_of(4) && bytes.len() >= 8 && n <= bytes.len()
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        81 c8 00 0c 00 00 00 01 # sender report, one block
        d9 2b 3c 4d 80 00 00 00 00 00 00 a0 00 00 00 05 00 00 00 64
        00 00 00 02 01 00 00 03 00 01 00 04 00 00 00 05 00 00 00 06 00 00 00 07
        81 ca 00 03 00 00 00 01 01 02 61 62
        00 00 00 00 # source description
        81 cb 00 01 00 00 00 01";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(40000, 41000, &hex(SAMPLE));
        let names = ["rtcp.version", "rtcp.padding", "rtcp.rc", "rtcp.pt", "rtcp.length", "rtcp.senderssrc", "rtcp.timestamp.ntp.msw", "rtcp.timestamp.rtp", "rtcp.sender.packetcount", "rtcp.sender.octetcount", "rtcp.ssrc.identifier", "rtcp.ssrc.fraction", "rtcp.ssrc.cum_nr", "rtcp.ssrc.ext_high", "rtcp.ssrc.high_seq", "rtcp.ssrc.jitter", "rtcp.ssrc.lsr", "rtcp.ssrc.dlsr", "rtcp.sc", "rtcp.sdes.type", "rtcp.sdes.text"];
        assert_eq!(fields_of(228, &bytes, &names), "2,2,2 0,0,0 1 200,202,203 12,3,1 0x00000001 3643489357 160 5 100 0x00000002,0x00000001,0x00000001 1 3 65540 4 5 6 7 1,1 1,0 ab");
        assert_eq!(layers_of(228, &bytes), "ip:udp:rtcp End");
        cut_everywhere(228, &bytes);
    }
}
