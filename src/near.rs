//! Floor 0. "Did you mean": the known name that is nearest to an unknown one.

/// The name that takes the fewest letters to get to, if those are few enough to be a slip.
pub fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_ascii_lowercase();
    let most = (wanted.chars().count() / 3).max(1);
    let slips = |name: &str| strsim::damerau_levenshtein(&wanted, &name.to_ascii_lowercase());
    // Among equals the one of the same letters (two were swapped), then the one that begins alike.
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.to_ascii_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let own = letters(&wanted);
    let unlike = |name: &str| (1000.0 * (1.0 - strsim::jaro_winkler(&wanted, &name.to_ascii_lowercase()))) as u32;
    let known = names.into_iter().filter(|name| !name.is_empty() && name.len().abs_diff(wanted.len()) <= most);
    let near = known.map(|name| (slips(name), name)).filter(|(slips, _)| *slips <= most);
    near.min_by_key(|(slips, name)| (*slips, letters(name) != own, unlike(name))).map(|(_, name)| name)
}

/// `; did you mean …?`, or nothing where no name is near.
pub fn hint<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    nearest(wanted, names).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_name_is_offered() {
        let names = ["ip.src", "ip.dst", "tcp.srcport", "format"];
        assert_eq!(nearest("ip.scr", names), Some("ip.src"));
        assert_eq!(nearest("tcp.sport", names), Some("tcp.srcport"));
        assert_eq!(nearest("tpc", ["udp", "tcp"]), Some("tcp"));
        assert_eq!(nearest("tpc", ["rpc", "tcp"]), Some("tcp"));
        assert_eq!(nearest("fromat", names), Some("format"));
        assert_eq!(nearest("dns.qry.name", names), None);
        assert_eq!(hint("IP.SRC", names), "; did you mean `ip.src`?");
    }
}
