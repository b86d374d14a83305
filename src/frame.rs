//! Floor 0. A frame as a capture holds it: borrowed bytes and what is known of them.

/// A link type's number, as registered at <https://www.tcpdump.org/linktypes.html>: 1 is Ethernet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkType(pub u16);

impl LinkType {
    /// Ethernet: IEEE 802.3, DIX.
    pub const ETHERNET: LinkType = LinkType(1);

    /// The registered name without `LINKTYPE_`: `ETHERNET`; `None` for a number that is not registered.
    pub fn name(self) -> Option<&'static str> {
        let at = NAMES.binary_search_by_key(&self.0, |(number, _)| *number).ok()?;
        NAMES.get(at).map(|(_, name)| *name)
    }
}

/// The registry of link types, <https://www.tcpdump.org/linktypes.html>, ascending.
#[rustfmt::skip]
const NAMES: &[(u16, &str)] = &[
    (0, "NULL"), (1, "ETHERNET"), (2, "EXP_ETHERNET"), (3, "AX25"), (4, "PRONET"), (5, "CHAOS"), (6, "IEEE802_5"), (7, "ARCNET_BSD"),
    (8, "SLIP"), (9, "PPP"), (10, "FDDI"), (50, "PPP_HDLC"), (51, "PPP_ETHER"), (99, "SYMANTEC_FIREWALL"), (100, "ATM_RFC1483"),
    (101, "RAW"), (102, "SLIP_BSDOS"), (103, "PPP_BSDOS"), (104, "C_HDLC"), (105, "IEEE802_11"), (106, "ATM_CLIP"), (107, "FRELAY"),
    (108, "LOOP"), (109, "ENC"), (110, "LANE8023"), (111, "HIPPI"), (112, "HDLC"), (113, "LINUX_SLL"), (114, "LTALK"), (115, "ECONET"),
    (116, "IPFILTER"), (117, "PFLOG"), (118, "CISCO_IOS"), (119, "IEEE802_11_PRISM"), (120, "IEEE802_11_AIRONET"), (121, "HHDLC"),
    (122, "IP_OVER_FC"), (123, "SUNATM"), (124, "RIO"), (125, "PCI_EXP"), (126, "AURORA"), (127, "IEEE802_11_RADIOTAP"), (128, "TZSP"),
    (129, "ARCNET_LINUX"), (130, "JUNIPER_MLPPP"), (131, "JUNIPER_MLFR"), (132, "JUNIPER_ES"), (133, "JUNIPER_GGSN"),
    (134, "JUNIPER_MFR"), (135, "JUNIPER_ATM2"), (136, "JUNIPER_SERVICES"), (137, "JUNIPER_ATM1"), (138, "APPLE_IP_OVER_IEEE1394"),
    (139, "MTP2_WITH_PHDR"), (140, "MTP2"), (141, "MTP3"), (142, "SCCP"), (143, "DOCSIS"), (144, "LINUX_IRDA"), (145, "IBM_SP"),
    (146, "IBM_SN"), (147, "USER0"), (148, "USER1"), (149, "USER2"), (150, "USER3"), (151, "USER4"),
    (152, "USER5"), (153, "USER6"), (154, "USER7"), (155, "USER8"), (156, "USER9"), (157, "USER10"),
    (158, "USER11"), (159, "USER12"), (160, "USER13"), (161, "USER14"), (162, "USER15"), (163, "IEEE802_11_AVS"),
    (164, "JUNIPER_MONITOR"), (165, "BACNET_MS_TP"), (166, "PPP_PPPD"), (167, "JUNIPER_PPPOE"), (168, "JUNIPER_PPPOE_ATM"),
    (169, "GPRS_LLC"), (170, "GPF_T"), (171, "GPF_F"), (172, "GCOM_T1E1"), (173, "GCOM_SERIAL"), (174, "JUNIPER_PIC_PEER"),
    (175, "ERF_ETH"), (176, "ERF_POS"), (177, "LINUX_LAPD"), (178, "JUNIPER_ETHER"), (179, "JUNIPER_PPP"), (180, "JUNIPER_FRELAY"),
    (181, "JUNIPER_CHDLC"), (182, "MFR"), (183, "JUNIPER_VP"), (184, "A429"), (185, "A653_ICM"), (186, "USB_FREEBSD"),
    (187, "BLUETOOTH_HCI_H4"), (188, "IEEE802_16_MAC_CPS"), (189, "USB_LINUX"), (190, "CAN20B"), (191, "IEEE802_15_4_LINUX"),
    (192, "PPI"), (193, "IEEE802_16_MAC_CPS_RADIO"), (194, "JUNIPER_ISM"), (195, "IEEE802_15_4_WITHFCS"), (196, "SITA"), (197, "ERF"),
    (198, "RAIF1"), (199, "IPMB_KONTRON"), (200, "JUNIPER_ST"), (201, "BLUETOOTH_HCI_H4_WITH_PHDR"), (202, "AX25_KISS"), (203, "LAPD"),
    (204, "PPP_WITH_DIR"), (205, "C_HDLC_WITH_DIR"), (206, "FRELAY_WITH_DIR"), (207, "LAPB_WITH_DIR"), (209, "I2C_LINUX"),
    (210, "FLEXRAY"), (211, "MOST"), (212, "LIN"), (213, "X2E_SERIAL"), (214, "X2E_XORAYA"), (215, "IEEE802_15_4_NONASK_PHY"),
    (216, "LINUX_EVDEV"), (217, "GSMTAP_UM"), (218, "GSMTAP_ABIS"), (219, "MPLS"), (220, "USB_LINUX_MMAPPED"), (221, "DECT"),
    (222, "AOS"), (223, "WIHART"), (224, "FC_2"), (225, "FC_2_WITH_FRAME_DELIMS"), (226, "IPNET"), (227, "CAN_SOCKETCAN"), (228, "IPV4"),
    (229, "IPV6"), (230, "IEEE802_15_4_NOFCS"), (231, "DBUS"), (232, "JUNIPER_VS"), (233, "JUNIPER_SRX_E2E"),
    (234, "JUNIPER_FIBRECHANNEL"), (235, "DVB_CI"), (236, "MUX27010"), (237, "STANAG_5066_D_PDU"), (238, "JUNIPER_ATM_CEMIC"),
    (239, "NFLOG"), (240, "NETANALYZER"), (241, "NETANALYZER_TRANSPARENT"), (242, "IPOIB"), (243, "MPEG_2_TS"), (244, "NG40"),
    (245, "NFC_LLCP"), (246, "PFSYNC"), (247, "INFINIBAND"), (248, "SCTP"), (249, "USBPCAP"), (250, "RTAC_SERIAL"),
    (251, "BLUETOOTH_LE_LL"), (252, "WIRESHARK_UPPER_PDU"), (253, "NETLINK"), (254, "BLUETOOTH_LINUX_MONITOR"),
    (255, "BLUETOOTH_BREDR_BB"), (256, "BLUETOOTH_LE_LL_WITH_PHDR"), (257, "PROFIBUS_DL"), (258, "PKTAP"), (259, "EPON"),
    (260, "IPMI_HPM_2"), (261, "ZWAVE_R1_R2"), (262, "ZWAVE_R3"), (263, "WATTSTOPPER_DLM"), (264, "ISO_14443"), (265, "RDS"),
    (266, "USB_DARWIN"), (267, "OPENFLOW"), (268, "SDLC"), (269, "TI_LLN_SNIFFER"), (270, "LORATAP"), (271, "VSOCK"), (272, "NORDIC_BLE"),
    (273, "DOCSIS31_XRA31"), (274, "ETHERNET_MPACKET"), (275, "DISPLAYPORT_AUX"), (276, "LINUX_SLL2"), (277, "SERCOS_MONITOR"),
    (278, "OPENVIZSLA"), (279, "EBHSCR"), (280, "VPP_DISPATCH"), (281, "DSA_TAG_BRCM"), (282, "DSA_TAG_BRCM_PREPEND"),
    (283, "IEEE802_15_4_TAP"), (284, "DSA_TAG_DSA"), (285, "DSA_TAG_EDSA"), (286, "ELEE"), (287, "Z_WAVE_SERIAL"), (288, "USB_2_0"),
    (289, "ATSC_ALP"), (290, "ETW"), (291, "NETANALYZER_NG"), (292, "ZBOSS_NCP"), (293, "USB_2_0_LOW_SPEED"), (294, "USB_2_0_FULL_SPEED"),
    (295, "USB_2_0_HIGH_SPEED"), (296, "AUERSWALD_LOG"), (297, "ZWAVE_TAP"), (298, "SILABS_DEBUG_CHANNEL"), (299, "FIRA_UCI"),
    (300, "MDB"), (301, "DECT_NR"),
];

