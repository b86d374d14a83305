//! Operations, administration and maintenance of a link: IEEE 802.3, 57.4.
//!
//! ```text
//! +---------------+-------------------------------+---------------+
//! |    Subtype    |             Flags             |     Code      |
//! +---------------+-------------------------------+---------------+
//! |  Records by the code ..
//! +---------------
//! ```
//!
//! The subtype, 3, is a slow protocol's.
use super::*;
use crate::field::*;

macro_rules! list { ($($field:expr),* $(,)?) => { { static LIST: Fields = &[$(&$field),*]; LIST } } }

static FLAGS: Field = Field::part(Place::Group(list![
    Field::new("oampdu.flags", "Flags", Place::Uint(16)).hex(),
    Field::new("oampdu.flags.linkFault", "Link Fault", Place::Sub(0x1)),
    Field::new("oampdu.flags.dyingGasp", "Dying Gasp", Place::Sub(0x2)),
    Field::new("oampdu.flags.criticalEvent", "Critical Event", Place::Sub(0x4)),
    Field::new("oampdu.flags.localEvaluating", "Local Evaluating", Place::Sub(0x8)),
    Field::new("oampdu.flags.localStable", "Local Stable", Place::Sub(0x10)),
    Field::new("oampdu.flags.remoteEvaluating", "Remote Evaluating", Place::Sub(0x20)),
    Field::new("oampdu.flags.remoteStable", "Remote Stable", Place::Sub(0x40)),
]));
/// What the rest is.
pub static CODE: Field = Field::new("oampdu.code", "OAMPDU code", Place::Key(8)).hex().names(&[(0, "Information"), (1, "Event Notification"), (2, "Variable Request"), (3, "Variable Response"), (4, "Loopback Control"), (254, "Organization Specific")]);
static BODY: Field = Field::part(Place::Pick(
    &[
        (0, &[&INFORMATIONS]),
        (1, &[&SEQUENCE, &EVENTS]),
        (2, &[&REQUESTS]),
        (3, &[&RESPONSES]),
        (4, list![Field::new("oampdu.lpbk.commands", "Commands", Place::Uint(8)).hex(), Field::new("oampdu.lpbk.commands.enable", "Enable Remote Loopback", Place::Sub(0x1)), Field::new("oampdu.lpbk.commands.disable", "Disable Remote Loopback", Place::Sub(0x2))]),
        (254, list![Field::new("oampdu.info.oui", "Organizationally Unique Identifier", Place::Uint(24))]),
    ],
    &[],
));
/// A record of type 0 ends them; what follows is padding.
static INFORMATIONS: Field = Field::many("Information", &Field::part(Place::Peek(8, &[(0, &PADDING)], &INFORMATION)));
static EVENTS: Field = Field::many("Events", &Field::part(Place::Peek(8, &[(0, &PADDING)], &EVENT)));
static REQUESTS: Field = Field::many("Variables", &Field::part(Place::Peek(8, &[(0, &PADDING)], &REQUEST)));
static RESPONSES: Field = Field::many("Variables", &Field::part(Place::Peek(8, &[(0, &PADDING)], &RESPONSE)));
static INFORMATION: Field = Field::new("", "Information", Place::Group(list![
    Field::new("oampdu.info.type", "Type", Place::Key(8)).hex().names(&[(0, "End of TLV marker"), (1, "Local Information TLV"), (2, "Remote Information TLV"), (254, "Organization Specific Information TLV")]),
    Field::new("oampdu.info.length", "TLV Length", Place::Uint(8)),
    Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(2), &[&INFORMATION_FIELDS])),
]));
static PADDING: Field = Field::part(Place::Rest);
static INFORMATION_FIELDS: Field = Field::part(Place::Pick(
    &[
        (1, LINK),
        (2, LINK),
        (254, list![Field::new("oampdu.info.oui", "Organizationally Unique Identifier", Place::Uint(24)), Field::new("oampdu.info.vendor", "Vendor Specific Information", Place::Rest)]),
    ],
    &[],
));
static LINK: Fields = list![
    Field::new("oampdu.info.version", "TLV Version", Place::Uint(8)).hex(),
    Field::new("oampdu.info.revision", "TLV Revision", Place::Uint(16)),
    Field::new("oampdu.info.state", "OAM DTE States", Place::Uint(8)).hex(),
    Field::new("oampdu.info.state.parser", "Parser Action", Place::Sub(0x3)).hex().ft(8),
    Field::new("oampdu.info.state.multiplexer", "Multiplexer Action", Place::Sub(0x4)),
    Field::new("oampdu.info.oamConfig", "OAM Configuration", Place::Uint(8)).hex(),
    Field::new("oampdu.info.oamConfig.mode", "OAM Mode", Place::Sub(0x1)),
    sub("oampdu.flags.dyingGasp", "Dying Gasp", 0x02),
    sub("oampdu.flags.criticalEvent", "Critical Event", 0x04),
    sub("oampdu.flags.localEvaluating", "Local Evaluating", 0x08),
    sub("oampdu.flags.localStable", "Local Stable", 0x10),
    Field::new("oampdu.info.oampduConfig", "Max OAMPDU Size", Place::Uint(16)),
    Field::new("oampdu.info.oui", "Organizationally Unique Identifier", Place::Uint(24)),
    Field::new("oampdu.info.vendor", "Vendor Specific Information", Place::Run(4)),
];
static SEQUENCE: Field = Field::new("oampdu.event.sequence", "Sequence Number", Place::Uint(16));
static EVENT: Field = Field::new("", "Event", Place::Group(list![
    Field::new("oampdu.event.type", "Event Type", Place::Key(8)).hex().names(&[(0, "End of TLV marker"), (1, "Errored Symbol Period Event"), (2, "Errored Frame Event"), (3, "Errored Frame Period Event"), (4, "Errored Frame Seconds Summary Event"), (254, "Organization Specific Event TLV")]),
    Field::new("oampdu.event.length", "Event Length", Place::Uint(8)).hex(),
    Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(2), &[&EVENT_FIELDS])),
]));
static EVENT_FIELDS: Field = Field::part(Place::Pick(
    &[
        (1, list![TIMESTAMP, Field::new("oampdu.event.espeWindow", "Errored Symbol Window", Place::Uint(64)), Field::new("oampdu.event.espeThreshold", "Errored Symbol Threshold", Place::Uint(64)), Field::new("oampdu.event.espeErrors", "Errored Symbols", Place::Uint(64)), Field::new("oampdu.event.espeTotalErrors", "Error Running Total", Place::Uint(64)), Field::new("oampdu.event.espeTotalEvents", "Event Running Total", Place::Uint(32))]),
        (2, list![TIMESTAMP, Field::new("oampdu.event.efeWindow", "Errored Frame Window", Place::Uint(16)), Field::new("oampdu.event.efeThreshold", "Errored Frame Threshold", Place::Uint(32)), Field::new("oampdu.event.efeErrors", "Errored Frames", Place::Uint(32)), Field::new("oampdu.event.efeTotalErrors", "Error Running Total", Place::Uint(64)), Field::new("oampdu.event.efeTotalEvents", "Event Running Total", Place::Uint(32))]),
        (3, list![TIMESTAMP, Field::new("oampdu.event.efpeWindow", "Errored Frame Window", Place::Uint(32)), Field::new("oampdu.event.efpeThreshold", "Errored Frame Threshold", Place::Uint(32)), Field::new("oampdu.event.efeErrors", "Errored Frames", Place::Uint(32)), Field::new("oampdu.event.efpeTotalErrors", "Error Running Total", Place::Uint(64)), Field::new("oampdu.event.efpeTotalEvents", "Event Running Total", Place::Uint(32))]),
        (4, list![TIMESTAMP, Field::new("oampdu.event.efsseWindow", "Errored Frame Window", Place::Uint(16)), Field::new("oampdu.event.efsseThreshold", "Errored Frame Threshold", Place::Uint(16)), Field::new("oampdu.event.efeErrors", "Errored Frames", Place::Uint(16)), Field::new("oampdu.event.efsseTotalErrors", "Error Running Total", Place::Uint(32)), Field::new("oampdu.event.efsseTotalEvents", "Event Running Total", Place::Uint(32))]),
    ],
    &[],
));
const TIMESTAMP: Field = Field::new("oampdu.event.timestamp", "Event Timestamp (100ms)", Place::Uint(16));
static REQUEST: Field = Field::new("", "Variable", Place::Group(list![BRANCH, LEAF]));
static RESPONSE: Field = Field::new("", "Variable", Place::Group(list![
    BRANCH,
    LEAF,
    Field::part(Place::Switch(|h| match h.byte(h.at) {
        0 => 0,
        n => u64::from(n >> 7) + 1,
    }, &[(0, LONGEST), (2, INDICATION)], VALUE)),
]));
const BRANCH: Field = Field::new("oampdu.variable.branch", "Branch", Place::Uint(8)).hex().names(&[(3, "Object"), (4, "Package"), (6, "nameBinding"), (7, "Attribute")]);
const LEAF: Field = Field::new("oampdu.variable.attribute", "Leaf", Place::Uint(16)).hex();
static VALUE: Fields = list![
    Field::new("oampdu.variable.width", "Variable Width", Place::Uint(8)),
    Field::new("oampdu.variable.value", "Variable Value", Place::Take(|h| h.number as usize)),
];
/// A width of 0 is the greatest there is.
static LONGEST: Fields = list![
    Field::part(Place::Uint(8)),
    Field::new("oampdu.variable.width", "Variable Width", Place::Reckoned(|_| Some(Value::Num(128)))).ft(8),
    Field::new("oampdu.variable.value", "Variable Value", Place::Run(128)),
];
/// The highest bit of the width: why there is no value.
static INDICATION: Fields = list![
    Field::part(Place::Uint(8)),
    Field::new("oampdu.variable.indication", "Variable indication", Place::Sub(0x7f)).hex().ft(8),
];

