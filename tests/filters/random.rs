//! Filters made at random out of fields and values that captures hold: most mean something, some are no filters.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The fields that captures hold, each with its type in Wireshark and some of its values.
pub(super) struct Seen {
    fields: Vec<Known>,
    protocols: Vec<String>,
    /// The fields of a type.
    by_type: BTreeMap<String, Vec<usize>>,
}
struct Known {
    name: String,
    /// Without `FT_`.
    ft: String,
    values: Vec<String>,
    /// What Wireshark calls its values.
    names: Vec<String>,
}

impl Seen {
    pub(super) fn of(columns: &[BTreeMap<String, Vec<Vec<String>>>]) -> Seen {
        let ask = |what: &str| {
            let output = Command::new("tshark").args(["-G", what]).output().expect("tshark runs").stdout;
            String::from_utf8_lossy(&output).into_owned()
        };
        let mut types: BTreeMap<String, String> = BTreeMap::new();
        for line in ask("fields").lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            if let ["F", _, name, ft, ..] = parts[..] {
                types.insert(name.to_owned(), ft.trim_start_matches("FT_").to_owned());
            }
        }
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in ask("values").lines() {
            let parts: Vec<&str> = line.split('\t').collect();
            match parts[..] {
                ["V", field, _, text] | ["R", field, _, _, text] => names.entry(field.to_owned()).or_default().push(text.to_owned()),
                ["T", field, yes, no] => names.entry(field.to_owned()).or_default().extend([yes.to_owned(), no.to_owned()]),
                _ => {}
            }
        }
        let (mut fields, mut by_type) = (vec![], BTreeMap::<String, Vec<usize>>::new());
        let all: BTreeSet<&String> = columns.iter().flat_map(BTreeMap::keys).collect();
        let mut protocols = BTreeSet::new();
        for name in all {
            let mut values: Vec<String> = vec![];
            for value in columns.iter().filter_map(|c| c.get(name)).flatten().flatten() {
                if values.len() < 60 && !values.contains(value) {
                    values.push(value.clone());
                }
            }
            if name == "frame.protocols" {
                protocols.extend(values.iter().flat_map(|v| v.split(':')).map(str::to_owned));
            }
            let Some(ft) = types.get(name) else { continue };
            by_type.entry(ft.clone()).or_default().push(fields.len());
            fields.push(Known { name: name.clone(), ft: ft.clone(), values, names: names.remove(name).unwrap_or_default() });
        }
        protocols.retain(|p| pktlab::proto::named(p).is_some());
        Seen { fields, protocols: protocols.into_iter().collect(), by_type }
    }
}

/// So many filters; the same ones for the same seed.
pub(super) fn filters(seen: &Seen, wanted: usize, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut all = BTreeSet::new();
    while all.len() < wanted {
        let depth = dice.pick(&[0, 0, 0, 1, 1, 2, 3]);
        let text = expression(seen, &mut dice, depth);
        // A line each, and tshark's command line takes no NUL.
        if !text.contains(['\n', '\r', '\0', '\u{fffd}']) && text.len() < 300 {
            all.insert(text);
        }
    }
    all.into_iter().collect()
}

/// splitmix64
struct Dice(u64);
impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }
    /// Once in `n`.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

fn expression(seen: &Seen, dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return test(seen, dice);
    }
    let (a, b) = (expression(seen, dice, depth - 1), expression(seen, dice, dice_below(depth)));
    let and = ["and", "&&", "or", "||"];
    match dice.below(6) {
        0 => format!("not {a}"),
        1 => format!("!({a}) {} {b}", dice.pick(&and)),
        2 => format!("({a}) {} ({b})", dice.pick(&and)),
        3 => format!("{a} {} not {b}", dice.pick(&and)),
        _ => format!("{a} {} {b}", dice.pick(&and)),
    }
}
fn dice_below(depth: usize) -> usize {
    depth / 2
}

const COMPARE: [&str; 22] = [
    "==", "eq", "any_eq", "!=", "ne", "all_ne", "===", "all_eq", "!==", "any_ne", "~=", ">", "gt", ">=", "ge", "<", "lt", "<=", "le", "==",
    ">", "<",
];

