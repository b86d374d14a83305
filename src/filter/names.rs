//! The names of values, as Wireshark has them whole: what `dns.qry.type == "A (Host Address)"` may say. And types that
//! Wireshark gives to fields where their descriptions here say another, as what they show or take on the wire is another.
//!
//! `names.tsv` holds them, by list: a line `: FIELDS`, then a number and its name a line; or a line `? FIELDS`, then what a
//! flag is called when set and when not. A test in `tests/filters.rs` holds it against `tshark -G values`, and writes it
//! where `PKTLAB_NAMES=write`. It is searched only when a filter has a word in a number's place. `types.tsv` has a type and
//! its fields a line, and a test too.

const LISTS: &str = include_str!("names.tsv");
const TYPES: &str = include_str!("types.tsv");

/// The type that Wireshark gives to a field, without `FT_`, where its description says another.
pub(super) fn type_of(field: &str) -> Option<&'static str> {
    let mut types = TYPES.lines().filter_map(|line| line.split_once('\t'));
    types.find(|(_, fields)| fields.split(' ').any(|name| name == field)).map(|(ft, _)| ft)
}

/// The names of a field's values, in Wireshark's order: where two are alike the first counts. A flag's are of 1 and 0.
///
/// None for a field whose values have no names. A flag without names of its own has True and False.
pub(super) fn of(field: &str, flag: bool) -> Vec<(u64, &'static str)> {
    let mut lines = LISTS.lines();
    let found = lines.find(|line| line.strip_prefix([':', '?']).is_some_and(|fields| fields.split(' ').any(|name| name == field)));
    let pair = |line: &'static str| line.split_once('\t');
    match found {
        Some(line) if line.starts_with('?') => lines.next().and_then(pair).map(|(yes, no)| vec![(1, yes), (0, no)]).unwrap_or_default(),
        Some(_) => lines.map_while(|line| pair(line).and_then(|(n, name)| Some((n.parse().ok()?, name)))).collect(),
        None if flag => vec![(1, "True"), (0, "False")],
        None => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn names_are_found_by_field() {
        assert!(of("dns.qry.type", false).contains(&(1, "A (Host Address)")));
        assert_eq!(of("tcp.flags.syn", true), [(1, "Set"), (0, "Not set")]);
        assert_eq!(of("ip.ttl", false), []);
        assert_eq!(of("eth.lg.none", true), [(1, "True"), (0, "False")]);
        // Only a whole name of a field counts.
        assert_eq!(of("qry.type", false), []);
    }
}
