//! `pkt man`: the manual, as pages for `man`.

use super::exit::{self, Code};
use super::term::Term;
use super::{answer, command, near};
use anyhow::Context;
use std::path::PathBuf;

/// Print a manual page, or write them all into a folder
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  pkt man | man -l -
  pkt man read | man -l -
  pkt man dns query | man -l -
  pkt man --dir /usr/local/share/man/man1")]
pub(super) struct Args {
    /// The verb whose page is wanted, and the verb below it: `dns query` [default: the page of `pkt` itself]
    verb: Vec<String>,
    /// Write all pages into this folder: pkt.1, pkt-read.1, pkt-dns-query.1, …
    #[arg(long, value_name = "DIR", conflicts_with = "verb", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let mut root = command().disable_help_subcommand(true);
    root.build();
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
        let mut pages = vec![&root];
        while let Some(page) = pages.pop() {
            pages.extend(page.get_subcommands());
            let path = dir.join(format!("{}.1", name(page)));
            std::fs::write(&path, render(page)?).with_context(|| path.display().to_string())?;
            term.say(&path.display().to_string());
        }
        return Ok(Code::Ok);
    }
    let mut page = &root;
    for verb in &args.verb {
        page = page.find_subcommand(verb).ok_or_else(|| {
            let hint = near::hint(verb, page.get_subcommands().map(clap::Command::get_name));
            let of = if name(page) == "pkt" { String::new() } else { format!(" of `{}`", name(page).replace('-', " ")) };
            exit::usage(format!("there is no verb `{verb}`{of}{hint}"))
        })?;
    }
    answer(&render(page)?)
}

fn name(page: &clap::Command) -> &str {
    page.get_display_name().unwrap_or_else(|| page.get_name())
}

fn render(page: &clap::Command) -> std::io::Result<Vec<u8>> {
    let mut roff = Vec::new();
    clap_mangen::Man::new(page.clone()).manual("Pktlab").render(&mut roff)?;
    Ok(roff)
}