/// One test.
fn test(seen: &Seen, dice: &mut Dice) -> String {
    let known = field(seen, dice);
    let name = layered(dice, &known.name);
    let some = dice.pick(&["", "", "", "", "", "any ", "all "]);
    match known.ft.as_str() {
        // Types that Wireshark compares as bytes can be cut.
        "BYTES" | "ETHER" | "IPv4" | "IPv6" | "STRING" | "STRINGZ" | "OID" | "AX25" | "PROTOCOL" | "UINT_BYTES" if dice.one_in(4) => {
            return slice(seen, dice, &format!("{some}{name}"), known);
        }
        "NONE" if !dice.one_in(8) => return name,
        _ => {}
    }
    // Most often a test that the type allows.
    let (number, text) = (&["UINT", "INT", "FRAMENUM"], &["STRING", "BYTES", "ETHER", "PROTOCOL", "OID", "AX25"]);
    let is = |of: &[&str]| of.iter().any(|t| known.ft.starts_with(t)) && known.ft != "UINT_BYTES";
    let fits = |form: usize| match form {
        4..=7 => is(text),
        9 => is(number) || is(&["IPv", "ETHER"]),
        10 | 11 => is(number) || is(&["FLOAT", "DOUBLE", "RELATIVE"]),
        13 => !is(&["BOOLEAN", "ABSOLUTE", "RELATIVE", "BYTES", "PROTOCOL"]),
        15 | 16 => is(number) || is(&["FLOAT", "DOUBLE", "RELATIVE"]),
        _ => true,
    };
    let mut form = dice.below(26);
    while !fits(form) && !dice.one_in(12) {
        form = dice.below(26);
    }
    match form {
        0 => name,
        1 => protocol(seen, dice),
        2 | 3 => {
            let mut set: Vec<String> = (0..1 + dice.below(3)).map(|_| literal(seen, dice, known)).collect();
            if dice.one_in(2) {
                let sign = dice.pick(&["..", " .. "]);
                set.push(format!("{}{sign}{}", literal(seen, dice, known), literal(seen, dice, known)));
            }
            let not = dice.pick(&["", "", "not "]);
            format!("{some}{name} {not}in {{{}}}", set.join(", "))
        }
        4 | 5 => format!("{some}{name} contains {}", part(seen, dice, known)),
        6 | 7 => format!("{some}{name} {} {}", dice.pick(&["matches", "~"]), pattern(dice, known)),
        8 => {
            let other = alike(seen, dice, known);
            format!("{some}{name} {} {}", dice.pick(&COMPARE), layered(dice, &other.name))
        }
        9 => {
            let (mut mask, value) = (literal(seen, dice, known), literal(seen, dice, known));
            if known.ft == "IPv6" {
                mask.truncate(mask.find('/').unwrap_or(mask.len()));
            }
            // tshark says that every IPv6 address with a mask is equal to every other.
            match dice.one_in(2) || known.ft == "IPv6" {
                true => format!("{name} & {mask}"),
                false => format!("{some}{name} & {mask} {} {value}", dice.pick(&COMPARE)),
            }
        }
        10 => {
            let (operand, value) = (literal(seen, dice, known), literal(seen, dice, known));
            format!("{some}{name} {} {operand} {} {value}", dice.pick(&["+", "-", "*", "/", "%"]), dice.pick(&COMPARE))
        }
        11 => {
            let other = alike(seen, dice, known);
            let value = literal(seen, dice, known);
            format!(
                "{name} {} {} {} {value}",
                dice.pick(if known.ft == "IPv6" { &["+"] } else { &["+", "-", "*", "/", "%", "&"] }),
                other.name,
                dice.pick(&COMPARE)
            )
        }
        12 => format!("{}({name}) {} {}", dice.pick(&["len", "count"]), dice.pick(&COMPARE), dice.below(8)),
        13 => {
            let function = match is(&["STRING"]) != dice.one_in(15) {
                true => dice.pick(&["upper", "lower"]),
                false => "string",
            };
            let value = dice.pick(&known.values);
            let value = match function {
                "upper" => value.to_uppercase(),
                "lower" => value.to_lowercase(),
                _ => value,
            };
            match dice.below(3) {
                0 => format!("{function}({name}) {} {}", dice.pick(&COMPARE), quoted(&value)),
                1 => format!("{function}({name}) contains {}", quoted(&piece(dice, &value))),
                _ => format!("{function}({name}) matches {}", pattern(dice, known)),
            }
        }
        14 => {
            let other = alike(seen, dice, known);
            let value = literal(seen, dice, known);
            format!("{}({name}, {}) {} {value}", dice.pick(&["max", "min"]), other.name, dice.pick(&COMPARE))
        }
        15 => format!("{}({name}) {} {}", dice.pick(&["max", "min", "abs"]), dice.pick(&COMPARE), literal(seen, dice, known)),
        16 => format!("-{name} {} {}", dice.pick(&COMPARE), literal(seen, dice, known)),
        17 => {
            let protocol = protocol(seen, dice);
            match dice.below(4) {
                0 => slice(seen, dice, &protocol, known),
                3 => format!("{}({protocol}) {} {}", dice.pick(&["len", "count"]), dice.pick(&COMPARE), dice.pick(&[1, 2, 8, 14, 20, 40])),
                1 => format!("{protocol} contains {}", part(seen, dice, known)),
                _ => format!("{protocol} matches {}", pattern(dice, known)),
            }
        }
        _ => format!("{some}{name} {} {}", dice.pick(&COMPARE), literal(seen, dice, known)),
    }
}

