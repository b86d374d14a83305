//! Names, types and bases of all fields, held against `tshark -G fields`.

use pktlab::field::{Field, Kind, Place};
use pktlab::proto;
use std::collections::HashMap;
use std::process::Command;

/// Fields of ours that Wireshark does not have, each with the reason.
const OURS: &[(&str, &str)] = &[
    ("conn.community_id", "Wireshark has it as communityid, by a plugin that is off, without a field of its own kind"),
    ("conn.history", "Zeek's, of its conn.log"),
    ("conn.retries", "of attempts to connect, which Wireshark does not judge"),
    ("conn.rtt", "the same"),
    ("conn.setup_time", "the same"),
    ("conn.state", "Zeek's, of its conn.log"),
    ("conn.verdict", "of attempts to connect, which Wireshark does not judge"),
    ("frame.process.name", "Wireshark knows processes of macOS' captures only, under frame.darwin.process_info"),
    ("frame.process.pid", "the same"),
    ("jsonrpc.error.code", "Wireshark shows JSON-RPC as JSON only"),
    ("jsonrpc.error.message", "the same"),
    ("jsonrpc.id", "the same"),
    ("jsonrpc.method", "the same"),
    ("jsonrpc.params", "the same"),
    ("jsonrpc.result", "the same"),
    ("jsonrpc.version", "the same"),
    ("msgpack.bin", "bytes, which Wireshark 4.0 does not read"),
    ("msgpackrpc.error", "Wireshark shows MessagePack-RPC as MessagePack only"),
    ("msgpackrpc.method", "the same"),
    ("msgpackrpc.msgid", "the same"),
    ("msgpackrpc.params", "the same"),
    ("msgpackrpc.request_in", "the same"),
    ("msgpackrpc.response_in", "the same"),
    ("msgpackrpc.result", "the same"),
    ("msgpackrpc.time", "the same"),
    ("msgpackrpc.type", "the same"),
    ("protobuf.field.value.message", "a message in a field, which Wireshark shows with a schema only"),
    ("resp.attribute", "of version 3, which Wireshark 4.0 does not read"),
    ("resp.big_number", "the same"),
    ("resp.boolean", "the same"),
    ("resp.bulk_error", "the same"),
    ("resp.double", "the same"),
    ("resp.map", "the same"),
    ("resp.null", "the same"),
    ("resp.push", "the same"),
    ("resp.set", "the same"),
    ("resp.verbatim", "the same"),
    ("resp.verbatim.value", "the same"),
    ("tls.handshake.ja4", "of later versions of Wireshark"),
    ("xmlrpc.methodname", "Wireshark shows XML-RPC as XML only"),
    ("zmtp.command.data", "Wireshark 4.0 does not know ZMTP"),
    ("zmtp.command.name", "the same"),
    ("zmtp.command.name_length", "the same"),
    ("zmtp.command.property.name", "the same"),
    ("zmtp.command.property.value", "the same"),
    ("zmtp.frame", "the same"),
    ("zmtp.frame.body", "the same"),
    ("zmtp.frame.flags", "the same"),
    ("zmtp.frame.flags.command", "the same"),
    ("zmtp.frame.flags.long", "the same"),
    ("zmtp.frame.flags.more", "the same"),
    ("zmtp.frame.size", "the same"),
    ("zmtp.greeting", "the same"),
    ("zmtp.greeting.as_server", "the same"),
    ("zmtp.greeting.filler", "the same"),
    ("zmtp.greeting.mechanism", "the same"),
    ("zmtp.greeting.signature", "the same"),
    ("zmtp.greeting.version_major", "the same"),
    ("zmtp.greeting.version_minor", "the same"),
];

/// Fields whose type is not Wireshark's on purpose, each with the reason.
const OTHERWISE: &[(&str, &str)] = &[
    ("ip.src_host", "the address: names are not resolved"),
    ("ip.dst_host", "the address: names are not resolved"),
    ("ip.host", "the address: names are not resolved"),
    ("ipv6.src_host", "the address: names are not resolved"),
    ("ipv6.dst_host", "the address: names are not resolved"),
    ("ipv6.host", "the address: names are not resolved"),
    ("bgp.update.path_attribute.mp_reach_nlri.next_hop", "a record, printed as its bytes"),
    ("dhcp.client_id.iaid", "bytes, as they are printed"),
    ("dhcp.client_id.link_layer_address", "an address, as it is printed"),
    ("dhcpv6", "relayed messages, counted as a field"),
    ("dhcpv6.duidll.link_layer_addr", "an address, as it is printed"),
    ("dhcpv6.duidllt.link_layer_addr", "an address, as it is printed"),
    ("dhcpv6.iaid", "bytes, as they are printed"),
    ("dhcpv6.iata", "bytes, as they are printed"),
    ("dns.rr.udp_payload_size", "printed in decimal in spite of its base"),
    ("eth.addr_resolved", "the address: names are not resolved"),
    ("eth.dst_resolved", "the address: names are not resolved"),
    ("eth.src_resolved", "the address: names are not resolved"),
    ("fr.control.ftype", "two widths, by the frame's kind"),
    ("geneve.option", "a record, printed as its bytes"),
    ("geneve.options", "records, printed as their bytes"),
    ("ip.empty_rt_host", "the address: names are not resolved"),
    ("ip.rec_rt_host", "the address: names are not resolved"),
    ("ip.src_rt_host", "the address: names are not resolved"),
    ("llc.control.ftype", "two widths, by the frame's kind"),
    ("nflog.tlv", "a record, printed as its bytes"),
    ("radius.avp", "a record, printed as its bytes"),
    ("quic.frame_type", "printed in decimal in spite of its base"),
    ("radiotap.vendor_namespace", "a record, printed as its bytes"),
    ("sflow.flow_sample.output_interface", "printed by version 5 as a whole, in hex"),
    ("tls.handshake.certificate", "a record, printed as its bytes"),
    ("tls.handshake.random", "a record, printed as its bytes"),
    ("vxlan.flags", "the flags' byte; printed as tshark's word"),
    ("vxlan.flags_reserved", "a part of that byte"),
    ("wlan.extcap", "of several widths"),
    ("can.id", "decimal, but in one of its two protocols"),
    ("dtls.handshake.certificate", "a record, printed as its bytes"),
    ("dtls.handshake.random", "a record, printed as its bytes"),
    ("ipx.dst.net", "a hexadecimal number of a type of its own"),
    ("ipx.src.net", "a hexadecimal number of a type of its own"),
    ("wlan.wfa.ie.mbo_oce.attr", "a record, printed as its bytes"),
    ("wps.primary_device_type", "a record, printed as its bytes"),
    ("wps.vendor_extension", "a record, printed as its bytes"),
    ("wlan.fixed.action_code", "of several bases, by the category"),
];

