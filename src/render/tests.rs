//! What all views have in common: any bytes, any protocol, nothing that a program or a terminal trips over.
use super::*;
use crate::frame::{Frame, Info, LinkType};
use crate::proto::{PROTOCOLS, Space};
use crate::spine::{Notes, Packet, Rules, Spine};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// What views show of a frame.
pub(super) fn shown(link: u16, bytes: &[u8], views: &mut [&mut dyn View]) -> Vec<Vec<u8>> {
    let mut info = Info::alone(LinkType(link), bytes.len() as u32);
    (info.time, info.first) = (Some(1_700_000_000_123_456_789), Some(1_700_000_000_000_000_000));
    let frame = Frame::new(bytes, info);
    let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules::default());
    crate::decode::walk(&mut spine, &frame, &rules);
    let packet = Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
    views
        .iter_mut()
        .map(|view| {
            let mut out = vec![];
            view.packet(&packet, &mut out);
            out
        })
        .collect()
}
/// What one view shows of a frame.
pub(super) fn show(link: u16, bytes: &[u8], view: &mut dyn View) -> String {
    String::from_utf8(shown(link, bytes, &mut [view]).remove(0)).expect("UTF-8")
}
/// The bytes of hexadecimal digits.
pub(super) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter_map(|b| (b as char).to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
/// A TCP segment with options over VLAN: 192.0.2.1:49152 to 198.51.100.2:443.
pub(super) const SYN: &str = "020000000002 020000000001 8100 2064 0800 \
    4500003c1c464000400643c3c0000201c6336402 \
    c00001bb000000010000000fa002faf0fe300000 020405b40402080a0000000a0000000001030307";

/// The answer to a question for example.com's mail exchange.
const ANSWER: &str = "02000000000a02000000000b080045000064c53f40004011f145c0000202c0000201003581680050a69d0e2785800001000100000001 \
    076578616d706c6503636f6d00000f0001c00c000f0001000000000014000a046d61696c076578616d706c6503636f6d0000002904d0 \
    000000000000";
/// Nobody listens on UDP port 9: the error quotes the datagram.
const UNREACHABLE: &str = "02000000000a02000000000b080045c0003a680a000040018df5c0000202c00002010303811c000000004500001e3fe14000401176ea \
    c0000201c0000202b3230009000a509f780a";

/// JSON in which no object has a key twice.
struct Strict;
impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Strict, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Strict;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strict, A::Error> {
                let mut seen = std::collections::HashSet::new();
                while let Some((key, _)) = map.next_entry::<String, Strict>()? {
                    if !seen.insert(key.clone()) {
                        return Err(serde::de::Error::custom(format!("{key} twice")));
                    }
                }
                Ok(Strict)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
                while items.next_element::<Strict>()?.is_some() {}
                Ok(Strict)
            }
            fn visit_bool<E>(self, _: bool) -> Result<Strict, E> {
                Ok(Strict)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Strict, E> {
                Ok(Strict)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Strict, E> {
                Ok(Strict)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Strict, E> {
                Ok(Strict)
            }
            fn visit_str<E>(self, _: &str) -> Result<Strict, E> {
                Ok(Strict)
            }
            fn visit_unit<E>(self) -> Result<Strict, E> {
                Ok(Strict)
            }
        }
        from.deserialize_any(Any)
    }
}

/// The same numbers in every run (xorshift64*).
pub(super) struct Random(pub(super) u64);
impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    /// Bytes of which many are small, as lengths and types are.
    fn bytes(&mut self, n: usize) -> Vec<u8> {
        let small = self.below(4);
        (0..n).map(|_| if self.below(4) < small { self.below(24) as u8 } else { self.next() as u8 }).collect()
    }
}
fn ip(proto: u8, body: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x45, 0, 0, 0, 0, 1, 0, 0, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
    frame.extend(body);
    let len = (frame.len() as u16).to_be_bytes();
    frame[2..4].copy_from_slice(&len);
    frame
}
/// A frame in which these bytes are that protocol's: link type and bytes. `None` in spaces that need more than a number.
fn carried(space: Space, number: u16, body: &[u8]) -> Option<(u16, Vec<u8>)> {
    let port = number.to_be_bytes();
    Some(match space {
        Space::Link => (number, body.to_vec()),
        Space::EtherType => (1, [&[2; 12], &port[..], body].concat()),
        Space::IpProto => (228, ip(number as u8, body)),
        Space::UdpPort => {
            let len = (body.len() as u16 + 8).to_be_bytes();
            (228, ip(17, &[&port, &port, &len[..], &[0, 0], body].concat()))
        }
        Space::TcpPort => (228, ip(6, &[&port, &port, &[0; 8][..], &[0x50, 0x18, 1, 0, 0, 0, 0, 0], body].concat())),
        Space::LlcSap => (1, [&[2; 12][..], &[0u8, 0x40, number as u8, number as u8, 3][..], body].concat()),
        Space::Ppp => (9, [&port, body].concat()),
        _ => return None,
    })
}
/// Calls back with random frames that lead into every protocol that a number leads to.
pub(super) fn every_protocol(rounds: usize, seed: u64, mut each: impl FnMut(u16, &[u8])) {
    let mut random = Random(seed);
    for protocol in PROTOCOLS {
        for &(space, number) in protocol.under {
            for _ in 0..rounds {
                let n = random.below(160);
                let mut body = random.bytes(n);
                if random.below(3) == 0 && !body.is_empty() {
                    body[0] = 0x45; // more often something that leads on
                }
                if let Some((link, frame)) = carried(space, number, &body) {
                    each(link, &frame);
                }
            }
        }
    }
}

