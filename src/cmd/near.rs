//! "Did you mean": the known name that is nearest to an unknown one.

/// The most similar of the names, if one is similar enough to be meant.
pub(crate) fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_ascii_lowercase();
    let alike = |name: &str| strsim::jaro_winkler(&wanted, &name.to_ascii_lowercase());
    let far = |name: &str| strsim::damerau_levenshtein(&wanted, &name.to_ascii_lowercase());
    let best = names.into_iter().filter(|n| !n.is_empty()).map(|n| (alike(n), n)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(alike, name)| *alike > 0.8 && far(name) * 2 <= wanted.len().max(3)).map(|(_, name)| name)
}

/// `; did you mean …?`, or nothing where no name is near.
pub(crate) fn hint<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> String {
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
        assert_eq!(nearest("fromat", names), Some("format"));
        assert_eq!(nearest("dns.qry.name", names), None);
        assert_eq!(hint("IP.SRC", names), "; did you mean `ip.src`?");
    }
}
