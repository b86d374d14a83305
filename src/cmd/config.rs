//! The configuration file, `~/.config/pktlab/config.toml`: defaults for the options, by verb. And `pkt config`, which shows them.
//!
//! A key is an option's long name, so there is no second list. What the file says is put in front of what the user said, as
//! options: the same parser checks both, and the later one wins.

use super::exit::{self, Code};
use super::{answer, command, near};
use anyhow::Context;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// Show the configuration in force, and where each value comes from
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The file is $XDG_CONFIG_HOME/pktlab/config.toml, or ~/.config/pktlab/config.toml. Its keys are the
long names of options; those of a verb stand under the verb's name (of `pkt dns query` under [dns.query]):

  color = \"never\"

  [read]
  format = \"tree\"
  threads = 1
  checksums = true

Options on the command line override the file; a flag that the file switches on is switched off
with --no-FLAG.

Examples:
  pkt config
  pkt config > ~/.config/pktlab/config.toml    # a file to start from")]
pub(super) struct Args {}

/// Options that make no sense as a default: they name a file that is written or read.
const NO_KEYS: &[&str] = &["help", "version", "write", "read-file", "svg", "html", "output", "capture", "resume"];

/// Verbs without defaults.
const NO_SECTIONS: &[&str] = &["help", "completions", "man", "config"];

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Config {
    path: Option<PathBuf>,
    found: bool,
    entries: Vec<Entry>,
}

/// A key, its value as command-line arguments, and where it stands.
#[derive(Debug)]
struct Entry {
    /// Empty for what holds for every verb; `dns.query` for a verb below a verb.
    verb: String,
    key: String,
    arguments: Vec<String>,
    /// As TOML.
    shown: String,
    line: usize,
}

impl Config {
    /// The file's contents; empty without a file. Every key is checked, and the values too.
    pub(super) fn load(command: &Command) -> anyhow::Result<Config> {
        let Some(path) = place(&|name| std::env::var_os(name)) else { return Ok(Config::default()) };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
                return Ok(Config { path: Some(path), ..Config::default() });
            }
            // Somebody else's home, as after `sudo -u`: what cannot even be seen is not this user's.
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied && path.metadata().is_err() => return Ok(Config::default()),
            Err(e) => return Err(e).with_context(|| path.display().to_string()),
        };
        let entries = parse(&text, command).map_err(|(line, message)| exit::usage(format!("{}:{line}: {message}", path.display())))?;
        let config = Config { path: Some(path), found: true, entries };
        config.check()?;
        Ok(config)
    }

    /// The arguments for this call: keys that the user has not given a value himself.
    pub(super) fn arguments(&self, matches: &ArgMatches) -> Vec<OsString> {
        let Some((mut verb, mut of)) = matches.subcommand().map(|(verb, of)| (verb.to_owned(), of)) else { return Vec::new() };
        while let Some((below, matches)) = of.subcommand() {
            (verb, of) = (format!("{verb}.{below}"), matches);
        }
        let entries = self.entries.iter().filter(|e| e.verb.is_empty() || e.verb == verb);
        let given = |id: &str| of.try_contains_id(id).is_ok() && of.value_source(id) == Some(ValueSource::CommandLine);
        let silent = entries.filter(|e| !given(&id(&e.key)) && !given(&format!("no-{}", e.key)));
        silent.flat_map(|e| &e.arguments).map(OsString::from).collect()
    }

    /// Holds every value against the parser, each alone, so that the message can name the line.
    fn check(&self) -> anyhow::Result<()> {
        use clap::error::ErrorKind::*;
        for entry in &self.entries {
            let verb = if entry.verb.is_empty() { "config" } else { &entry.verb };
            let line = ["pkt"].into_iter().chain(verb.split('.')).chain(entry.arguments.iter().map(String::as_str));
            let Err(error) = command().try_get_matches_from(line) else { continue };
            if matches!(error.kind(), InvalidValue | ValueValidation | TooManyValues | WrongNumberOfValues | ArgumentConflict) {
                let text = error.to_string();
                let said: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
                let message = said.join(" ").trim_start_matches("error: ").to_owned();
                return Err(exit::usage(format!("{}:{}: {message}", self.file(), entry.line)));
            }
        }
        Ok(())
    }

    fn file(&self) -> String {
        self.path.as_deref().map_or_else(String::new, |path| path.display().to_string())
    }
}