#[test]
fn json_of_any_bytes_is_json() {
    let (mut lines, mut array) = (Json::lines(), Json::array());
    let names = ["ip.addr", "frame.time_epoch", "_ws.col.info", "tcp.flags.syn", "ip.addr"];
    let mut flat = Json::lines().of(&names, &names.map(column), Time::UtcDate);
    every_protocol(60, 0x9e37_79b9_7f4a_7c15, |link, frame| {
        for out in shown(link, frame, &mut [&mut lines, &mut array, &mut flat]) {
            let text = std::str::from_utf8(&out).expect("UTF-8");
            if let Err(e) = serde_json::from_str::<Strict>(text) {
                panic!("{e}\nlink type {link}, {frame:02x?}\n{text}");
            }
            assert!(!text.trim_end().contains(char::is_control), "{text}");
        }
    });
    assert!(serde_json::from_str::<Strict>(r#"{"a":1,"b":[{"c":1,"c":2}]}"#).is_err(), "the check itself");
}
#[test]
fn lines_of_any_bytes_are_lines() {
    let mut plain = Line::new(LineOptions::default());
    let names = ["_ws.col.number", "_ws.col.time", "_ws.col.source", "_ws.col.destination", "_ws.col.info", "ip.src", "ip.opt.type"];
    let mut fields = Fields::new(&names.map(column), FieldOptions { separator: b'|', ..FieldOptions::default() });
    every_protocol(60, 0x1234_5678_9abc_def1, |link, frame| {
        for out in shown(link, frame, &mut [&mut plain, &mut fields]) {
            let text = std::str::from_utf8(&out).expect("UTF-8");
            let line = text.strip_suffix('\n').expect("a line");
            assert!(!line.contains(char::is_control), "{line:?} of {frame:02x?}");
        }
    });
}
#[test]
fn trees_and_cells_of_any_bytes_cannot_steer_a_terminal() {
    let (names, columns) = default_columns();
    let mut views: [Box<dyn View>; 4] = [
        Box::new(Tree::new(false)),
        Box::new(Under(Box::new(Line::new(LineOptions::default())))),
        Box::new(Csv::new(&names, &columns, &FieldOptions::default())),
        Box::new(Rows::new(&columns, &FieldOptions::default())),
    ];
    every_protocol(30, 0x0fed_cba9_8765_4321, |link, frame| {
        let [tree, hex, csv, rows] = &mut views;
        for out in shown(link, frame, &mut [&mut **tree, &mut **hex, &mut **csv, &mut **rows]) {
            let text = std::str::from_utf8(&out).expect("UTF-8");
            let found = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\u{1e}' | '\u{1f}'));
            assert_eq!(found, None, "{text:?} of {frame:02x?}");
        }
    });
}
#[test]
fn a_tree_shows_bits_below_what_holds_them() {
    let tree = show(1, &hex(SYN), &mut Tree::new(false));
    for part in [
        "Frame 1: 78 bytes on wire (624 bits), 78 bytes captured (624 bits)\n    ",
        "\nInternet Protocol Version 4, Src: 192.0.2.1, Dst: 198.51.100.2\n    0100 .... = Version: 4\n    .... 0101 = Header Length: 20 bytes (5)\n",
        "\n    010. .... = Flags: 0x02 (Don't fragment)\n        0... .... = Reserved bit: Not set\n        .1.. .... = Don't fragment: Set\n",
        "\n    Protocol: TCP (6)\n",
        "\nTransmission Control Protocol, 49152 → 443 [SYN] Seq=1 ",
        " = Flags: 0x0002 (Syn)\n        000. .... .... = Reserved: ",
        "        .... .... ..1. = Syn: Set\n",
        "        Maximum segment size: 1460\n            Kind: ",
    ] {
        assert!(tree.contains(part), "{part}\nin\n{tree}");
    }
    assert!(!tree.contains("Source Host"), "what repeats the value before is left out\n{tree}");
    let cut = show(1, &hex(SYN)[..30], &mut Tree::new(true));
    assert!(cut.contains("\u{1b}[31m[Decoding stopped: "), "{cut}");
}
/// Wireshark names nothing of a segment routing header's TLVs; the tree shows them all the same.
#[test]
fn a_tree_shows_records_without_names() {
    let mut bytes = vec![0x60, 0, 0, 0, 0, 40, 43, 64];
    bytes.extend([0x11; 32]);
    bytes.extend(hex("3b 04 04 00 00 00 00 07")); // segment routing
    bytes.extend([0x22; 16]);
    bytes.extend(hex("05 0a 80 00 00 00 00 09 61 62 63 64 04 02 00 00"));
    let tree = show(229, &bytes, &mut Tree::new(false));
    let tlvs = "            HMAC Key ID: 9\n            HMAC: 61626364\n        PadN: ";
    assert!(tree.contains("Type: HMAC (5)\n            Length: 10\n            1...") && tree.contains(tlvs), "{tree}");
}
#[test]
fn values_with_a_header_line() {
    let names = ["ip.src", "tcp.option_kind", "udp.port"];
    let mut csv = Csv::new(&names, &names.map(column), &FieldOptions::default());
    let mut out = vec![];
    csv.head(&mut out);
    assert_eq!(
        String::from_utf8(out).expect("UTF-8") + &show(1, &hex(SYN), &mut csv),
        "ip.src,tcp.option_kind,udp.port\n192.0.2.1,\"2,4,8,1,3\",\n"
    );
}
#[test]
fn a_table_at_any_width() {
    let names = ["_ws.col.number", "ip.src", "_ws.col.info"];
    let columns = names.map(column);
    let row = show(1, &hex(SYN), &mut Rows::new(&columns, &FieldOptions::default()));
    let table = |width, rows: usize| {
        let (mut table, mut out) = (Table::new(&["No.", "ip.src", "Info"], &columns, width), vec![]);
        (0..rows).for_each(|_| table.take(row.as_bytes(), &mut out));
        table.finish(&mut out);
        String::from_utf8(out).expect("UTF-8")
    };
    let plain = table(None, 1);
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines.len(), 5, "{plain}");
    assert!(lines[3].starts_with("│   1 ┆ 192.0.2.1 ┆ 49152 → 443 [SYN]"), "{plain}");
    // Rows behind the sample look like those in it.
    let long = table(None, super::table::SAMPLE * 2 + 1);
    assert_eq!(long.lines().count(), super::table::SAMPLE * 2 + 5);
    let mut shapes: Vec<usize> = long.lines().map(|l| l.chars().count()).collect();
    shapes.dedup();
    assert_eq!(shapes.len(), 1, "{shapes:?}");
    for width in 0..60 {
        let narrow = table(Some(width), 3);
        assert!(narrow.lines().count() >= 5, "{narrow}");
    }
    assert!(table(Some(60), super::table::SAMPLE + 1).lines().all(|l| l.chars().count() <= 60));
}
#[test]
fn a_line_in_colour_and_without() {
    let bytes = hex(SYN);
    let plain = show(1, &bytes, &mut Line::new(LineOptions::default()));
    assert_eq!(
        plain,
        "    1    0.123456 192.0.2.1       → 198.51.100.2    TCP         78 49152 → 443 [SYN] Seq=1 Win=64240 Len=0 \
         MSS=1460 SACK_PERM TSval=10 TSecr=0 WS=128\n"
    );
    let color = show(1, &bytes, &mut Line::new(LineOptions { color: true, ..LineOptions::default() }));
    assert_eq!(color, format!("\u{1b}[32m{}\u{1b}[0m\n", plain.trim_end()));
    let cut = show(1, &bytes[..30], &mut Line::new(LineOptions::default()));
    assert!(cut.ends_with(" [cut short]\n"), "{cut}");
    assert!(cut.contains("02:00:00:00:00:01 → 02:00:00:00:00:02"), "the addresses of the carrier\n{cut}");
}
#[test]
fn columns_by_old_and_new_names() {
    let names = ["_ws.col.No.", "_ws.col.Source", "_ws.col.def_dst", "_ws.col.Protocol", "_ws.col.packet_length", "_ws.col.Time"];
    let mut view = Fields::new(&names.map(column), FieldOptions::default());
    assert_eq!(show(1, &hex(SYN), &mut view), "1\t192.0.2.1\t198.51.100.2\tTCP\t78\t0.123456\n");
    assert!(column("_ws.col.nothing").is_empty() && column("nothing").is_empty());
}
#[test]
fn columns_with_signs_around_and_between() {
    let names = ["tcp.option_kind", "ip.src", "udp.port"];
    let show = |options| show(1, &hex(SYN), &mut Fields::new(&names.map(column), options));
    let plain = FieldOptions::default();
    assert_eq!(show(plain.clone()), "2,4,8,1,3\t192.0.2.1\t\n");
    let quoted = FieldOptions { quote: Some(b'"'), separator: b';', aggregator: b' ', ..plain.clone() };
    assert_eq!(Fields::header(&names, &quoted, true, true), "\u{feff}tcp.option_kind;ip.src;udp.port\n".as_bytes());
    assert_eq!(show(quoted), "\"2 4 8 1 3\";\"192.0.2.1\";\n");
    assert_eq!(show(FieldOptions { occurrence: Occurrence::First, ..plain.clone() }), "2\t192.0.2.1\t\n");
    assert_eq!(show(FieldOptions { occurrence: Occurrence::Last, ..plain }), "3\t192.0.2.1\t\n");
}
#[test]
fn json_by_layer() {
    let json: serde_json::Value = serde_json::from_str(&show(1, &hex(SYN), &mut Json::lines())).expect("JSON");
    assert_eq!(json["frame"]["time"], "2023-11-14T22:13:20.123456789Z");
    assert_eq!(json["frame"]["number"], 1);
    let layers = json["layers"].as_array().expect("layers");
    let protos: Vec<_> = layers.iter().map(|l| l["proto"].as_str().expect("proto")).collect();
    assert_eq!(protos, ["eth", "vlan", "ip", "tcp"]);
    assert_eq!(layers[0]["eth.dst"], "02:00:00:00:00:02");
    assert_eq!(layers[2]["ip.src"], "192.0.2.1");
    assert_eq!(layers[2].get("ip.addr"), None);
    assert_eq!(layers[3]["tcp.flags.syn"], true);
    assert_eq!(layers[3]["tcp.srcport"], 49152);
    let mss = serde_json::json!({"tcp.options.mss": "020405b4", "tcp.option_kind": 2, "tcp.option_len": 4, "tcp.options.mss_val": 1460});
    assert_eq!(layers[3]["tcp.options"][0], mss);
    let names = ["ip.addr", "tcp.srcport", "tcp.option_kind", "udp.port"];
    let flat: serde_json::Value =
        serde_json::from_str(&show(1, &hex(SYN), &mut Json::lines().of(&names, &names.map(column), Time::Relative))).expect("JSON");
    let want = serde_json::json!({"ip.addr": ["192.0.2.1", "198.51.100.2"], "tcp.srcport": 49152, "tcp.option_kind": [2, 4, 8, 1, 3]});
    assert_eq!(flat, want);
}
#[test]
fn json_with_bytes() {
    let json: serde_json::Value = serde_json::from_str(&show(1, &hex(SYN), &mut Json::lines().with_bytes())).expect("JSON");
    let bytes = json["frame"]["bytes"].as_str().expect("bytes");
    assert_eq!(hex(bytes), hex(SYN));
    assert_eq!(json["layers"][0]["proto"], "eth");
}
/// Whoever reads our JSON relies on the keys, their order in the text, and the types of the values.
#[test]
fn json_keeps_its_shape() {
    fn shape(value: &serde_json::Value) -> String {
        use serde_json::Value::*;
        match value {
            Null => "null".into(),
            Bool(_) => "bool".into(),
            Number(_) => "number".into(),
            String(_) => "text".into(),
            Array(items) => {
                let mut kinds: Vec<_> = items.iter().map(shape).collect();
                kinds.dedup();
                format!("[{}]", kinds.join(", "))
            }
            Object(members) => {
                let members: Vec<_> = members.iter().map(|(k, v)| format!("{k}: {}", shape(v))).collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }
    let json: serde_json::Value = serde_json::from_str(&show(1, &hex(SYN), &mut Json::lines())).expect("JSON");
    assert_eq!(
        shape(&json["frame"]),
        "{cap_len: number, len: number, number: number, time: text, time_delta: number, time_relative: number}"
    );
    let tcp = shape(&json["layers"][3]);
    for part in [
        "{proto: text, ",
        "tcp.checksum: number, ",
        "tcp.flags: number, ",
        "tcp.flags.ack: bool, ",
        "tcp.flags.str: text, ",
        "{tcp.option_kind: number, tcp.option_len: number, tcp.options.timestamp: text, tcp.options.timestamp.tsecr: number, \
         tcp.options.timestamp.tsval: number}",
        "tcp.srcport: number, ",
    ] {
        assert!(tcp.contains(part), "{part}\nin\n{tcp}");
    }
}
/// Fields for every way a value can lie and be shown, held against what JSON is to say of them.
#[test]
fn json_of_every_kind() {
    use crate::field::{Field, Kind, Place, Value};
    let say = |kind: Kind, width: u8, of: Value<'_>| {
        let field = Field::new("x", "X", Place::Uint(width)).kind(kind);
        let mut out = vec![];
        super::json::value(&field, of, &mut out);
        String::from_utf8(out).expect("UTF-8")
    };
    assert_eq!(say(Kind::Dec, 64, Value::Num(u64::MAX)), "18446744073709551615");
    assert_eq!(say(Kind::Hex, 16, Value::Num(0x800)), "2048");
    assert_eq!(say(Kind::Signed, 8, Value::Num(0xff)), "-1");
    assert_eq!(say(Kind::Float, 32, Value::Num(1.5f32.to_bits().into())), "1.5");
    assert_eq!(say(Kind::Float, 64, Value::Num(f64::NAN.to_bits())), "null");
    assert_eq!(say(Kind::Float, 64, Value::Num(1e300f64.to_bits())).parse::<f64>().expect("a number"), 1e300);
    assert_eq!(say(Kind::Flag, 1, Value::Num(1)), "true");
    assert_eq!(say(Kind::Present, 0, Value::Bytes(b"abc")), "true");
    assert_eq!(say(Kind::Duration(1_000_000), 32, Value::Num(1500)), "1.500000000");
    assert_eq!(say(Kind::Time(|n| n as i64), 64, Value::Num(0)), "\"1970-01-01T00:00:00.000000000Z\"");
    assert_eq!(say(Kind::Ip4, 32, Value::Num(0xc000_0201)), "\"192.0.2.1\"");
    assert_eq!(say(Kind::Bytes, 0, Value::Bytes(b"\x00\xff")), "\"00ff\"");
    assert_eq!(say(Kind::Text, 0, Value::Bytes(b"a\"\\\n\x1b[1m\xff\xc2\x9b")), r#""a\"\\\n\u001b[1m�\u009b""#);
}
#[test]
fn a_line_has_an_end() {
    // A DNS message of 60 KB: 10,000 questions for the same long name, all but the first by pointer.
    let mut message = hex("0001 0100 2710 0000 0000 0000");
    message.extend([[63; 64]; 3].as_flattened());
    message.extend([0, 0, 1, 0, 1]);
    (1..10_000).for_each(|_| message.extend([0xc0, 12, 0, 1, 0, 1]));
    let udp = [&hex("14e9 0035")[..], &(message.len() as u16 + 8).to_be_bytes(), &[0, 0], &message].concat();
    let line = show(228, &ip(17, &udp), &mut Line::new(LineOptions::default()));
    assert!((4096..4300).contains(&line.len()), "{}", line.len());
    assert!(line.ends_with("…\n"), "{line}");
}
/// Every view of three packets, as it was when somebody last looked at it.
/// `INSTA_UPDATE=always cargo test` renews it; read the difference.
#[test]
fn every_view_of_some_packets() {
    let (names, columns) = default_columns();
    let options = FieldOptions::default();
    for (name, frame) in [("tcp", SYN), ("dns", ANSWER), ("icmp", UNREACHABLE)] {
        let mut views: [(&str, Box<dyn View>); 7] = [
            ("line", Box::new(Line::new(LineOptions::default()))),
            ("tree", Box::new(Tree::new(false))),
            ("fields", Box::new(Fields::new(&columns, options.clone()))),
            ("json", Box::new(Json::array())),
            ("csv", Box::new(Csv::new(&names, &columns, &options))),
            ("rows", Box::new(Rows::new(&columns, &options))),
            ("hex", Box::new(Hex)),
        ];
        let mut all = String::new();
        for (kind, view) in &mut views {
            let mut out = show(1, &hex(frame), &mut **view);
            if *kind == "rows" {
                let (mut table, mut laid) = (Table::new(&names, &columns, Some(120)), vec![]);
                table.take(out.as_bytes(), &mut laid);
                table.finish(&mut laid);
                out = String::from_utf8(laid).expect("UTF-8");
            }
            if *kind == "json" {
                out = out.replace(",\"", ",\n\""); // a line a member: differences are seen
            }
            // The local time is another one elsewhere.
            let out: String = out.split_inclusive('\n').filter(|line| !line.contains("Arrival Time: ")).collect();
            all += &format!("-- {kind}\n{out}\n");
        }
        insta::assert_snapshot!(name, all);
    }
}

#[test]
fn whose_packet_it_is() {
    use crate::proto::frame::{End, process_comment};
    let mut options = vec![];
    for text in [process_comment(End::Sender, "cu\x1brl", 4711), process_comment(End::Receiver, "nginx", 99)] {
        options.extend([1, 0, text.len() as u8, 0]);
        options.extend(text.bytes());
        options.resize(options.len().next_multiple_of(4), 0);
    }
    let bytes = hex(SYN);
    let options = crate::frame::Options { bytes: &options, big: false };
    let frame = Frame { options, ..Frame::new(&bytes, Info::alone(LinkType::ETHERNET, bytes.len() as u32)) };
    let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules::default());
    crate::decode::walk(&mut spine, &frame, &rules);
    let packet = Packet { bytes: &bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
    let show = |view: &mut dyn View| {
        let mut out = vec![];
        view.packet(&packet, &mut out);
        String::from_utf8(out).unwrap()
    };
    let line = show(&mut Line::new(LineOptions::default()));
    assert!(line.ends_with("  [cu\u{fffd}rl 4711 → nginx 99]\n"), "{line}");
    let json: serde_json::Value = serde_json::from_str(&show(&mut Json::lines())).unwrap();
    assert_eq!(json["frame"]["sender"], serde_json::json!({"name": "cu\u{fffd}rl", "pid": 4711}));
    assert_eq!(json["frame"]["receiver"]["pid"], 99);
    let columns = ["frame.process.name", "frame.process.pid"].map(column);
    assert_eq!(show(&mut Fields::new(&columns, FieldOptions::default())), "cu\u{fffd}rl,nginx\t4711,99\n");
    let tree = show(&mut Tree::new(false));
    assert!(tree.contains("Sending process: cu\u{fffd}rl") && tree.contains("Receiving process ID: 99"), "{tree}");
}
