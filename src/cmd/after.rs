//! `--after`: a command on each finished file, run by a process that was started before this one was confined.
//!
//! That process is this program again, with a hidden verb. It reads names of files, one for each NUL, and runs the command on
//! one after another, until its input ends. No shell sees the names.

use super::exit::Code;
use super::{sandbox, term::Term};
use anyhow::Context;
use std::io::{BufRead, Write, stdin};
use std::path::Path;
use std::process::{Child, Command, Stdio};

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

    /// Has the command run on a file. Its success is its own concern, and it tells of failures itself.
    pub(super) fn finished(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if let Some(input) = &mut self.child.stdin {
            let _ = input.write_all(&[path.as_os_str().as_encoded_bytes(), b"\0"].concat());
        }
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
    for name in stdin().lock().split(0) {
        let name = os_string(name?);
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