/// OAM.
pub static PROTOCOL: Protocol = Protocol {
    name: "oampdu",
    title: "OAMPDU",
    column: "OAM",
    spec: "IEEE 802.3, 57.4",
    fields: &[&FLAGS, &CODE, &BODY],
    line: &[Word::Say("OAMPDU: "), Word::Of(&CODE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 3 { Step { total: below.wire, ..Step::cut(bytes) } } else { Step::new(bytes.len(), below.wire, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn information() {
        let bytes = hex("01 80 c2 00 00 02 02 03 04 05 06 07 88 09 03 # slow protocols: OAM
             00 50 00 # stable on both sides; information
             01 10 01 00 01 00 1d 05 ee 00 19 a7 00 00 00 01 # local: may be active, 1518 bytes
             02 10 02 00 01 03 1d 05 ee 00 19 a7 00 00 00 02 00 00 00 00");
        assert_eq!(layers_of(1, &bytes), "eth:slow:oampdu End");
        let names = ["oampdu.flags.localStable", "oampdu.code", "oampdu.info.type", "oampdu.info.version", "oampdu.info.state.parser", "oampdu.info.oui"];
        assert_eq!(fields_of(1, &bytes, &names), "1,1,1 0x00 0x01,0x02 0x01,0x02 0x00,0x03 6567,6567");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn events_and_variables() {
        let frame = |rest: &str| hex(&format!("01 80 c2 00 00 02 02 03 04 05 06 07 88 09 03 00 50 {rest}"));
        let bytes = frame("01 00 05 02 1a 12 34 00 0a 00 00 00 01 00 00 00 02 00 00 00 00 00 00 00 03 00 00 00 04 00");
        let names = ["oampdu.event.sequence", "oampdu.event.timestamp", "oampdu.event.efeWindow", "oampdu.event.efeErrors", "oampdu.event.efeTotalEvents"];
        assert_eq!(fields_of(1, &bytes, &names), "5 4660 10 2 4");
        let bytes = frame("03 07 00 02 04 00 00 00 01 07 00 03 81 00");
        assert_eq!(fields_of(1, &bytes, &["oampdu.variable.branch", "oampdu.variable.width", "oampdu.variable.value", "oampdu.variable.indication"]), "0x07,0x07 4 00000001 0x01");
        cut_everywhere(1, &bytes);
    }
}
