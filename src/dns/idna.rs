//! Names for the DNS as CPython's codec `idna` writes them: IDNA 2003, with nameprep.
//!
//! RFC 3490 <https://www.rfc-editor.org/rfc/rfc3490>, RFC 3491 <https://www.rfc-editor.org/rfc/rfc3491>, RFC 3454 (stringprep),
//! RFC 3492 (punycode). Query strings: code points that Unicode 3.2 does not know are allowed.

use stringprep::tables;
use unicode_normalization::UnicodeNormalization;

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
    if label.chars().any(tables::bidi_r_or_al) {
        if label.chars().any(tables::bidi_l) {
            return Err(Error::Mixed);
        }
        let edge = |c: Option<char>| c.is_some_and(tables::bidi_r_or_al);
        if !edge(label.chars().next()) || !edge(label.chars().next_back()) {
            return Err(Error::Edges);
        }
    }
    Ok(label)
}

/// Table B.2. What Unicode 3.2 does not know is lowered as today's Unicode says, which is what CPython does.
fn fold(c: char, into: &mut String) {
    if tables::unassigned_code_point(c) {
        for low in c.to_lowercase() {
            if low != c && !tables::unassigned_code_point(low) { into.extend(tables::case_fold_for_nfkc(low)) } else { into.push(low) }
        }
    } else {
        into.extend(tables::case_fold_for_nfkc(c));
    }
}

/// NFKC of Unicode 3.2: what that does not know stays as it is, and keeps its neighbours apart.
fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut known = String::new();
    for c in text.chars() {
        if tables::unassigned_code_point(c) {
            out.extend(known.nfkc());
            known.clear();
            out.push(c);
        } else {
            known.push(c);
        }
    }
    out.extend(known.nfkc());
    out
}

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