/// What is known of a frame besides its bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Info {
    /// Counts from 1 over all files that are read as one capture.
    pub number: u64,
    /// Nanoseconds since 1970-01-01 00:00 UTC; `None` where the capture has no time (pcapng simple packets).
    pub time: Option<i64>,
    /// Time of the frame before this one, as `time`; `None` for the first.
    pub previous: Option<i64>,
    /// Time of the frame before this one that was shown, where not all are, as `time`.
    pub displayed: Option<i64>,
    /// Time of the first frame, as `time`.
    pub first: Option<i64>,
    /// Length on the wire in bytes; the frame was cut by the snap length when it holds fewer.
    pub wire: u32,
    /// What the first header is.
    pub link: LinkType,
    /// Bytes of frame check sequence at the frame's end: 0 unless the capture says so.
    pub fcs: u8,
    /// The capture's interface, counted over all sections and files from 0; `None` in formats without interfaces (pcap).
    pub interface: Option<u32>,
}

impl Info {
    /// A frame that is whole and stands alone: number 1, no time, no interface.
    pub const fn alone(link: LinkType, len: u32) -> Info {
        Info { number: 1, time: None, previous: None, displayed: None, first: None, wire: len, link, fcs: 0, interface: None }
    }
}

/// A capture's interface, as a pcapng file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// What the first header of its frames is.
    pub link: LinkType,
    /// The snap length in bytes; 0 means no limit.
    pub snap: u32,
    /// `if_name`: "eth0".
    pub name: Option<String>,
    /// `if_description`.
    pub description: Option<String>,
    /// `if_filter`: the capture filter as text.
    pub filter: Option<String>,
    /// `if_hardware`.
    pub hardware: Option<String>,
    /// `if_os`.
    pub os: Option<String>,
    /// `if_speed` in bits per second.
    pub speed: Option<u64>,
    /// `if_tsresol` as it stands: a power of 10, or of 2 where the highest bit is set. 6 unless the file says otherwise.
    pub resolution: u8,
    /// `if_tsoffset` in seconds, to be added to each time (the reader has done it).
    pub offset: i64,
    /// `if_fcslen` in bytes: 0 where it is not given.
    pub fcs: u8,
    /// The section it belongs to, from 0 over all files.
    pub section: u32,
    /// Its number in its section.
    pub id: u32,
}