/// The command line with more arguments behind the verb.
pub(super) fn insert(mut args: Vec<OsString>, matches: &ArgMatches, more: Vec<OsString>) -> Vec<OsString> {
    // No option before the verb takes a value that is a verb's name.
    let (mut behind, mut of) = (1, matches);
    while let Some((verb, below)) = of.subcommand() {
        let Some(at) = args.iter().skip(behind).position(|arg| arg == verb) else {
            behind = args.len();
            break;
        };
        (behind, of) = (behind + at + 1, below);
    }
    args.splice(behind..behind, more);
    args
}

/// Where the file is: `$XDG_CONFIG_HOME`, which counts only when it is absolute, or `~/.config`. `None` without a home.
fn place(env: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| env(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")))?;
    Some(base.join("pktlab").join("config.toml"))
}

/// An option's name in clap: its key with underscores.
fn id(key: &str) -> String {
    key.replace('-', "_")
}

/// The options of a command that are keys.
fn keys(of: &Command) -> impl Iterator<Item = (&str, &Arg)> {
    let named = of.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(|arg| Some((arg.get_long()?, arg)));
    named.filter(|(long, _)| !NO_KEYS.contains(long))
}

/// The verbs with keys of their own, by name: `dns.query` for a verb below a verb.
fn sections(command: &Command) -> Vec<(String, &Command)> {
    let mut found = Vec::new();
    for verb in command.get_subcommands().filter(|verb| !NO_SECTIONS.contains(&verb.get_name())) {
        found.push((verb.get_name().to_owned(), verb));
        let below = sections(verb).into_iter().map(|(name, below)| (format!("{}.{name}", verb.get_name()), below));
        found.extend(below);
    }
    found
}

/// The file's entries, or the line of the first fault and what it is.
fn parse(text: &str, command: &Command) -> Result<Vec<Entry>, (usize, String)> {
    let line = |at: usize| text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
    let table = DeTable::parse(text).map_err(|e| (e.span().map_or(1, |at| line(at.start)), e.message().to_owned()))?;
    let mut entries = Vec::new();
    for (name, value) in table.get_ref() {
        let (at, name) = (line(name.span().start), name.get_ref());
        let DeValue::Table(section) = value.get_ref() else {
            let fault = || {
                let sections = sections(command);
                let verb = sections.iter().find(|(_, verb)| keys(verb).any(|(key, _)| key == name));
                let hint = match verb {
                    Some((verb, _)) => format!("; it belongs under [{verb}]"),
                    None => near::hint(name, keys(command).map(|(key, _)| key)),
                };
                (at, format!("unknown key `{name}`{hint}"))
            };
            let arg = keys(command).find(|(key, _)| key == name).ok_or_else(fault)?.1;
            entries.push(entry("", name, arg, value.get_ref(), at)?);
            continue;
        };
        parse_section(name, at, section, command, &line, &mut entries)?;
    }
    Ok(entries)
}

/// The entries of a verb, and of the verbs below it.
fn parse_section(
    name: &str,
    at: usize,
    section: &DeTable<'_>,
    command: &Command,
    line: &dyn Fn(usize) -> usize,
    entries: &mut Vec<Entry>,
) -> Result<(), (usize, String)> {
    let known = sections(command);
    let unknown = || {
        let hint = near::hint(name, known.iter().map(|(verb, _)| verb.as_str()));
        (at, format!("unknown section [{name}]{hint}"))
    };
    let verb = known.iter().find(|(verb, _)| verb == name).ok_or_else(unknown)?.1;
    for (key, value) in section {
        let (at, key) = (line(key.span().start), key.get_ref());
        if let DeValue::Table(below) = value.get_ref() {
            parse_section(&format!("{name}.{key}"), at, below, command, line, entries)?;
            continue;
        }
        let arg = keys(verb).find(|(long, _)| long == key).ok_or_else(|| {
            let hint = near::hint(key, keys(verb).map(|(long, _)| long));
            (at, format!("unknown key `{key}` in [{name}]{hint}"))
        })?;
        entries.push(entry(name, key, arg.1, value.get_ref(), at)?);
    }
    Ok(())
}

fn entry(verb: &str, key: &str, arg: &Arg, value: &DeValue<'_>, line: usize) -> Result<Entry, (usize, String)> {
    let wrong = |wanted: &str| (line, format!("`{key}` must be {wanted}"));
    let scalar = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Some((text.to_string(), quoted(text))),
        DeValue::Integer(number) => Some((number.to_string(), number.to_string())),
        _ => None,
    };
    let (arguments, shown) = match (arg.get_action(), value) {
        (ArgAction::SetTrue | ArgAction::Count, DeValue::Boolean(on)) => {
            (vec![if *on { format!("--{key}") } else { format!("--no-{key}") }], on.to_string())
        }
        (ArgAction::SetTrue, _) => return Err(wrong("true or false")),
        (ArgAction::Count, DeValue::Integer(times)) => {
            let n: u8 = times.as_str().parse().map_err(|_| wrong("true, false or a small number"))?;
            (vec![format!("--{key}"); n.into()], n.to_string())
        }
        (ArgAction::Count, _) => return Err(wrong("true, false or a small number")),
        (ArgAction::Append, DeValue::Array(items)) => {
            let items: Option<Vec<_>> = items.iter().map(|item| scalar(item.get_ref())).collect();
            let items = items.ok_or_else(|| wrong("a list of texts"))?;
            let shown: Vec<_> = items.iter().map(|(_, shown)| shown.as_str()).collect();
            (items.iter().map(|(text, _)| format!("--{key}={text}")).collect(), format!("[{}]", shown.join(", ")))
        }
        (_, value) => {
            let (text, shown) = scalar(value).ok_or_else(|| wrong("a text or a number"))?;
            (vec![format!("--{key}={text}")], shown)
        }
    };
    Ok(Entry { verb: verb.to_owned(), key: key.to_owned(), arguments, shown, line })
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// `pkt config`.
pub(super) fn run(matches: &ArgMatches) -> anyhow::Result<Code> {
    let command = command();
    let config = Config::load(&command)?;
    let mut text = String::new();
    match &config.path {
        Some(path) if config.found => writeln!(text, "# {}", path.display())?,
        Some(path) => writeln!(text, "# {} (there is no such file)", path.display())?,
        None => writeln!(text, "# no file: neither XDG_CONFIG_HOME nor HOME is set")?,
    }
    show(&mut text, &config, "", &command, matches.subcommand().map(|(_, given)| given))?;
    for (name, verb) in sections(&command).into_iter().filter(|(_, verb)| keys(verb).next().is_some()) {
        writeln!(text, "\n[{name}]")?;
        show(&mut text, &config, &name, verb, None)?;
    }
    answer(text.as_bytes())
}

/// One line a key: what is in force, and where that was said. A key without a value is a comment.
fn show(text: &mut String, config: &Config, verb: &str, of: &Command, given: Option<&ArgMatches>) -> std::fmt::Result {
    let file = config.path.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for (key, arg) in keys(of) {
        let here = given.filter(|given| given.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine));
        let (value, whence) = if let Some(given) = here {
            let id = arg.get_id().as_str();
            let value = match arg.get_action() {
                ArgAction::SetTrue => given.get_flag(id).to_string(),
                ArgAction::Count => given.get_count(id).to_string(),
                _ => {
                    let raw = given.get_raw(id).into_iter().flatten().next_back();
                    quoted(&raw.unwrap_or_default().to_string_lossy())
                }
            };
            (value, "command line".to_owned())
        } else if let Some(entry) = config.entries.iter().find(|e| e.verb == verb && e.key == key) {
            (entry.shown.clone(), format!("{file}:{}", entry.line))
        } else {
            let value = match (arg.get_action(), arg.get_default_values().first()) {
                (ArgAction::SetTrue, _) => "false".to_owned(),
                (ArgAction::Count, _) => "0".to_owned(),
                (_, Some(default)) => {
                    let default = default.to_string_lossy();
                    if default.parse::<i64>().is_ok() { default.into_owned() } else { quoted(&default) }
                }
                (_, None) => String::new(),
            };
            (value, "default".to_owned())
        };
        if value.is_empty() {
            let form = arg.get_value_names().and_then(|names| names.first()).map_or("VALUE", |name| name.as_str());
            writeln!(text, "{:<32} # not set", format!("# {key} = {form}"))?;
        } else {
            writeln!(text, "{:<32} # {whence}", format!("{key} = {value}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_where_xdg_says() {
        let place = |env: &[(&str, &str)]| place(&|name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into()));
        assert_eq!(place(&[("HOME", "/home/a")]), Some("/home/a/.config/pktlab/config.toml".into()));
        assert_eq!(place(&[("HOME", "/home/a"), ("XDG_CONFIG_HOME", "/etc/xdg")]), Some("/etc/xdg/pktlab/config.toml".into()));
        assert_eq!(place(&[("HOME", "/home/a"), ("XDG_CONFIG_HOME", "here")]), Some("/home/a/.config/pktlab/config.toml".into()));
        assert_eq!(place(&[]), None);
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        let fault = |text: &str| parse(text, &command()).unwrap_err();
        assert_eq!(fault("quiet = true\ncolour = 1\n"), (2, "unknown key `colour`; did you mean `color`?".to_owned()));
        assert_eq!(fault("quiet = 3"), (1, "`quiet` must be true or false".to_owned()));
        assert_eq!(fault("\n\n[raed]\n").0, 3);
        assert_eq!(fault("quiet = true\n=").0, 2);
    }

    #[test]
    fn verbs_below_verbs_have_sections() {
        let text = "[dns.query]\ntries = 2\n[dns.bulk]\noutstanding = 7\n";
        let config = Config { entries: parse(text, &command()).unwrap(), ..Config::default() };
        let line = |words: &[&str]| {
            let args: Vec<OsString> = words.iter().map(OsString::from).collect();
            let matches = command().try_get_matches_from(&args).unwrap();
            let made = insert(args, &matches, config.arguments(&matches));
            made.iter().map(|arg| arg.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line(&["pkt", "-q", "dns", "query", "query", "dns"]), "pkt -q dns query --tries=2 query dns");
        assert_eq!(line(&["pkt", "dns", "query", "a", "--tries", "9"]), "pkt dns query a --tries 9");
        assert_eq!(line(&["pkt", "dns", "bulk", "-"]), "pkt dns bulk --outstanding=7 -");
        assert_eq!(line(&["pkt", "dns", "trace", "a"]), "pkt dns trace a");
        let fault = |text: &str| parse(text, &command()).unwrap_err().1;
        assert_eq!(fault("[dns.quary]"), "unknown section [dns.quary]; did you mean [dns.query]?".replace("[dns.query]", "`dns.query`"));
        assert_eq!(fault("[dns.query]\noutstanding = 1"), "unknown key `outstanding` in [dns.query]");
        assert_eq!(fault("outstanding = 1"), "unknown key `outstanding`; it belongs under [dns.bulk]");
    }

    #[test]
    fn values_become_arguments() {
        let entries = parse("color = 'never'\nquiet = false\nverbose = 2", &command()).unwrap();
        let arguments: Vec<_> = entries.iter().flat_map(|e| &e.arguments).map(String::as_str).collect();
        assert_eq!(arguments, ["--color=never", "--no-quiet", "--verbose", "--verbose"]);
    }
}
