//! What Wireshark calls values, and the types it gives fields, where the fields' descriptions do not say so: as `tshark -G
//! values` and `tshark -G fields` of version 4.0 tell it, which a test asks (`tests/names.rs`).
use std::collections::HashMap;
use std::sync::OnceLock;

/// A line for each list: fields, then values and their names; for a flag, 1 and 0.
const NAMES: &str = include_str!("names.tsv");
/// A line for each type: its name, then fields.
const TYPES: &str = include_str!("types.tsv");

/// The names of a field's values; `None` for a field that has none in Wireshark.
pub(super) fn of(field: &str) -> Option<impl Iterator<Item = (u64, &'static str)> + Clone> {
    static INDEX: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let lists = NAMES.lines().filter_map(|line| line.split_once('\t'));
        lists.flat_map(|(fields, list)| fields.split(' ').map(move |field| (field, list))).collect()
    });
    let list = index.get(field)?;
    Some(list.split('\t').filter_map(|item| item.split_once('=')).filter_map(|(n, name)| Some((n.parse::<i64>().ok()? as u64, name))))
}
/// The type that Wireshark gives a field, without `FT_`, where its description says another.
pub(super) fn type_of(field: &str) -> Option<&'static str> {
    static INDEX: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let types = TYPES.lines().filter_map(|line| line.split_once('\t'));
        types.flat_map(|(ft, fields)| fields.split(' ').map(move |field| (field, ft))).collect()
    });
    index.get(field).copied()
}
