//! `pkt sql`: runs the program `pkt-sql`, which is built apart, as a query engine is larger than all the rest.

use super::exit::Code;
use super::term::Term;
use anyhow::Context;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// Ask captures in SQL: every field is a column
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[command(after_long_help = "\
The program pkt-sql does it, which `make sql` builds; `pkt sql --help` then shows its options.

Examples:
  pkt sql \"SELECT src, count(*), sum(frame_len) FROM 'captures/*.pcap' GROUP BY 1 ORDER BY 3 DESC LIMIT 10\"
  pkt sql \"SELECT server, verdict, count(*) FROM handshakes GROUP BY 1, 2\" a.pcap -T json
  pkt sql --cluster localhost:50050 \"SELECT count(*) FROM '/captures/*.pcap'\"   # see pkt help cluster")]
pub(super) struct Args {
    /// What pkt-sql takes: a query, capture files, options
    #[arg(value_name = "QUERY | FILE | OPTION", trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<OsString>,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    // A cluster is asked by the program that knows clusters.
    let cluster = |word: &OsString| word == "--cluster" || word.to_str().is_some_and(|word| word.starts_with("--cluster="));
    let before_end = args.args.iter().take_while(|word| *word != "--");
    if before_end.into_iter().any(cluster) {
        return run_apart("pkt-cluster", "cluster", Some("sql"), &args.args, term);
    }
    run_apart("pkt-sql", "sql", None, &args.args, term)
}

/// Becomes a program that is built apart, or says how it is had.
pub(super) fn run_apart(program: &str, target: &str, verb: Option<&str>, args: &[OsString], term: &Term) -> anyhow::Result<Code> {
    let Some(path) = find(program) else {
        let beside = std::env::current_exe().ok().and_then(|path| Some(path.parent()?.display().to_string()));
        super::term::error(&format!(
            "pkt {} needs the program {program}, which is neither in {} nor in PATH.\n\
             It is built apart, as it brings a whole query engine: run `make {target}` in Pktlab's source.",
            if verb.is_some() { "sql --cluster" } else { target },
            beside.as_deref().unwrap_or("the folder of pkt")
        ));
        return Ok(Code::File);
    };
    let mut command = Command::new(&path);
    command.args(verb);
    // What was said before the verb holds for it too.
    if term.quiet {
        command.arg("--quiet");
    }
    command.args((0..term.verbose).map(|_| "--verbose")).args(args);
    become_it(command).with_context(|| path.display().to_string())
}

#[cfg(unix)]
fn become_it(mut command: Command) -> std::io::Result<Code> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> std::io::Result<Code> {
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(Code::File as i32))
}

/// Beside this program, in PATH, or where `cargo install` puts programs.
fn find(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().and_then(|path| path.parent().map(PathBuf::from));
    let paths = std::env::var_os("PATH").map(|paths| std::env::split_paths(&paths).collect::<Vec<_>>()).unwrap_or_default();
    let cargo = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo/bin"));
    beside.into_iter().chain(paths).chain(cargo).map(|folder| folder.join(&name)).find(|path| path.is_file())
}
