//! What is said to a person: on stderr, in colour where that is wanted, never where `-q` was given.

use clap::ValueEnum;
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Write, stderr, stdout};

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set; everywhere if CLICOLOR_FORCE is
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl From<When> for clap::ColorChoice {
    fn from(when: When) -> clap::ColorChoice {
        match when {
            When::Auto => clap::ColorChoice::Auto,
            When::Always => clap::ColorChoice::Always,
            When::Never => clap::ColorChoice::Never,
        }
    }
}

/// What `--color` says, read before the arguments are: clap's own messages must obey it too.
pub(crate) fn early(args: &[OsString]) -> When {
    let mut when = When::Auto;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let value = match arg.to_str() {
            Some("--") => break,
            Some("--color" | "--colour") => args.next().and_then(|v| v.to_str()),
            Some(text) => text.strip_prefix("--color=").or_else(|| text.strip_prefix("--colour=")),
            None => None,
        };
        if let Some(value) = value.and_then(|v| When::from_str(v, false).ok()) {
            when = value;
        }
    }
    when
}

/// How the user wants to be spoken to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    /// Colours on stdout.
    pub(crate) color: bool,
    /// Nothing on stderr but errors.
    pub(crate) quiet: bool,
    /// More on stderr.
    pub(crate) verbose: u8,
}

impl Term {
    pub(crate) fn new(when: When, quiet: bool, verbose: u8) -> Term {
        Term { color: colors(when, stdout().is_terminal(), &|name| std::env::var_os(name)), quiet, verbose }
    }

    /// Says something on stderr, unless `-q` was given.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            error(text);
        }
    }
}

/// Whether colour is wanted on a stream: <https://no-color.org>, <https://bixense.com/clicolors>.
fn colors(when: When, terminal: bool, env: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let set = |name| env(name).is_some_and(|v| !v.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if set("CLICOLOR_FORCE") && env("CLICOLOR_FORCE").as_deref() != Some(OsStr::new("0")) => true,
        When::Auto => terminal && env("TERM").as_deref() != Some(OsStr::new("dumb")) && env("CLICOLOR").as_deref() != Some(OsStr::new("0")),
    }
}

/// The text in red where stderr is coloured.
pub(crate) fn mark(text: &str) -> String {
    let when = early(&std::env::args_os().collect::<Vec<_>>());
    if !colors(when, stderr().is_terminal(), &|name| std::env::var_os(name)) {
        return text.to_owned();
    }
    let style = anstyle::AnsiColor::Red.on_default().bold();
    format!("{style}{text}{style:#}")
}

/// A line on stderr. A stderr that nobody reads is no reason to stop.
pub(crate) fn error(text: &str) {
    let _ = writeln!(stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(terminal: bool, env: &[(&str, &str)]) -> bool {
        colors(When::Auto, terminal, &|name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into()))
    }

    #[test]
    fn environment_decides_where_the_user_does_not() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
        assert!(!auto(true, &[("NO_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]), "an empty NO_COLOR is none");
        assert!(auto(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
        assert!(colors(When::Always, false, &|_| Some("1".into())));
        assert!(!colors(When::Never, true, &|_| None));
    }

    #[test]
    fn the_option_is_found_before_parsing() {
        let early = |args: &[&str]| early(&args.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(early(&["pkt", "read", "--color", "never"]), When::Never);
        assert_eq!(early(&["pkt", "--color=always", "read"]), When::Always);
        assert_eq!(early(&["pkt", "read", "--", "--color=always"]), When::Auto);
    }
}
