//! `--after`: a command on each finished file, run by a process that was started before this one was confined.
//!
//! That process is this program again, with a hidden verb. It reads a letter and the name of a file, up to a NUL: [`WORK`] runs the
//! command on it, [`REMOVE`] removes it, one after another until its input ends. So a file that leaves a ring stays until the command
//! that is run on it has ended. No shell sees the names.

use super::exit::Code;
use super::{sandbox, term::Term};
use anyhow::Context;
use pktlab::capture::rotate::Keeper;
use std::io::{BufRead, Write, stdin};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const WORK: u8 = b'+';
const REMOVE: u8 = b'-';

/// Runs a command on the files whose names it reads; `pkt sniff --after` uses it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Become this user first
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// The command and its arguments
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

/// The process that runs the command.
pub(super) struct After {
    child: Child,
}

impl After {
    pub(super) fn start(words: &[String], user: Option<&str>) -> anyhow::Result<After> {
        let program = std::env::current_exe().context("--after")?;
        let mut command = Command::new(program);
        command.arg("run-after");
        if let Some(user) = user {
            command.args(["--user", user]);
        }
        command.arg("--").args(words).stdin(Stdio::piped()).stdout(Stdio::null());
        // Ctrl-C on the terminal is for the capture; what it has finished is still worked on.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Ok(After { child: command.spawn().context("--after")? })
    }

    fn tell(&mut self, what: u8, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if let Some(input) = &mut self.child.stdin {
            let _ = input.write_all(&[&[what], path.as_os_str().as_encoded_bytes(), b"\0"].concat());
        }
    }
}

impl Keeper for After {
    /// Has the command run on a file. Its success is its own concern, and it tells of failures itself.
    fn finished(&mut self, file: &Path) {
        self.tell(WORK, file);
    }

    fn left(&mut self, file: &Path) {
        self.tell(REMOVE, file);
    }
}

impl Drop for After {
    /// Waits until the command is through with the last file.
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    sandbox::drop_rights(args.user.as_deref(), false)?;
    let Some((program, words)) = args.words.split_first() else { return Ok(Code::Usage) };
    let mut code = Code::Ok;
    for told in stdin().lock().split(0) {
        let mut told = told?.into_iter();
        let what = told.next();
        let name = os_string(told.collect());
        if what == Some(REMOVE) {
            // The command may have moved it away, which is fine.
            let _ = std::fs::remove_file(&name);
            continue;
        }
        let mut command = Command::new(program);
        let mut named = false;
        for word in words {
            if word == "{}" {
                named = true;
                command.arg(&name);
            } else {
                command.arg(word);
            }
        }
        if !named {
            command.arg(&name);
        }
        let told = match command.stdin(Stdio::null()).status() {
            Ok(status) if status.success() => continue,
            Ok(status) => format!("--after: {program} {}: {status}", name.to_string_lossy()),
            Err(error) => format!("--after: {program}: {error}"),
        };
        term.say(&told);
        code = Code::File;
    }
    Ok(code)
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> std::ffi::OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> std::ffi::OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