/// A field; every type is as likely as every other now and then, so that rare types come up.
fn field<'s>(seen: &'s Seen, dice: &mut Dice) -> &'s Known {
    let types: Vec<&Vec<usize>> = seen.by_type.values().collect();
    let i = match dice.one_in(2) {
        true => dice.below(seen.fields.len()),
        false => {
            let of = types[dice.below(types.len())];
            of[dice.below(of.len())]
        }
    };
    &seen.fields[i]
}
/// Most often a field of the same type, and of the same protocol where there is one.
fn alike<'s>(seen: &'s Seen, dice: &mut Dice, known: &Known) -> &'s Known {
    if dice.one_in(12) {
        return field(seen, dice);
    }
    let of = &seen.by_type[&known.ft];
    let stem = known.name.split('.').next().unwrap_or_default();
    let near: Vec<usize> = of.iter().copied().filter(|i| seen.fields[*i].name.split('.').next() == Some(stem)).collect();
    let of = if dice.one_in(3) { of } else { &near };
    &seen.fields[of[dice.below(of.len())]]
}
fn protocol(seen: &Seen, dice: &mut Dice) -> String {
    let name = dice.pick(&seen.protocols);
    layered(dice, &name)
}
fn layered(dice: &mut Dice, name: &str) -> String {
    match dice.below(60) {
        0 => format!("{name}#1"),
        1 => format!("{name}#2"),
        2 => format!("{name}#[{}]", dice.pick(&["1-2", "2:", "-1", "1,3", "1:1", "-2:"])),
        _ => name.to_owned(),
    }
}

