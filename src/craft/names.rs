//! The names that expressions call: Scapy's classes, Wireshark's protocols, records.
use super::expr::{Error, Expr, What};
use super::value::near;
use crate::field::{Field, Place};
use crate::proto::{Class, PROTOCOLS};
use crate::spine::Id;
use std::collections::HashMap;
use std::sync::OnceLock;

fn index() -> &'static HashMap<&'static str, (Id, Class)> {
    static INDEX: OnceLock<HashMap<&'static str, (Id, Class)>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut all: HashMap<&'static str, (Id, Class)> = HashMap::new();
        let ids = || PROTOCOLS.iter().enumerate().map(|(i, p)| (Id(i as u16), *p));
        for (id, p) in ids() {
            for class in p.classes.iter().copied().flatten() {
                let mut class = *class;
                if class.fields.is_empty() && class.whole {
                    (class.fields, class.size, class.align) = (p.fields, p.size, p.align);
                }
                for name in class.names {
                    all.entry(name).or_insert((id, class));
                }
            }
        }
        for (id, p) in ids() {
            let plain = Class { fields: p.fields, size: p.size, align: p.align, ..Class::PLAIN };
            if !p.alias.is_empty() {
                all.entry(p.alias).or_insert((id, plain));
            }
            let main = all.get(p.alias).map_or(plain, |(_, class)| *class);
            all.entry(p.name).or_insert((id, main));
            if p.name.contains('-') {
                // No expression has a word with a hyphen in it.
                all.entry(p.name.replace('-', "_").leak()).or_insert((id, main));
            }
        }
        // A record may stand alone: its bytes.
        let mut records = vec![];
        for (id, p) in ids() {
            for class in p.classes.iter().copied().flatten() {
                class.fields.iter().for_each(|f| collect(id, f, 6, &mut records));
            }
        }
        for (id, f) in records {
            if let Place::Group(of) = f.place {
                all.entry(f.alias).or_insert((id, Class { fields: of, ..Class::PART }));
            }
        }
        all
    })
}
fn collect(id: Id, f: &'static Field, depth: u8, to: &mut Vec<(Id, &'static Field)>) {
    if matches!(f.place, Place::Group(_)) && f.alias.starts_with(|c: char| c.is_ascii_uppercase()) {
        to.push((id, f));
    }
    if depth > 0 {
        f.inside(&mut |inner| {
            collect(id, inner, depth - 1, to);
            true
        });
    }
}

/// The class of a name.
pub(crate) fn class(name: &str) -> Option<(Id, Class)> {
    index().get(name).copied()
}
/// The classes of a protocol, each under its first name, in their order.
pub(super) fn of_protocol(id: Id) -> &'static [(&'static str, Class)] {
    static LISTS: OnceLock<HashMap<Id, Vec<(&'static str, Class)>>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let mut lists: HashMap<Id, Vec<(&'static str, Class)>> = HashMap::new();
        for (i, p) in PROTOCOLS.iter().enumerate() {
            let own = lists.entry(Id(i as u16)).or_default();
            for class in p.classes.iter().copied().flatten() {
                let mut class = *class;
                if class.fields.is_empty() && class.whole {
                    (class.fields, class.size, class.align) = (p.fields, p.size, p.align);
                }
                own.extend(class.names.first().map(|name| (*name, class)));
            }
            // Where messages have forms of their own, the description that reads any of them writes none.
            if !p.alias.is_empty() && !own.iter().any(|(_, c)| c.whole) {
                own.extend(class(p.alias).map(|(_, class)| (p.alias, class)));
            }
        }
        lists
    });
    lists.get(&id).map_or(&[], Vec::as_slice)
}
/// A protocol for which Scapy has no class: its own name, as an expression writes it, and its fields under Wireshark's.
pub(super) fn plain(id: Id) -> Option<(&'static str, Class)> {
    let p = PROTOCOLS.get(usize::from(id.0)).filter(|_| of_protocol(id).is_empty())?;
    let (name, (found, class)) = index().get_key_value(p.name.replace('-', "_").as_str())?;
    (*found == id).then_some((*name, *class))
}
/// What to say of a name that nobody has.
pub(super) fn unknown(e: &Expr, name: &str) -> Error {
    if super::sets::VALUES.contains(&name) {
        return Error::new(
            &(e.at.start..e.at.start + name.len()),
            format!("{name} is a value of a field, as IP(dst={name}(..)), and no packet"),
        );
    }
    let mut known: Vec<_> = index().keys().copied().chain(super::sets::VALUES.iter().copied()).filter(|n| !n.is_empty()).collect();
    known.retain(|name| !name.contains('-'));
    known.sort_unstable();
    let hint = near(name, known.iter().copied());
    // A word without brackets may have been meant as text.
    let bare = e.at.len() == name.len() && matches!(&e.what, What::Call(_, args) if args.is_empty());
    let hint = match hint.contains("did you mean") {
        true => hint,
        false if bare => "; text stands in quotes".into(),
        false => "; pkt ls shows what there is".into(),
    };
    Error::new(&(e.at.start..e.at.start + name.len()), format!("no protocol \"{name}\"{hint}"))
}
