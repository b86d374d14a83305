//! `pkt completions`: what a shell needs to complete `pkt` commands.

use super::Pkt;
use super::exit::Code;
use clap::CommandFactory;
use clap_complete::Shell;

/// Print a shell's completion script
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  pkt completions bash > ~/.local/share/bash-completion/completions/pkt
  pkt completions zsh > ~/.zfunc/_pkt        # with ~/.zfunc in $fpath
  pkt completions fish > ~/.config/fish/completions/pkt.fish
  pkt completions powershell >> $PROFILE
  pkt completions elvish >> ~/.config/elvish/rc.elv")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    // Without the hidden opposites (`--no-X`), which bash would list.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Pkt::command(), "pkt", &mut script);
    super::answer(&script)
}