/// A value of the field as a filter writes it, or one beside it; now and then one of another field.
fn literal(seen: &Seen, dice: &mut Dice, known: &Known) -> String {
    let known = if dice.one_in(40) { field(seen, dice) } else { known };
    if !known.names.is_empty() && dice.one_in(3) {
        return quoted(&dice.pick(&known.names));
    }
    let value = dice.pick(&known.values);
    let number = value.strip_prefix("0x").map_or_else(|| value.parse().ok(), |hex| i128::from_str_radix(hex, 16).ok());
    match known.ft.as_str() {
        "IPv4" => match dice.below(6) {
            0 => format!("{value}/{}", dice.below(33) + dice.below(2) * dice.below(2)),
            _ => value,
        },
        "IPv6" => match dice.below(6) {
            0 => format!("{value}/{}", dice.below(129) + dice.below(2) * dice.below(2)),
            1 => value.to_uppercase(),
            _ => value,
        },
        "ETHER" | "EUI64" | "AX25" => {
            let sign = dice.pick(&[":", ":", "-", ".", ""]);
            let value = value.replace(':', sign);
            if dice.one_in(3) { value.to_uppercase() } else { value }
        }
        "BYTES" | "PROTOCOL" | "UINT_BYTES" => match dice.below(4) {
            0 => quoted(&piece(dice, &value)),
            _ => octets(dice, &value),
        },
        "BOOLEAN" => dice.pick(&["0", "1", "1", "1", "0", "True", "False", "TRUE", "FALSE", "2", "true"]).to_owned(),
        "ABSOLUTE_TIME" => {
            let value = value.replace(" UTC", "");
            let cut = dice.pick(&[value.len(), value.len(), value.find('.').unwrap_or(value.len())]);
            let value = value.get(..cut).unwrap_or(&value).to_owned();
            let zone = dice.pick(&["", "", " UTC"]);
            format!("\"{value}{zone}\"")
        }
        "STRING" | "STRINGZ" | "STRINGZPAD" | "STRINGZTRUNC" | "UINT_STRING" => match dice.below(8) {
            0 => value.split_whitespace().next().unwrap_or("x").to_owned(),
            1 => quoted(&piece(dice, &value)),
            2 if !value.contains(['"', '\\']) => format!("r\"{value}\""),
            _ => quoted(&value),
        },
        "RELATIVE_TIME" => match dice.below(3) {
            0 => value.split('.').next().unwrap_or("0").to_owned(),
            1 => value.get(..value.len().saturating_sub(dice.below(9))).unwrap_or("1").trim_end_matches('.').to_owned(),
            _ => value,
        },
        _ => match number {
            Some(n) => {
                let n = match dice.below(12) {
                    0 => n + 1,
                    1 => (n - 1).max(0),
                    2 => n / 2,
                    3 if dice.one_in(3) => dice.pick(&[0, 1, 255, 256, 65_535, 65_536, -1, 4_294_967_295, 4_294_967_296]),
                    _ => n,
                };
                match dice.below(8) {
                    0 if n >= 0 => format!("{n:#x}"),
                    1 if n >= 0 => format!("0{n:o}"),
                    2 if n >= 0 => format!("{n:#b}"),
                    3 if (0x20..0x7f).contains(&n) && n != 0x27 && n != 0x5c => format!("'{}'", n as u8 as char),
                    4 if (0..256).contains(&n) => format!("'\\x{n:02x}'"),
                    _ => n.to_string(),
                }
            }
            None if value.parse::<f64>().is_ok() => value,
            None => quoted(&value),
        },
    }
}
/// Text between quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t"))
}
/// A part of a text.
fn piece(dice: &mut Dice, text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let from = dice.below(signs.len().max(1));
    signs.iter().skip(from).take(1 + dice.below(6)).collect()
}
/// Hexadecimal digits as a filter writes bytes.
fn octets(dice: &mut Dice, digits: &str) -> String {
    let digits: String = digits.chars().filter(char::is_ascii_hexdigit).take(32).collect();
    let sign = dice.pick(&[":", ":", "-", ".", ""]);
    let pairs: Vec<&str> = (0..digits.len() / 2).map(|i| &digits[2 * i..2 * i + 2]).collect();
    if pairs.is_empty() { "00".into() } else { pairs.join(sign) }
}
/// Something a value may contain.
fn part(seen: &Seen, dice: &mut Dice, known: &Known) -> String {
    let value = dice.pick(&known.values);
    let hex: String = value.chars().filter(char::is_ascii_hexdigit).collect();
    match dice.below(6) {
        0 if dice.one_in(3) => literal(seen, dice, known),
        1 if dice.one_in(3) => alike(seen, dice, known).name.clone(),
        2 | 3 if matches!(known.ft.as_str(), "BYTES" | "ETHER" | "PROTOCOL" | "UINT_BYTES") && hex.len() >= 4 => {
            let from = dice.below(hex.len() / 2 - 1) * 2;
            let cut = hex[from..].chars().take(2 * (1 + dice.below(3))).collect::<String>();
            octets(dice, &cut)
        }
        _ => quoted(&piece(dice, &value)),
    }
}
/// A regular expression.
fn pattern(dice: &mut Dice, known: &Known) -> String {
    let value = dice.pick(&known.values);
    let word: String = piece(dice, &value).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '.' }).collect();
    let text = match dice.below(9) {
        0 => format!("^{word}"),
        1 => format!("{word}$"),
        2 => format!("[{}-z]{{2,}}{word}?", dice.pick(&["0", "a", "A", "m"])),
        3 => format!("(?-i){word}"),
        4 => format!("({word}|{}).*", dice.pick(&["x", "1", "\\\\d+"])),
        5 => dice
            .pick(&["\\\\x00", "^\\\\x02", "\\\\w+\\\\.\\\\w+", "[^a-z]", "\\\\s", "..\\\\xff", "^$", "\\\\.[0-9]", "(", "a+"])
            .to_owned(),
        _ => word,
    };
    if dice.one_in(50) { text } else { format!("\"{text}\"") }
}
/// A cut of a field or protocol, compared.
fn slice(seen: &Seen, dice: &mut Dice, name: &str, known: &Known) -> String {
    let (from, length) = (dice.below(9), 1 + dice.below(4));
    let back = 1 + dice.below(6);
    let range = match dice.below(10) {
        0 | 1 => format!("{from}:{length}"),
        2 => format!("{from}-{}", from + length - 1),
        3 => from.to_string(),
        4 => format!(":{length}"),
        5 => format!("{from}:"),
        6 => format!("-{back}"),
        7 => format!("-{back}:"),
        8 => format!("-{back}:{length}"),
        _ => format!("{from},-{back}:1"),
    };
    let hex: String = dice.pick(&known.values).chars().filter(char::is_ascii_hexdigit).collect();
    let value = match hex.get(..2 * length) {
        Some(hex) if !dice.one_in(5) => octets(dice, hex),
        _ => dice.pick(&["00", "0", "01", "0x02", "'a'", "\"a\"", "00:00", "0000", "ff:ff", "\"\\x00\\x01\"", "10", "256"]).to_owned(),
    };
    match dice.below(8) {
        0 => format!("{name}[{range}]"),
        1 => format!("{name}[{range}] contains {value}"),
        2 => format!("{name}[{range}] & {value}"),
        3 => format!("{name}[{range}] & {value} == {value}"),
        4 => format!("{name}[{range}] {} {}[{range}]", dice.pick(&COMPARE), alike(seen, dice, known).name),
        _ => format!("{name}[{range}] {} {value}", dice.pick(&COMPARE)),
    }
}