/// How `-T fields` writes a value, in words that both sides have.
fn ours(f: &Field) -> String {
    match f.kind {
        Kind::Present => "present".into(),
        Kind::Protocol => "protocol".into(),
        Kind::Dec | Kind::Signed if matches!(f.place, Place::Name) => "text".into(),
        Kind::Dec | Kind::Signed => "decimal".into(),
        Kind::Hex => format!("hex {}", f.digits()),
        Kind::Oct => "octal".into(),
        Kind::Float => "float".into(),
        Kind::Flag => "flag".into(),
        Kind::Mac => "mac".into(),
        Kind::Eui64 => "eui64".into(),
        Kind::Ip4 => "ipv4".into(),
        Kind::Ip6 => "ipv6".into(),
        Kind::Text => "text".into(),
        // A record that Wireshark counts as a protocol of its own, shown as its bytes: tcp.options.mss.
        Kind::Bytes if matches!(f.place, Place::Group(_)) => "protocol".into(),
        Kind::Bytes => "bytes".into(),
        Kind::Guid => "guid".into(),
        Kind::Time(_) => "time".into(),
        Kind::Duration(_) => "duration".into(),
        Kind::Show(show) => format!("own {}", show.ft),
    }
}
/// The same of a line of `tshark -G fields`.
fn theirs(ft: &str, base: &str) -> String {
    let bits = |prefix: &str| ft.trim_start_matches(prefix).parse::<usize>().unwrap_or(0);
    match ft {
        "FT_NONE" => "present".into(),
        "FT_BOOLEAN" => "flag".into(),
        "FT_ETHER" => "mac".into(),
        "FT_EUI64" => "eui64".into(),
        "FT_IPv4" => "ipv4".into(),
        "FT_IPv6" => "ipv6".into(),
        "FT_GUID" => "guid".into(),
        "FT_ABSOLUTE_TIME" => "time".into(),
        "FT_RELATIVE_TIME" => "duration".into(),
        "FT_FLOAT" | "FT_DOUBLE" => "float".into(),
        "FT_BYTES" | "FT_UINT_BYTES" | "FT_VINES" | "FT_FCWWN" => "bytes".into(),
        "FT_FRAMENUM" => "decimal".into(),
        _ if ft.starts_with("FT_STRING") || ft.starts_with("FT_UINT_STRING") => "text".into(),
        _ if ft.starts_with("FT_UINT") || ft.starts_with("FT_INT") => match base {
            "BASE_HEX" | "BASE_HEX_DEC" => {
                // More than 32 bits are held in 64, and printed so.
                let bits = bits(if ft.starts_with("FT_UINT") { "FT_UINT" } else { "FT_INT" });
                format!("hex {}", if bits > 32 { 16 } else { bits.div_ceil(8) * 2 })
            }
            "BASE_OCT" => "octal".into(),
            _ => "decimal".into(),
        },
        _ => ft.to_lowercase(),
    }
}

#[test]
fn names_and_types_are_wiresharks() {
    if !crate::installed("tshark") {
        return;
    }
    let list = Command::new("tshark").args(["-G", "fields"]).output().expect("tshark runs").stdout;
    let list = String::from_utf8_lossy(&list);
    let mut known: HashMap<&str, Vec<String>> = HashMap::new();
    for line in list.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        match columns.as_slice() {
            ["F", _, name, ft, _, base, ..] => known.entry(name).or_default().push(theirs(ft, base)),
            ["P", _, name] => known.entry(name).or_default().push("protocol".into()),
            _ => {}
        }
    }
    assert!(known.len() > 10_000, "tshark -G fields says little");
    let (mut n, mut unknown, mut other) = (0, vec![], vec![]);
    proto::fields(&mut |_, f| {
        if f.name.is_empty() {
            return;
        }
        n += 1;
        let listed = |list: &[(&str, &str)]| list.iter().any(|(name, _)| *name == f.name);
        match known.get(f.name) {
            None if !listed(OURS) => unknown.push(f.name),
            Some(_) if listed(OURS) => unknown.push(f.name),
            Some(types) if !types.contains(&ours(f)) && !matches!(f.kind, Kind::Show(_)) && !listed(OTHERWISE) => {
                other.push(format!("{}: ours {}, tshark's {}", f.name, ours(f), types.join(" or ")))
            }
            _ => {}
        }
    });
    unknown.sort_unstable();
    unknown.dedup();
    other.sort_unstable();
    other.dedup();
    println!("{n} fields; not tshark's: {unknown:#?}; of another type: {other:#?}");
    assert!(unknown.is_empty() && other.is_empty(), "{} names, {} types", unknown.len(), other.len());
}
