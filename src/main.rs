//! The program `pkt`: exit codes and broken pipe, nothing else.
#![forbid(unsafe_code)]

use std::process::ExitCode;

mod cmd;

fn main() -> ExitCode {
    cmd::exit::explain_panics();
    match cmd::run(std::env::args_os().collect()) {
        Ok(code) => code.into(),
        Err(error) => cmd::exit::report(&error).into(),
    }
}
