//! The integration tests: one binary, a module per concern.

mod answers;
#[cfg(target_os = "linux")]
mod ask;
mod bpf;
mod captures;
mod cli;
#[cfg(target_os = "linux")]
mod conversations;
mod craft;
mod crafted;
mod demo;
#[cfg(target_os = "linux")]
mod dns_bulk;
#[cfg(target_os = "linux")]
mod dns_calls;
#[cfg(target_os = "linux")]
mod dns_capture;
mod dns_query;
mod dns_transports;
mod edit;
mod filters;
mod floors;
mod flows;
mod follow;
mod fuzz;
mod handshakes;
#[cfg(target_os = "linux")]
mod handshakes_live;
#[cfg(target_os = "linux")]
mod live;
mod names;
#[cfg(target_os = "linux")]
mod net;
#[cfg(target_os = "linux")]
mod netns;
mod oracle;
#[cfg(target_os = "linux")]
mod process;
mod readme;
#[cfg(target_os = "linux")]
mod remote;
#[cfg(target_os = "linux")]
mod scan;
mod scapy;
#[cfg(target_os = "linux")]
mod send;
mod sql;
mod stats;
mod streams;
#[cfg(unix)]
mod traffic;
mod vectors;

use std::process::{Command, Stdio};

/// True where a program that `make test` installs is there; the test that asks says so and skips where it is not.
/// Under `CI=true` nothing is skipped.
#[allow(dead_code, reason = "for the tests that compare")]
fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{program} is missing: run scripts/setup test");
        eprintln!("skipped: {program} is missing");
    }
    found
}
