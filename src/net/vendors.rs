//! Who made a network card: by the lists of the IEEE that other programs have put on this machine.
//!
//! <https://standards-oui.ieee.org/oui/oui.txt> is large and changes daily, so none is brought along.

use std::collections::HashMap;
use std::path::Path;

/// Where Debian, Fedora, Alpine, Homebrew and their like keep such lists.
const FILES: &[&str] = &[
    "/usr/share/wireshark/manuf",
    "/usr/share/ieee-data/oui.txt",
    "/var/lib/ieee-data/oui.txt",
    "/usr/share/hwdata/oui.txt",
    "/usr/share/nmap/nmap-mac-prefixes",
    "/usr/share/arp-scan/ieee-oui.txt",
    "/opt/homebrew/share/wireshark/manuf",
    "/opt/homebrew/share/nmap/nmap-mac-prefixes",
];

/// Names of makers by the first three bytes of a hardware address.
#[derive(Clone, Debug, Default)]
pub struct Vendors {
    by: HashMap<[u8; 3], String>,
}

impl Vendors {
    /// The first list that is on this machine; none where there is none.
    pub fn of_this_machine() -> Vendors {
        let found = FILES
            .iter()
            .filter_map(|file| std::fs::read(Path::new(file)).ok())
            .map(|bytes| Vendors::read(&String::from_utf8_lossy(&bytes)));
        found.into_iter().find(|vendors| !vendors.by.is_empty()).unwrap_or_default()
    }

    /// Understands lines that begin with the six digits of a prefix, with or without separators; the maker's full name is last.
    /// Longer prefixes, which part one of them among several makers, are passed over.
    pub fn read(text: &str) -> Vendors {
        let mut by = HashMap::new();
        for line in text.lines() {
            let Some((first, rest)) = line.split_once(|c: char| c.is_whitespace()) else { continue };
            let digits: String = first.chars().filter(|c| *c != ':' && *c != '-').collect();
            let Some(prefix) = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 6 && !first.contains('/')) else {
                continue;
            };
            // "(hex)" in the IEEE's own; a short name before a tab in Wireshark's.
            let name = rest.trim().trim_start_matches("(hex)").trim_start_matches("(base 16)");
            let name = name.rsplit('\t').next().unwrap_or(name).trim();
            let [_, a, b, c] = prefix.to_be_bytes();
            if !name.is_empty() {
                by.entry([a, b, c]).or_insert_with(|| name.to_owned());
            }
        }
        Vendors { by }
    }

    /// Who made the card with this address; what is known of an address that nobody has been given.
    pub fn name(&self, mac: [u8; 6]) -> Option<&str> {
        let [a, b, c, ..] = mac;
        if let Some(name) = self.by.get(&[a, b, c]) {
            return Some(name);
        }
        // The second lowest bit of the first byte: somebody chose it (IEEE 802, 8.2).
        (a & 2 != 0).then_some("locally administered")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_several_kinds_are_understood() {
        for list in [
            "# a comment\n00:00:0C\tCisco\tCisco Systems, Inc\n00:1B:C5:00:00:00/36\tOther\tOther Ltd\n",
            "00-00-0C   (hex)\t\tCisco Systems, Inc\n00000C     (base 16)\t\tCisco Systems, Inc\n\t\t\t\t80 West Tasman Dr.\n",
            "00000C Cisco Systems, Inc\n001BC5000 Other\n",
        ] {
            let vendors = Vendors::read(list);
            assert_eq!(vendors.name([0, 0, 0xc, 1, 2, 3]), Some("Cisco Systems, Inc"), "{list}");
            assert_eq!(vendors.name([0, 0x1b, 0xc5, 0, 0, 1]), None, "{list}");
            assert_eq!(vendors.name([2, 0, 0, 0, 0, 1]), Some("locally administered"));
        }
    }
}
