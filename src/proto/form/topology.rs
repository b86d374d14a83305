//! The Link Layer Topology Discovery of [MS-LLTD], and the key agreement of MACsec: IEEE 802.1X-2010, 11.11.
use super::*;

/// Items that are packets of their own, or bytes.
static ITEM: Field = rest("item");
static STATION: Field = mac("station");

/// [MS-LLTD] 2.2.3: the base header, which names the message.
pub(in super::super) static LLTD: &[Class] = &[Class {
    names: &["LLTD"],
    size: 16,
    fields: &[
        &Field::bits("", "", 0, 8).alias("version").unset(1),
        &LLTD_TOS,
        &Field::bits("", "", 16, 8).alias("reserved"),
        &LLTD_FUNCTION,
        &REAL_DST,
        &REAL_SRC,
        // A discovery's number, or a message's: discover and reset have no sequence.
        &Field::part(Place::Switch(|h| h.byte(3).into(), &[(0, &[&n("xid", 16)]), (8, &[&n("xid", 16)])], &[&n("seq", 16)])),
    ],
    binds: &[(&link::ETHER_TYPE, Unset::Is(0x88d9))],
    // The addresses of the frame, unless others are said.
    finish: |d| {
        let Some((_, at)) = d.carriers.iter().rev().find(|(id, _)| *id == crate::proto::id::eth) else { return };
        let Some(addresses) = d.header(at).get(..12).map(<[u8]>::to_vec) else { return };
        for (field, part) in [(&REAL_DST, addresses.get(..6)), (&REAL_SRC, addresses.get(6..))] {
            if let (true, Some(part)) = (d.free(field), part) {
                let _ = field.put(d.bytes, Value::Bytes(part));
            }
        }
    },
    ..Class::PART
}];
static REAL_DST: Field = Field::bytes("", "", 4, 6).kind(Kind::Mac).alias("real_dst");
static REAL_SRC: Field = Field::bytes("", "", 10, 6).kind(Kind::Mac).alias("real_src");
static LLTD_TOS: Field = Field::bits("", "", 8, 8).alias("tos");
static LLTD_FUNCTION: Field = Field::bits("", "", 24, 8).alias("function");

parts! { LLTD_PARTS
    "LLTDHello" {(&LLTD_TOS, Unset::Is(1)), (&LLTD_FUNCTION, Unset::Is(1))} [n("gen_number", 16), mac("current_mapper_address"), mac("apparent_mapper_address")];
    "LLTDDiscover" {(&LLTD_TOS, Unset::Is(1)), (&LLTD_FUNCTION, Unset::Is(0))} [n("gen_number", 16), n("stations_count", 16).computed(), list("stations_list", &STATION)];
    "LLTDEmiteeDesc" {} [n("type", 8), n("pause", 8), mac("src"), mac("dst")];
    "LLTDEmit" {(&LLTD_TOS, Unset::Is(0)), (&LLTD_FUNCTION, Unset::Is(2))} [n("descs_count", 16).computed(), list("descs_list", &ITEM)];
    "LLTDRecveeDesc" {} [n("type", 16), mac("real_src"), mac("ether_src"), mac("ether_dst")];
    "LLTDQueryResp" {(&LLTD_TOS, Unset::Is(0)), (&LLTD_FUNCTION, Unset::Is(7))} [n("descs_count", 16).computed(), bit("flags", 0xc000).flags(&["M", "E"]), list("descs_list", &ITEM)];
    "LLTDQueryLargeTlv" {(&LLTD_TOS, Unset::Is(0)), (&LLTD_FUNCTION, Unset::Is(11))} [n("type", 8).unset(14), n("offset", 24)];
    "LLTDQueryLargeTlvResp" {(&LLTD_TOS, Unset::Is(0)), (&LLTD_FUNCTION, Unset::Is(12))} [behind("len", 16), bit("flags", 0xc000).flags(&["R", "M"]), rest("value")];
    "LLTDAttribute" {} [n("type", 8), behind("len", 8), rest("value")];
    "LLTDAttributeEOP" {} [n("type", 8)];
    "LLTDAttributeHostID" {} [n("type", 8).unset(1), n("len", 8).unset(6), mac("mac")];
    "LLTDAttributeCharacteristics" {} [n("type", 8).unset(2), behind("len", 8), word(16), bit("flags", 0xf800).flags(&["P", "X", "F", "M", "L"]), bit("reserved1", 0x7ff), rest("reserved2")];
    "LLTDAttributePhysicalMedium" {} [n("type", 8).unset(3), n("len", 8).unset(4), n("medium", 32).unset(6)];
    "LLTDAttributeIPv4Address" {} [n("type", 8).unset(7), n("len", 8).unset(4), ip4("ipv4")];
    "LLTDAttributeIPv6Address" {} [n("type", 8).unset(8), n("len", 8).unset(16), ip6("ipv6")];
    "LLTDAttribute80211MaxRate" {} [n("type", 8).unset(9), n("len", 8).unset(2), n("rate", 16)];
    "LLTDAttributePerformanceCounterFrequency" {} [n("type", 8).unset(10), n("len", 8).unset(8), n("freq", 64)];
    "LLTDAttributeLinkSpeed" {} [n("type", 8).unset(12), n("len", 8).unset(4), n("speed", 32)];
    "LLTDAttributeLargeTLV" {} [n("type", 8).unset(14), n("len", 8)];
    "LLTDAttributeMachineName" {} [n("type", 8).unset(15), behind("len", 8), Field { words: Words::Utf16, ..rest("hostname") }];
    "LLTDAttributeDeviceUUID" {} [n("type", 8).unset(18), behind("len", 8), rest("uuid").preset(&[0; 16])];
    "LLTDAttributeQOSCharacteristics" {} [n("type", 8).unset(20), n("len", 8).unset(4), word(16), bit("flags", 0xe000).flags(&["E", "Q", "P"]), bit("reserved1", 0x1fff), n("reserved2", 16)];
    "LLTDAttribute80211PhysicalMedium" {} [n("type", 8).unset(21), n("len", 8).unset(1), n("medium", 8)];
    "LLTDAttributeSeesList" {} [n("type", 8).unset(25), n("len", 8).unset(2), n("max_entries", 16)];
}

