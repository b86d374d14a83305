//! The program as it is run, and its answers held against tshark's.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

mod answers;
mod files;
mod installed;
mod oracle;
mod tls;

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// The program, in the repository.
fn sql(args: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt-sql"));
    command.args(args).current_dir(root()).stdin(Stdio::null());
    command
}

/// What the program says on stdout; it must end well.
fn said(args: &[impl AsRef<OsStr>]) -> String {
    let Output { status, stdout, stderr } = sql(args).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{status}: {stderr}");
    String::from_utf8(stdout).expect("it is text")
}

/// The code the program ends with, and what it says on stderr.
fn refused(args: &[impl AsRef<OsStr>]) -> (i32, String) {
    let Output { status, stderr, stdout } = sql(args).output().expect("it runs");
    assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
    (status.code().expect("it ends by itself"), String::from_utf8_lossy(&stderr).into_owned())
}

/// What the program says of what comes on its stdin.
fn fed(bytes: &[u8], args: &[&str]) -> Output {
    let mut child = sql(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("it has one");
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&bytes)));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("writing ends");
    output
}

/// A pcap file of packets: the first one's time, what is between two, and UDP datagrams whose payloads are these.
fn pcap(times: impl IntoIterator<Item = u32>, payload: &dyn Fn(u32) -> Vec<u8>) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 262_144, 228] {
        file.extend(word.to_le_bytes());
    }
    for (i, time) in times.into_iter().enumerate() {
        let body = payload(i as u32);
        let mut packet = vec![0x45, 0, 0, 0, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, (i % 200) as u8];
        packet.extend([0x10, 0, 0x20, 0]);
        packet.extend((8 + body.len() as u16).to_be_bytes());
        packet.extend([0, 0]);
        packet.extend(body);
        let len = (packet.len() as u16).to_be_bytes();
        packet[2..4].copy_from_slice(&len);
        for word in [time, i as u32 % 1_000_000, packet.len() as u32, packet.len() as u32] {
            file.extend(word.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}
