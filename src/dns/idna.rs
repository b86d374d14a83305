//! Names for the DNS as CPython's codec `idna` writes them: IDNA 2003, with nameprep.
//!
//! RFC 3490 <https://www.rfc-editor.org/rfc/rfc3490>, RFC 3491 <https://www.rfc-editor.org/rfc/rfc3491>, RFC 3454 (stringprep),
//! RFC 3492 (punycode). Query strings: code points that Unicode 3.2 does not know are allowed.

use stringprep::tables;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_compatible};

/// Why a name cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A label of no characters, or one over 63.
    #[error("label empty or too long")]
    Length,
    /// The last label of an ASCII name is over 63.
    #[error("label too long")]
    Long,
    /// A character that nameprep prohibits.
    #[error("Invalid character {}", super::python::quoted(&.0.to_string()))]
    Prohibited(char),
    /// Left-to-right characters in a right-to-left label.
    #[error("Violation of BIDI requirement 2")]
    Mixed,
    /// A right-to-left label that does not begin and end so.
    #[error("Violation of BIDI requirement 3")]
    Edges,
    /// A label with other than ASCII characters that begins as an encoded one does.
    #[error("Label starts with ACE prefix")]
    Ace,
}

/// The name in ASCII.
///
/// # Errors
/// Where CPython raises `UnicodeError`.
pub fn to_ascii(name: &str) -> Result<String, Error> {
    if name.is_empty() {
        return Ok(String::new());
    }
    if name.is_ascii() {
        let mut labels: Vec<&str> = name.split('.').collect();
        // Only the root's label, the last one, may be empty.
        let last = labels.pop().unwrap_or_default();
        if labels.iter().any(|label| !(1..64).contains(&label.len())) {
            return Err(Error::Length);
        }
        return if last.len() < 64 { Ok(name.to_owned()) } else { Err(Error::Long) };
    }
    let mut labels: Vec<&str> = name.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']).collect();
    let root = labels.last().is_some_and(|label| label.is_empty());
    if root {
        labels.pop();
    }
    let labels: Result<Vec<String>, Error> = labels.into_iter().map(label_to_ascii).collect();
    let mut name = labels?.join(".");
    if root {
        name.push('.');
    }
    Ok(name)
}

/// RFC 3490, section 4.1, with `UseSTD3ASCIIRules` unset.
fn label_to_ascii(label: &str) -> Result<String, Error> {
    let sized = |label: String| if (1..64).contains(&label.len()) { Ok(label) } else { Err(Error::Length) };
    if label.is_ascii() {
        return sized(label.to_owned());
    }
    let label = nameprep(label)?;
    if label.is_ascii() {
        return sized(label);
    }
    if label.starts_with("xn--") {
        return Err(Error::Ace);
    }
    // A label that does not fit the encoder's numbers does not fit 63 characters either.
    let encoded = idna::punycode::encode_str(&label).ok_or(Error::Length)?;
    sized(format!("xn--{encoded}"))
}

/// RFC 3491.
fn nameprep(label: &str) -> Result<String, Error> {
    let mut folded = String::with_capacity(label.len());
    for c in label.chars().filter(|c| !tables::commonly_mapped_to_nothing(*c)) {
        fold(c, &mut folded);
    }
    let label = normalize(&folded);
    if let Some(c) = label.chars().find(|c| is_prohibited(*c)) {
        return Err(Error::Prohibited(c));
    }
    let known = |c: char| !tables::unassigned_code_point(c);
    let right = |c: char| known(c) && tables::bidi_r_or_al(c);
    if label.chars().any(right) {
        if label.chars().any(|c| known(c) && is_left(c)) {
            return Err(Error::Mixed);
        }
        let edge = |c: Option<char>| c.is_some_and(right);
        if !edge(label.chars().next()) || !edge(label.chars().next_back()) {
            return Err(Error::Edges);
        }
    }
    Ok(label)
}

/// Table D.2: what is written from left to right. The crate has today's characters; these have changed since Unicode 3.2.
fn is_left(c: char) -> bool {
    match c {
        '\u{0cbf}' | '\u{0cc6}' | '\u{1734}' | '\u{2800}'..='\u{28ff}' | '\u{302e}' | '\u{302f}' => false,
        '\u{17b4}' | '\u{17b5}' | '\u{1885}' | '\u{1886}' => true,
        c => tables::bidi_l(c),
    }
}