/// "The parameter set body is padded to a multiple of 4 octets" (IEEE 802.1X-2010, 11.11.3).
const PAD: Field = Field::part(Place::Sized(|h| h.pad(4), &[]));
parts! { MKA_PARTS
    "MKABasicParamSet" {} [n("mka_version_id", 8), n("key_server_priority", 8), behind("param_set_body_len", 16), bit("key_server", 0x8000), bit("macsec_desired", 0x4000), bit("macsec_capability", 0x3000), run("SCI", 8), run("actor_member_id", 12), n("actor_message_number", 32), n("algorithm_agility", 32), rest("cak_name"), PAD];
    "MKAPeerListTuple" {} [run("member_id", 12), run("message_number", 4)];
    "MKALivePeerListParamSet" {} [n("param_set_type", 8).unset(1), n("", 8), behind("param_set_body_len", 16), list("member_id_message_num", &ITEM)];
    "MKAPotentialPeerListParamSet" {} [n("param_set_type", 8).unset(2), n("", 8), behind("param_set_body_len", 16), list("member_id_message_num", &ITEM)];
    "MKASAKUseParamSet" {} [n("param_set_type", 8).unset(3), word(8), bit("latest_key_an", 0xc0), bit("latest_key_tx", 0x20), bit("latest_key_rx", 0x10), bit("old_key_an", 0xc), bit("old_key_tx", 0x2), bit("old_key_rx", 0x1), behind("param_set_body_len", 16), bit("plain_tx", 0x8000), bit("plain_rx", 0x4000), bit("X", 0x2000), bit("delay_protect", 0x1000), run("latest_key_key_server_member_id", 12), run("latest_key_key_number", 4), run("latest_key_lowest_acceptable_pn", 4), run("old_key_key_server_member_id", 12), run("old_key_key_number", 4), run("old_key_lowest_acceptable_pn", 4)];
    "MKADistributedSAKParamSet" {} [n("param_set_type", 8).unset(4), word(8), bit("distributed_an", 0xc0), bit("confidentiality_offset", 0x30), bit("unused", 0xf), behind("param_set_body_len", 16), run("key_number", 4), rest("macsec_cipher_suite"), run("sak_aes_key_wrap", 24)];
    "MKADistributedCAKParamSet" {} [n("param_set_type", 8).unset(5), n("", 8), behind("param_set_body_len", 16), run("cak_aes_key_wrap", 24), rest("cak_key_name"), PAD];
    "MKAICVSet" {} [n("param_set_type", 8).unset(255), n("", 8), behind("param_set_body_len", 16), run("icv", 16)];
    "MKAPDU" {(&link::EAPOL_TYPE, Unset::Is(5))} [rest("basic_param_set"), list("parameter_sets", &ITEM)];
}