impl Default for Interface {
    /// An interface of which nothing was said.
    fn default() -> Interface {
        Interface {
            link: LinkType(0),
            snap: 0,
            name: None,
            description: None,
            filter: None,
            hardware: None,
            os: None,
            speed: None,
            resolution: 6,
            offset: 0,
            fcs: 0,
            section: 0,
            id: 0,
        }
    }
}

/// A frame, borrowed from the block it was read into.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The captured bytes, a frame check sequence included.
    pub bytes: &'a [u8],
    /// Number, time, lengths, link type.
    pub info: Info,
    /// pcapng options of the packet's block, undecoded; empty in other formats.
    pub options: Options<'a>,
    /// What is known of the interface; `None` in formats without interfaces (pcap).
    pub interface: Option<&'a Interface>,
}
impl<'a> Frame<'a> {
    /// Bytes that stand alone, in no capture.
    pub const fn new(bytes: &'a [u8], info: Info) -> Frame<'a> {
        Frame { bytes, info, options: Options { bytes: &[], big: false }, interface: None }
    }
}

/// The options of a pcapng block, undecoded (draft-ietf-opsawg-pcapng, 3.5).
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Codes, lengths and values as they stand in the file.
    pub bytes: &'a [u8],
    /// True where the section is written in big endian.
    pub big: bool,
}

impl<'a> Iterator for Options<'a> {
    type Item = (u16, &'a [u8]);

    /// The next option's code and value; `None` at the end and where the list is broken.
    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let number = |b: [u8; 2]| if self.big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) };
        let (head, rest) = self.bytes.split_first_chunk::<4>()?;
        let (code, len) = (number([head[0], head[1]]), number([head[2], head[3]]) as usize);
        if code == 0 {
            self.bytes = &[];
            return None;
        }
        let value = rest.get(..len)?;
        self.bytes = rest.get(len.next_multiple_of(4)..).unwrap_or(&[]);
        Some((code, value))
    }
}

impl<'a> Options<'a> {
    /// The first comment (`opt_comment`, code 1); `None` without one.
    pub fn comment(self) -> Option<&'a [u8]> {
        self.comments().next()
    }

    /// All comments.
    pub fn comments(self) -> impl Iterator<Item = &'a [u8]> {
        self.filter(|(code, _)| *code == 1).map(|(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::{LinkType, NAMES};

    #[test]
    fn names_of_link_types_ascend() {
        assert!(NAMES.iter().zip(NAMES.iter().skip(1)).all(|(a, b)| a.0 < b.0));
        let of = |n| LinkType(n).name();
        assert_eq!((of(1), of(144), of(65000)), (Some("ETHERNET"), Some("LINUX_IRDA"), None));
    }
}