/// Table B.2. What that does not name is lowered as today's Unicode says, which is what CPython does.
fn fold(c: char, into: &mut String) {
    let tabled = |c: char, into: &mut String| {
        let before = into.len();
        into.extend(tables::case_fold_for_nfkc(c));
        into.get(before..) != Some(c.encode_utf8(&mut [0; 4]) as &str)
    };
    let at = into.len();
    if !tables::unassigned_code_point(c) && tabled(c, into) {
        return;
    }
    into.truncate(at);
    for low in c.to_lowercase() {
        if low == c || tables::unassigned_code_point(low) {
            into.push(low)
        } else {
            let _ = tabled(low, into);
        }
    }
}

/// NFKC as CPython has it for Unicode 3.2: what that does not know is not taken apart, but ordered and put together as today.
fn normalize(text: &str) -> String {
    let mut parts: Vec<char> = vec![];
    for c in text.chars() {
        if tables::unassigned_code_point(c) {
            parts.push(c);
        } else if let Some((_, before)) = BEFORE_CORRIGENDUM.iter().find(|(compatible, _)| *compatible == c) {
            parts.push(*before);
        } else {
            decompose_compatible(c, |part| parts.push(part));
        }
    }
    parts.chunk_by_mut(|_, next| canonical_combining_class(*next) != 0).for_each(|run| {
        // The first may be a starter, which stays first: its class is 0.
        run.sort_by_key(|c| canonical_combining_class(*c));
    });
    let mut out: Vec<char> = vec![];
    // The place of the last starter, and the class of what stands behind it.
    let (mut starter, mut class) = (None, 0);
    for c in parts {
        let own = canonical_combining_class(c);
        let blocked = class != 0 && class >= own;
        let joined = starter.filter(|_| !blocked).and_then(|at: usize| Some((at, compose(*out.get(at)?, c)?)));
        if let Some((at, both)) = joined
            && let Some(place) = out.get_mut(at)
        {
            *place = both;
            continue;
        }
        if own == 0 {
            starter = Some(out.len());
        }
        class = own;
        out.push(c);
    }
    out.into_iter().collect()
}

/// What Unicode 3.2 took these for, before its Corrigendum 4.
const BEFORE_CORRIGENDUM: &[(char, char)] = &[
    ('\u{2f868}', '\u{2136a}'),
    ('\u{2f874}', '\u{5f33}'),
    ('\u{2f91f}', '\u{43ab}'),
    ('\u{2f95f}', '\u{7aae}'),
    ('\u{2f9bf}', '\u{4d57}'),
];

/// RFC 3491, section 5.
fn is_prohibited(c: char) -> bool {
    tables::non_ascii_space_character(c)
        || tables::non_ascii_control_character(c)
        || tables::private_use(c)
        || tables::non_character_code_point(c)
        || tables::surrogate_code(c)
        || tables::inappropriate_for_plain_text(c)
        || tables::inappropriate_for_canonical_representation(c)
        || tables::change_display_properties_or_deprecated(c)
        || tables::tagging_character(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_cpython_writes_them() {
        let ok = |name: &str| to_ascii(name).unwrap();
        assert_eq!(ok("example.com"), "example.com");
        assert_eq!(ok("EXAMPLE."), "EXAMPLE.");
        assert_eq!(ok("bücher.example"), "xn--bcher-kva.example");
        assert_eq!(ok("BÜCHER.Example"), "xn--bcher-kva.Example");
        assert_eq!(ok("straße.de"), "strasse.de", "IDNA 2003, not 2008");
        assert_eq!(ok("b。c"), "b.c");
        assert_eq!(ok("😀.de"), "xn--e28h.de");
        assert_eq!(ok("a\u{300}."), "xn--0ca.");
        assert_eq!(ok("faß\u{ad}"), "fass");
    }

    #[test]
    fn names_that_cannot_be_written() {
        let fault = |name: &str| to_ascii(name).unwrap_err().to_string();
        assert_eq!(fault(&"a".repeat(64)), "label too long");
        assert_eq!(fault(&format!("{}.b", "a".repeat(64))), "label empty or too long");
        assert_eq!(fault("a..b"), "label empty or too long");
        assert_eq!(fault("."), "label empty or too long");
        assert_eq!(fault(&"é".repeat(70)), "label empty or too long");
        assert_eq!(fault("é..b"), "label empty or too long");
        assert_eq!(fault("é\u{a0}\u{3000}\u{200b}\u{e001}"), r"Invalid character '\ue001'");
        assert_eq!(fault("xn--é"), "Label starts with ACE prefix");
        assert_eq!(fault("אa"), "Violation of BIDI requirement 2");
        assert_eq!(fault("א1"), "Violation of BIDI requirement 3");
    }
}
