//! Building Automation and Control Network APDU, [ASHRAE 135](https://bacnet.org/), 20.1: application layer.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |APDU Ty|                                                       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("bacapp.type", "APDU Type", 0, 4).ft(8).names(&[(0, "Confirmed-REQ"), (1, "Unconfirmed-REQ"), (2, "Simple-ACK"), (3, "Complex-ACK"), (4, "Segment-ACK"), (5, "Error"), (6, "Reject"), (7, "Abort")]);
static INVOKE_ID: Field = Field::new("bacapp.invoke_id", "Invoke ID", Place::Uint(8));
static CONFIRMED_SERVICE: Field = Field::new("bacapp.confirmed_service", "Service Choice", Place::Uint(8)).names(&[(0, "acknowledgeAlarm"), (1, "confirmedCOVNotification"), (2, "confirmedEventNotification"), (3, "getAlarmSummary"), (4, "getEnrollmentSummary"), (5, "subscribeCOV"), (6, "atomicReadFile"), (7, "atomicWriteFile"), (8, "addListElement"), (9, "removeListElement"), (10, "createObject"), (11, "deleteObject"), (12, "readProperty"), (13, "readPropertyConditional"), (14, "readPropertyMultiple"), (15, "writeProperty"), (16, "writePropertyMultiple"), (17, "deviceCommunicationControl"), (18, "confirmedPrivateTransfer"), (19, "confirmedTextMessage"), (20, "reinitializeDevice"), (21, "vtOpen"), (22, "vtClose"), (23, "vtData"), (24, "authenticate"), (25, "requestKey"), (26, "readRange"), (27, "lifeSafetyOperation"), (28, "subscribeCOVProperty"), (29, "getEventInformation"), (30, "subscribeCovPropertyMultiple"), (31, "confirmedCovNotificationMultiple"), (32, "confirmedAuditNotification"), (33, "auditLogQuery")]);
static UNCONFIRMED_SERVICE: Field = Field::new("bacapp.unconfirmed_service", "Unconfirmed Service Choice", Place::Uint(8)).names(&[(0, "i-Am"), (1, "i-Have"), (2, "unconfirmedCOVNotification"), (3, "unconfirmedEventNotification"), (4, "unconfirmedPrivateTransfer"), (5, "unconfirmedTextMessage"), (6, "timeSynchronization"), (7, "who-Has"), (8, "who-Is"), (9, "utcTimeSynchronization"), (10, "writeGroup"), (11, "unconfirmedCovNotificationMultiple"), (12, "unconfirmedAuditNotification"), (13, "who-am-I"), (14, "you-are")]);
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| (h.byte(0) >> 4).into(),
    &[(0, &[&SEGMENTS, &INVOKE_ID, &PARTS, &CONFIRMED_SERVICE]), (1, &[&UNCONFIRMED_SERVICE]), (2, &[&INVOKE_ID, &CONFIRMED_SERVICE]), (3, &[&INVOKE_ID, &PARTS, &CONFIRMED_SERVICE])],
    &[],
));
static SEGMENTS: Field = Field::part(Place::Run(1));
static PARTS: Field = Field::part(Place::Take(|h| if h.byte(0) & 8 != 0 { h.left().min(2) } else { 0 }));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "bacapp",
    title: "Building Automation and Control Network APDU",
    column: "BACapp",
    spec: "ASHRAE 135",
    size: 1,
    fields: &[&TYPE, &BY_TYPE],
    under: &[(Space::Context, 135)],
    line: &[Word::Of(&TYPE), Word::With(" ", &UNCONFIRMED_SERVICE), Word::With(" ", &CONFIRMED_SERVICE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 1)
}
