//! Remote Desktop Protocol: [MS-RDPBCGR](https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr), 2.2.1: how a connection is negotiated.
//! What follows is mostly encrypted and shown as one piece.
use super::*;
use crate::field::*;

static NEGOTIATION: Field = Field::part(Place::When(|h| h.mode == 1, &[&COOKIE, &COOKIE_END, &BY_TYPE]));

static COOKIE: Field = Field::part(Place::Sized(cookie, &[&COOKIE_TEXT]));
/// Where a load balancer is to send the connection, or who wants it.
pub static COOKIE_TEXT: Field = Field::new("rdp.rt_cookie", "Routing Token/Cookie", Place::Rest).text();
static COOKIE_END: Field = Field::part(Place::Take(|h| if h.at > 0 { h.left().min(2) } else { 0 }));
static BY_TYPE: Field = Field::part(Place::When(|h| h.left() >= 8, &[&NEG_TYPE, &BY_NEG_TYPE]));
/// Request, response or failure.
pub static NEG_TYPE: Field = Field::new("rdp.neg_type", "Type", Place::Key(8)).hex().names(&[(1, "RDP Negotiation Request"), (2, "RDP Negotiation Response"), (3, "RDP Negotiation Failure")]);
static BY_NEG_TYPE: Field = Field::part(Place::Switch(
    |h| h.key,
    &[
        (1, &[&REQ_FLAGS, &REQ_ADMIN, &REQ_CORRELATION, &NEG_LENGTH, &REQUESTED, &REQ_SSL, &REQ_HYBRID, &REQ_RDSTLS, &REQ_HYBRID_EX]),
        (2, &[&RSP_FLAGS, &RSP_EXTENDED, &RSP_GFX, &RSP_ADMIN, &RSP_AUTH, &NEG_LENGTH, &SELECTED]),
        (3, &[&REQ_FLAGS, &NEG_LENGTH, &FAILURE]),
    ],
    &[],
));
static REQ_FLAGS: Field = Field::new("rdp.negReq.flags", "Flags", Place::Uint(8)).hex();
static REQ_ADMIN: Field = Field::new("rdp.negReq.flags.restricted_admin_mode_req", "Restricted admin mode required", Place::Sub(1));
static REQ_CORRELATION: Field = Field::new("rdp.negReq.flags.correlation_info_present", "Correlation info present", Place::Sub(8));
static NEG_LENGTH: Field = Field::new("rdp.neg_length", "Length", Place::UintLe(16));
/// What the client can do.
pub static REQUESTED: Field = Field::new("rdp.negReq.requestedProtocols", "requestedProtocols", Place::UintLe(32)).hex();
static REQ_SSL: Field = Field::new("rdp.negReq.requestedProtocols.ssl", "TLS security supported", Place::Sub(1)).ft(32);
static REQ_HYBRID: Field = Field::new("rdp.negReq.requestedProtocols.hybrid", "CredSSP supported", Place::Sub(2)).ft(32);
static REQ_RDSTLS: Field = Field::new("rdp.negReq.requestedProtocols.rdstls", "RDSTLS supported", Place::Sub(4)).ft(32);
static REQ_HYBRID_EX: Field =
    Field::new("rdp.negReq.requestedProtocols.hybrid_ex", "CredSSP with Early User Authorization Result PDU supported", Place::Sub(8)).ft(32);
static RSP_FLAGS: Field = Field::new("rdp.negRsp.flags", "Flags", Place::Uint(8)).hex();
static RSP_EXTENDED: Field = Field::new("rdp.negRsp.flags.extended_client_data_supported", "Extended Client Data Blocks supported", Place::Sub(1));
static RSP_GFX: Field = Field::new("rdp.negRsp.flags.dynvc_gfx_protocol_supported", "Graphics Pipeline Extension Protocol supported", Place::Sub(2));
static RSP_ADMIN: Field = Field::new("rdp.negRsp.flags.restricted_admin_mode_supported", "Restricted admin mode supported", Place::Sub(8));
static RSP_AUTH: Field =
    Field::new("rdp.negRsp.flags.restricted_authentication_mode_supported", "Restricted authentication mode supported", Place::Sub(16));
/// What the server chose.
pub static SELECTED: Field = Field::new("rdp.negReq.selectedProtocol", "selectedProtocol", Place::UintLe(32)).hex();
static FAILURE: Field = Field::new("rdp.negFailure.failureCode", "failureCode", Place::UintLe(32)).hex().names(&[
    (1, "TLS required by server"), (2, "TLS not allowed by server"), (3, "No TLS certificate on server"), (4, "Inconsistent flags"), (5, "Server requires Hybrid (CredSSP)"),
]);

/// The bytes of the cookie without its end of line.
fn cookie(h: &Here<'_>) -> usize {
    let rest = h.head.get(h.at..h.end).unwrap_or(&[]);
    if rest.starts_with(b"Cookie: ") { memchr::memmem::find(rest, b"\r\n").unwrap_or(rest.len()) } else { 0 }
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rdp",
    title: "Remote Desktop Protocol",
    column: "RDP",
    spec: "MS-RDPBCGR",
    fields: &[&NEGOTIATION],
    line: &[Word::Of(&NEG_TYPE), Word::With(" ", &COOKIE_TEXT)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step { mode: u32::from(below.over() == id::cotp), ..Step::new(bytes.len(), below.wire, id::data) }
}
