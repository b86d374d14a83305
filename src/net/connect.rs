//! Connections that are only tried: which TCP ports take them, without the right to send packets of one's own.

use super::Error;
use super::scan::{Host, Progress, Reason, State, Verdict};
use socket2::{Domain, Protocol, Socket, Type};
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Connections that are tried at once: half of what a process may have open everywhere.
const AT_ONCE: usize = 500;

/// Tries a connection to each port. The closure is told how far it is, and may break it off.
///
/// # Errors
/// Where no socket can be opened.
pub fn scan(
    hosts: &[IpAddr],
    ports: &[u16],
    timeout: Duration,
    retries: u8,
    rate: Option<f64>,
    each: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<Host>, Error> {
    let silence = Verdict { state: State::Filtered, reason: Reason::Silence, ttl: 0, rtt: None };
    let mut found: Vec<Host> =
        hosts.iter().map(|address| Host { address: *address, down: None, ports: vec![silence; ports.len()] }).collect();
    let mut left = (0..ports.len()).flat_map(|port| (0..hosts.len()).map(move |host| (host, port)));
    let mut again: Vec<(usize, usize, u8)> = vec![];
    let mut open: Vec<Try> = vec![];
    let (mut progress, mut told) = (Progress { total: (hosts.len() * ports.len()) as u64, ..Progress::default() }, Instant::now());
    let start = Instant::now();
    loop {
        while open.len() < AT_ONCE && rate.is_none_or(|rate| rate <= 0.0 || progress.packets as f64 <= start.elapsed().as_secs_f64() * rate)
        {
            let Some((host, port, tries)) = again.pop().or_else(|| left.next().map(|(host, port)| (host, port, 0))) else { break };
            let (Some(address), Some(number)) = (hosts.get(host), ports.get(port)) else { continue };
            match begin(SocketAddr::new(*address, *number)) {
                Ok(socket) => {
                    progress.packets += 1;
                    open.push(Try { socket, host, port, tries, since: Instant::now() });
                }
                // Too many are open: some will be closed.
                Err(error) if matches!(error.raw_os_error(), Some(23 | 24)) && !open.is_empty() => {
                    again.push((host, port, tries));
                    break;
                }
                Err(error) => settle(&mut found, &mut progress, host, port, verdict(&error, None)),
            }
        }
        if open.is_empty() && progress.done >= progress.total {
            break;
        }
        wait(&open, Duration::from_millis(10));
        let mut at = 0;
        while let Some(one) = open.get(at) {
            let took = one.since.elapsed();
            let done = match one.socket.take_error() {
                Ok(None) if one.socket.peer_addr().is_ok() => {
                    Some(Verdict { state: State::Open, reason: Reason::SynAck, ttl: 0, rtt: u32::try_from(took.as_micros()).ok() })
                }
                Ok(None) => None,
                Ok(Some(error)) | Err(error) => Some(verdict(&error, u32::try_from(took.as_micros()).ok())),
            };
            if done.is_none() && took < timeout {
                at += 1;
                continue;
            }
            let one = open.swap_remove(at);
            match done {
                Some(verdict) => {
                    if verdict.state == State::Open {
                        // Closed with a reset, so that no port of ours waits for a minute.
                        let _ = one.socket.set_linger(Some(Duration::ZERO));
                    }
                    settle(&mut found, &mut progress, one.host, one.port, verdict);
                }
                None if one.tries < retries => again.push((one.host, one.port, one.tries + 1)),
                None => progress.done += 1,
            }
        }
        if told.elapsed() > Duration::from_millis(50) {
            told = Instant::now();
            progress.window = open.len();
            if each(progress).is_break() {
                break;
            }
        }
    }
    let _ = each(progress);
    Ok(found)
}

/// A connection that is being tried.
struct Try {
    socket: Socket,
    host: usize,
    port: usize,
    tries: u8,
    since: Instant,
}

fn begin(to: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    match socket.connect(&to.into()) {
        Ok(()) => Ok(socket),
        // EINPROGRESS, which the standard library has no name for.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock || matches!(error.raw_os_error(), Some(115 | 36)) => Ok(socket),
        Err(error) => Err(error),
    }
}

fn settle(found: &mut [Host], progress: &mut Progress, host: usize, port: usize, verdict: Verdict) {
    if let Some(slot) = found.get_mut(host).and_then(|host| host.ports.get_mut(port)) {
        *slot = verdict;
    }
    progress.done += 1;
}

/// What an error of connect says.
fn verdict(error: &io::Error, rtt: Option<u32>) -> Verdict {
    let (state, reason) = match error.kind() {
        io::ErrorKind::ConnectionRefused => (State::Closed, Reason::Refused),
        io::ErrorKind::ConnectionReset => (State::Open, Reason::SynAck),
        io::ErrorKind::HostUnreachable => (State::Filtered, Reason::Icmp(false, 3, 1)),
        io::ErrorKind::NetworkUnreachable => (State::Filtered, Reason::Icmp(false, 3, 0)),
        io::ErrorKind::PermissionDenied => (State::Filtered, Reason::Icmp(false, 3, 13)),
        _ => (State::Filtered, Reason::Silence),
    };
    Verdict { state, reason, ttl: 0, rtt }
}

/// Waits until one of them is decided.
#[cfg(unix)]
fn wait(open: &[Try], patience: Duration) {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::os::fd::AsFd;
    let mut all: Vec<PollFd<'_>> = open.iter().map(|one| PollFd::new(one.socket.as_fd(), PollFlags::POLLOUT)).collect();
    let _ = poll(&mut all, PollTimeout::try_from(patience).unwrap_or(PollTimeout::ZERO));
}
#[cfg(not(unix))]
fn wait(_: &[Try], patience: Duration) {
    std::thread::sleep(patience);
}

/// The first line that a port says: by itself, else to a request of HTTP. `None` where it says nothing.
pub fn banner(to: SocketAddr, timeout: Duration) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&to, timeout).ok()?;
    stream.set_read_timeout(Some(timeout)).ok()?;
    stream.set_write_timeout(Some(timeout)).ok()?;
    let mut bytes = [0; 512];
    let mut read = stream.read(&mut bytes).unwrap_or(0);
    if read == 0 {
        stream.write_all(b"HEAD / HTTP/1.0\r\n\r\n").ok()?;
        read = stream.read(&mut bytes).ok()?;
    }
    let text = String::from_utf8_lossy(bytes.get(..read)?).into_owned();
    let server = text.lines().find(|line| line.to_ascii_lowercase().starts_with("server:"));
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = server.map_or_else(|| first.to_owned(), |server| format!("{first}; {}", server.trim()));
    // Nothing of it may steer the terminal.
    let line: String = line.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(120).collect();
    Some(line)
}
