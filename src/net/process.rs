//! The process behind a packet: whose socket it comes from, or goes to.
//!
//! On Linux the kernel is asked whose socket has a packet's addresses and ports (`man 7 sock_diag`), and `/proc/PID/fd` which
//! process holds that socket. A short-lived socket may be gone soon, so who is not known yet is asked for as soon as a packet comes;
//! besides, once a second all sockets are read. A thread of its own does both: it is to be started before the program gives up its
//! rights or shuts itself in, and what it may still see then is what can be told.
//!
//! What is found is laid on the frame as a comment, see [`crate::proto::frame::process_comment`].

use crate::capture::Batch;
use crate::decode::walk;
use crate::flow::{self, Kept};
use crate::frame::Frame;
use crate::proto::frame::{End, process_comment};
use crate::proto::{id, tcp, udp};
use crate::spine::{Rules, Spine};
use std::collections::HashSet;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// A process that owns a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its short name (`/proc/PID/comm`).
    pub name: String,
    /// Its number.
    pub pid: u32,
}

/// One side of a conversation, as this machine has a socket for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Socket {
    /// TCP; else UDP.
    tcp: bool,
    local: (IpAddr, u16),
    remote: (IpAddr, u16),
}

/// What is known of a socket.
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux tells"))]
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// Its owner.
    Owner(Arc<Owner>),
    /// For now, that of the socket that listens for it: whoever accepts the connection may be another one.
    Listener(Arc<Owner>),
    /// It is there, but not its owner.
    Hidden,
    /// There is none.
    None,
}

/// Conversations remembered.
const BOUND: usize = 1 << 16;
/// So long is believed that there is no socket, or none whose owner can be seen.
const DOUBT: Duration = Duration::from_millis(200);
/// So long is believed what may change: a UDP port may be another's by now.
const TRUST: Duration = Duration::from_secs(1);
/// The answer is not waited for longer: the capture goes on.
const PATIENCE: Duration = Duration::from_millis(200);
/// Of the time that passes, asking takes at most one part in so many,
const SHARE: u32 = 4;
/// and when nothing was asked for long, so much at once.
const SAVED: Duration = Duration::from_millis(300);
/// How often all sockets are read, unless that takes long.
#[cfg(target_os = "linux")]
const ROUND: Duration = Duration::from_secs(1);

/// Finds the processes behind packets.
pub struct Processes {
    ask: mpsc::SyncSender<(Socket, mpsc::SyncSender<Found>)>,
    shared: Arc<Shared>,
    known: Kept<Socket, (Found, Instant)>,
    spine: Spine,
    rules: Rules,
    budget: Budget,
}

/// Time that may be spent on asking.
struct Budget {
    /// In nanoseconds; below zero where the last question took longer than there was time for.
    left: i64,
    since: Instant,
}

impl Budget {
    fn new() -> Budget {
        Budget { left: SAVED.as_nanos() as i64, since: Instant::now() }
    }
    /// Whether there is some.
    fn allows(&mut self, now: Instant) -> bool {
        let earned = (now.saturating_duration_since(self.since) / SHARE).as_nanos().min(SAVED.as_nanos()) as i64;
        self.left = (self.left + earned).min(SAVED.as_nanos() as i64);
        self.since = now;
        self.left > 0
    }
    fn spend(&mut self, time: Duration) {
        self.left -= time.as_nanos().min(u128::from(u32::MAX)) as i64;
    }
}

/// What the thread tells.
#[derive(Default)]
struct Shared {
    /// The machine's own addresses.
    own: Mutex<HashSet<IpAddr>>,
    /// Processes whose sockets may not be seen, at the last look.
    hidden: AtomicU64,
    /// Nothing is missing that its user could give it.
    able: AtomicBool,
}

impl Processes {
    /// Starts the thread, and waits until it has seen which sockets there are. On Linux it gives back all capabilities but those for
    /// looking into processes, so the program must have become the user it is going to be: threads change that together or not at all.
    ///
    /// # Errors
    /// Where the kernel does not tell, and on systems other than Linux.
    pub fn start() -> Result<Processes, super::Error> {
        let shared = Arc::<Shared>::default();
        let ask = system::start(Arc::clone(&shared))?;
        let (known, spine, rules) = (Kept::new(BOUND), Spine::new(), Rules::default());
        Ok(Processes { ask, shared, known, spine, rules, budget: Budget::new() })
    }

    /// What keeps processes from being seen, in a sentence; `None` where all are.
    pub fn blind(&self) -> Option<String> {
        let hidden = self.shared.hidden.load(Relaxed);
        let of = if hidden == 1 { "1 process".to_owned() } else { format!("{hidden} processes") };
        (hidden > 0 && !self.shared.able.load(Relaxed)).then(|| {
            format!("the sockets of {of} of other users are not seen: that needs root, or cap_sys_ptrace and cap_dac_read_search as well")
        })
    }

    /// Lays on each frame of a batch who sent it and who receives it, where that is a process of this machine.
    pub fn annotate(&mut self, batch: &mut Batch) {
        batch.annotate(|frame, text| {
            for (end, owner) in [End::Sender, End::Receiver].into_iter().zip(self.behind(frame)) {
                if let Some(owner) = owner {
                    text.push_str(&process_comment(end, &owner.name, owner.pid));
                    text.push('\n');
                }
            }
        });
    }

    /// The processes that sent and that receive a frame.
    pub fn behind(&mut self, frame: &Frame<'_>) -> [Option<Arc<Owner>>; 2] {
        let Some((sender, receiver, begins)) = self.sockets(frame) else { return [None, None] };
        let now = Instant::now();
        // A reader of the machine's addresses who died has left them whole.
        let own =
            |address: &IpAddr| address.is_loopback() || self.shared.own.lock().unwrap_or_else(PoisonError::into_inner).contains(address);
        let for_all = |address: &IpAddr| address.is_multicast() || *address == IpAddr::V4(std::net::Ipv4Addr::BROADCAST);
        let (sends, receives) = (own(&sender.local.0), own(&receiver.local.0) || for_all(&receiver.local.0));
        let sender = if sends { self.find(sender, begins, now) } else { None };
        let receiver = if receives { self.find(receiver, begins, now) } else { None };
        [sender, receiver]
    }

    /// The sockets at both ends of the outermost conversation, and whether it begins here.
    fn sockets(&mut self, frame: &Frame<'_>) -> Option<(Socket, Socket, bool)> {
        walk(&mut self.spine, frame, &self.rules);
        let layer = self.spine.layers().iter().find(|layer| matches!(layer.id, id::tcp | id::udp))?;
        let tcp = layer.id == id::tcp;
        let (from, to) = if tcp { (&tcp::SRCPORT, &tcp::DSTPORT) } else { (&udp::SRCPORT, &udp::DSTPORT) };
        let ([a, b], side) = flow::ends(frame.bytes, &self.spine, layer, from, to)?;
        let end = |(address, port): ([u8; 16], u64)| (Ipv6Addr::from(address).to_canonical(), port as u16);
        let (source, target) = if side == 0 { (end(a), end(b)) } else { (end(b), end(a)) };
        let flags = if tcp { tcp::FLAGS.num(layer.head(frame.bytes)).unwrap_or(0) } else { 0 };
        let sender = Socket { tcp, local: source, remote: target };
        let receiver = Socket { tcp, local: target, remote: source };
        Some((sender, receiver, flags & 0x12 == 0x02))
    }

    /// What is known of a socket; asked for where nothing is, or where it may have changed.
    fn find(&mut self, socket: Socket, begins: bool, now: Instant) -> Option<Arc<Owner>> {
        let (found, until) = self.known.entry(socket, || (Found::None, now));
        if (begins || now >= *until) && self.budget.allows(now) {
            let (to, answer) = mpsc::sync_channel(1);
            let asked = self.ask.try_send((socket, to)).is_ok().then(|| answer.recv_timeout(PATIENCE).ok()).flatten();
            let done = Instant::now();
            self.budget.spend(done - now);
            match asked {
                // A connection in its last states has no process any more; it is still that process' connection.
                Some(Found::None | Found::Hidden) if matches!(found, Found::Owner(_)) && !begins => {}
                Some(news) => *found = news,
                None => {}
            }
            *until = done
                + match found {
                    Found::Owner(_) if socket.tcp => Duration::from_secs(3600),
                    Found::Owner(_) => TRUST,
                    _ => DOUBT,
                };
        }
        match found {
            Found::Owner(owner) | Found::Listener(owner) => Some(Arc::clone(owner)),
            Found::Hidden | Found::None => None,
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{Found, Shared, Socket};
    use crate::net::Error;
    use std::sync::{Arc, mpsc};

    pub(super) fn start(_: Arc<Shared>) -> Result<mpsc::SyncSender<(Socket, mpsc::SyncSender<Found>)>, Error> {
        Err(Error::Unsupported("the processes behind packets"))
    }
}

#[cfg(target_os = "linux")]
mod system {
    use super::{Budget, Found, Owner, ROUND, Shared, Socket};
    use crate::net::netlink::Netlink;
    use crate::net::{Error, interfaces};
    use netlink_packet_sock_diag::SockDiagMessage;
    use netlink_packet_sock_diag::constants::{AF_INET, AF_INET6, IPPROTO_TCP, IPPROTO_UDP};
    use netlink_packet_sock_diag::inet::{ExtensionFlags, InetRequest, InetResponse, SocketId, StateFlags};
    use netlink_sys::protocols::NETLINK_SOCK_DIAG;
    use std::collections::HashMap;
    use std::io;
    use std::net::IpAddr;
    use std::path::Path;
    use std::sync::atomic::Ordering::Relaxed;
    use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
    use std::sync::{Arc, PoisonError};
    use std::time::Instant;

    /// Sockets remembered of a round.
    const MOST: usize = 1 << 18;

    pub(super) fn start(shared: Arc<Shared>) -> Result<SyncSender<(Socket, SyncSender<Found>)>, Error> {
        let kernel = |cause| Error::Kernel { asked: "the processes behind packets", cause };
        let (ask, asked) = sync_channel::<(Socket, SyncSender<Found>)>(1);
        let (ready, first) = sync_channel(1);
        let thread = move || {
            shared.able.store(keep_what_is_needed(), Relaxed);
            let mut table = match Table::new(shared) {
                Ok(table) => {
                    let _ = ready.send(Ok(()));
                    table
                }
                Err(error) => {
                    let _ = ready.send(Err(error));
                    return;
                }
            };
            loop {
                match asked.recv_timeout(table.next.saturating_duration_since(Instant::now())) {
                    Ok((socket, to)) => {
                        let _ = to.send(table.find(&socket));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                if Instant::now() >= table.next {
                    table.round();
                }
            }
        };
        std::thread::Builder::new().name("processes".to_owned()).spawn(thread).map_err(kernel)?;
        match first.recv() {
            Ok(result) => result.map_err(kernel)?,
            Err(_) => return Err(kernel(io::Error::other("its thread ended"))),
        }
        Ok(ask)
    }

    /// Whatever else the program may do, this thread looks into processes and does nothing else. True where it may look into all.
    fn keep_what_is_needed() -> bool {
        use caps::{CapSet, Capability, CapsHashSet};
        let wanted: CapsHashSet = [Capability::CAP_SYS_PTRACE, Capability::CAP_DAC_READ_SEARCH].into();
        let had = caps::read(None, CapSet::Permitted).unwrap_or_default();
        let keep: CapsHashSet = wanted.intersection(&had).copied().collect();
        // Where that fails the thread can do more than it does.
        let _ = caps::clear(None, CapSet::Ambient);
        let _ = caps::set(None, CapSet::Inheritable, &CapsHashSet::new());
        let _ = caps::set(None, CapSet::Effective, &keep);
        let _ = caps::set(None, CapSet::Permitted, &keep);
        keep == wanted
    }

    /// All sockets, and who holds them.
    struct Table {
        kernel: Netlink,
        shared: Arc<Shared>,
        /// Connected sockets, with their inodes.
        exact: HashMap<Socket, u32>,
        /// Sockets that take what comes to a port: by TCP or not, and port.
        bound: HashMap<(bool, u16), Vec<(IpAddr, u32)>>,
        /// By the socket's inode.
        owners: HashMap<u32, Arc<Owner>>,
        /// When all sockets are to be read again.
        next: Instant,
        /// For looking through the processes for a single socket.
        budget: Budget,
    }

    impl Table {
        fn new(shared: Arc<Shared>) -> io::Result<Table> {
            let now = Instant::now();
            let mut table = Table {
                kernel: Netlink::open(NETLINK_SOCK_DIAG)?,
                shared,
                exact: HashMap::new(),
                bound: HashMap::new(),
                owners: HashMap::new(),
                next: now,
                budget: Budget::new(),
            };
            // Whether the kernel answers at all is known after the first question.
            table.dump(AF_INET, IPPROTO_TCP)?;
            table.round();
            Ok(table)
        }

        /// Reads everything there is.
        fn round(&mut self) {
            let begun = Instant::now();
            self.exact.clear();
            self.bound.clear();
            for family in [AF_INET, AF_INET6] {
                for protocol in [IPPROTO_TCP, IPPROTO_UDP] {
                    // A kernel without IPv6, say.
                    for response in self.dump(family, protocol).unwrap_or_default() {
                        self.take(protocol == IPPROTO_TCP, &response);
                    }
                }
            }
            let own =
                interfaces::list().unwrap_or_default().into_iter().flat_map(|interface| interface.addresses).map(|a| a.address).collect();
            *self.shared.own.lock().unwrap_or_else(PoisonError::into_inner) = own;
            self.owners.clear();
            self.look_through(None);
            // Where it takes long it is done less often.
            self.next = Instant::now() + ROUND.max(begun.elapsed() * 20);
        }

        fn dump(&mut self, family: u8, protocol: u8) -> io::Result<Vec<InetResponse>> {
            let socket_id = if family == AF_INET { SocketId::new_v4() } else { SocketId::new_v6() };
            let answers = self.kernel.all(SockDiagMessage::InetRequest(InetRequest {
                family,
                protocol,
                extensions: ExtensionFlags::empty(),
                states: StateFlags::all(),
                socket_id,
            }))?;
            let responses = answers.into_iter().filter_map(|answer| match answer {
                SockDiagMessage::InetResponse(response) => Some(*response),
                _ => None,
            });
            Ok(responses.collect())
        }

        fn take(&mut self, tcp: bool, response: &InetResponse) {
            let header = &response.header;
            let (id, inode) = (&header.socket_id, header.inode);
            // Without an inode it is nobody's: half open, or in its last states.
            if inode == 0 || self.exact.len() + self.bound.len() >= MOST {
                return;
            }
            let local = (id.source_address.to_canonical(), id.source_port);
            let remote = (id.destination_address.to_canonical(), id.destination_port);
            if remote.1 == 0 {
                self.bound.entry((tcp, local.1)).or_default().push((local.0, inode));
            } else {
                self.exact.insert(Socket { tcp, local, remote }, inode);
            }
        }

        fn find(&mut self, socket: &Socket) -> Found {
            let exact = self.ask(socket).or_else(|| self.exact.get(socket).copied());
            let (inode, listens) = match exact {
                Some(inode) => (inode, false),
                None => match self.listener(socket) {
                    Some(inode) => (inode, socket.tcp),
                    None => return Found::None,
                },
            };
            match self.owner(inode) {
                Some(owner) if listens => Found::Listener(owner),
                Some(owner) => Found::Owner(owner),
                None => Found::Hidden,
            }
        }

        /// The kernel's answer for exactly this conversation.
        fn ask(&mut self, socket: &Socket) -> Option<u32> {
            // "src and dst are swapped for historical reasons" (net/ipv4/udp_diag.c): of UDP the socket is looked for that a
            // packet between these ends would come to.
            let (source, target) = if socket.tcp { (socket.local, socket.remote) } else { (socket.remote, socket.local) };
            let answer = self.kernel.ask(SockDiagMessage::InetRequest(InetRequest {
                family: if socket.local.0.is_ipv4() { AF_INET } else { AF_INET6 },
                protocol: if socket.tcp { IPPROTO_TCP } else { IPPROTO_UDP },
                extensions: ExtensionFlags::empty(),
                states: StateFlags::all(),
                socket_id: SocketId {
                    source_port: source.1,
                    destination_port: target.1,
                    source_address: source.0,
                    destination_address: target.0,
                    interface_id: 0,
                    // INET_DIAG_NOCOOKIE: any socket of these addresses.
                    cookie: [0xff; 8],
                },
            }));
            let Ok(SockDiagMessage::InetResponse(response)) = answer else { return None };
            let header = &response.header;
            // Where there is no such connection the kernel answers with who listens.
            let id = &header.socket_id;
            let same = id.source_port == socket.local.1 && (!socket.tcp || id.destination_port == socket.remote.1);
            (header.inode != 0 && same).then_some(header.inode)
        }

        /// Who takes what comes to this port: bound to the address first, then to none.
        fn listener(&self, socket: &Socket) -> Option<u32> {
            let all = self.bound.get(&(socket.tcp, socket.local.1))?;
            let (address, group) = (socket.local.0, socket.local.0.is_multicast());
            let own = all.iter().find(|(bound, _)| *bound == address);
            let any = all.iter().find(|(bound, _)| bound.is_unspecified() && (bound.is_ipv4() == address.is_ipv4() || bound.is_ipv6()));
            own.or(any).or_else(|| all.first().filter(|_| group)).map(|(_, inode)| *inode)
        }

        fn owner(&mut self, inode: u32) -> Option<Arc<Owner>> {
            if let Some(owner) = self.owners.get(&inode) {
                return Some(Arc::clone(owner));
            }
            let begun = Instant::now();
            if !self.budget.allows(begun) {
                return None;
            }
            self.look_through(Some(inode));
            self.budget.spend(begun.elapsed());
            self.owners.get(&inode).map(Arc::clone)
        }

        /// Looks through the processes for their sockets: all, or until one is found.
        fn look_through(&mut self, wanted: Option<u32>) {
            let number = |entry: std::fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
            let mut pids: Vec<u32> = std::fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(number).collect();
            // The youngest first: who has just opened a socket may soon be gone.
            pids.sort_unstable_by(|a, b| b.cmp(a));
            let mut hidden = 0;
            for pid in pids {
                let process = Path::new("/proc").join(pid.to_string());
                match sockets(&process) {
                    Ok(inodes) if inodes.is_empty() => {}
                    Ok(inodes) => self.hold(pid, &process, &inodes),
                    Err(error) if error.kind() == io::ErrorKind::PermissionDenied => hidden += 1,
                    Err(_) => {} // it has ended
                }
                if wanted.is_some_and(|inode| self.owners.contains_key(&inode)) {
                    return;
                }
            }
            self.shared.hidden.store(hidden, Relaxed);
        }

        fn hold(&mut self, pid: u32, process: &Path, inodes: &[u32]) {
            let name = std::fs::read(process.join("comm")).unwrap_or_default();
            let name = String::from_utf8_lossy(name.strip_suffix(b"\n").unwrap_or(&name)).into_owned();
            let owner = Arc::new(Owner { name, pid });
            for inode in inodes {
                let held = self.owners.entry(*inode).or_insert_with(|| Arc::clone(&owner));
                // A socket that several hold was made by the first of them and handed down; but what pid 1 opens for a service is
                // the service's.
                if held.pid == 1 || held.pid == pid || pid != 1 && pid < held.pid {
                    *held = Arc::clone(&owner);
                }
            }
        }
    }

    /// The inodes of a process' sockets. An error where it may not be looked into.
    fn sockets(process: &Path) -> io::Result<Vec<u32>> {
        let mut inodes = Vec::new();
        for file in std::fs::read_dir(process.join("fd"))?.flatten() {
            match std::fs::read_link(file.path()) {
                Ok(link) => inodes.extend(link.to_str().and_then(inode)),
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
                Err(_) => {} // closed meanwhile
            }
        }
        Ok(inodes)
    }

    /// `socket:[4026]`.
    fn inode(link: &str) -> Option<u32> {
        link.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::net::{TcpListener, TcpStream, UdpSocket};

        /// Found, and this process; however busy the machine is.
        fn mine(table: &mut Table, socket: &Socket) -> bool {
            table.budget = Budget::new();
            let found = table.find(socket);
            matches!(found, Found::Owner(owner) if owner.pid == std::process::id())
        }

        #[test]
        fn own_sockets_are_ones_own() {
            let mut table = Table::new(Arc::default()).unwrap();
            for address in ["127.0.0.1:0", "[::1]:0"] {
                // Made after the round: asked for one by one.
                let listener = TcpListener::bind(address).unwrap();
                let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
                let ends = |a: std::net::SocketAddr, b: std::net::SocketAddr, tcp| Socket {
                    tcp,
                    local: (a.ip(), a.port()),
                    remote: (b.ip(), b.port()),
                };
                let (near, far) = (client.local_addr().unwrap(), client.peer_addr().unwrap());
                assert!(mine(&mut table, &ends(near, far, true)), "{address}");
                // Nobody has accepted it yet; who listens is known from the round.
                table.round();
                let waiting = table.find(&ends(far, near, true));
                assert!(matches!(&waiting, Found::Listener(owner) if owner.pid == std::process::id()), "{waiting:?}");
                let accepted = listener.accept().unwrap();
                assert!(mine(&mut table, &ends(far, near, true)));
                drop((client, accepted));

                let udp = UdpSocket::bind(address).unwrap();
                let other = UdpSocket::bind(address).unwrap();
                assert!(mine(&mut table, &ends(udp.local_addr().unwrap(), other.local_addr().unwrap(), false)));
                let nobody = ends(udp.local_addr().unwrap(), other.local_addr().unwrap(), true);
                assert_eq!(table.find(&nobody), Found::None);
            }
            assert!(
                table.find(&Socket { tcp: false, local: ([192, 0, 2, 77].into(), 9), remote: ([192, 0, 2, 78].into(), 9) }) == Found::None
            );
        }

        #[test]
        fn a_socket_that_takes_both_families_is_found_for_ipv4() {
            let Ok(udp) = UdpSocket::bind("[::]:0") else { return };
            let mut table = Table::new(Arc::default()).unwrap();
            let socket =
                Socket { tcp: false, local: ([127, 0, 0, 1].into(), udp.local_addr().unwrap().port()), remote: ([127, 0, 0, 1].into(), 9) };
            assert!(mine(&mut table, &socket));
            // And a group's packet goes to whoever has its port.
            let group = Socket { local: ([224, 0, 0, 251].into(), socket.local.1), ..socket };
            assert!(mine(&mut table, &group));
        }

        #[test]
        fn an_inode_is_read_from_a_link() {
            assert_eq!(inode("socket:[4026]"), Some(4026));
            for other in ["socket:[]", "pipe:[4026]", "/dev/null", "socket:[4026", "socket:[99999999999]"] {
                assert_eq!(inode(other), None, "{other}");
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::frame::{Info, LinkType};
    use std::net::UdpSocket;

    /// IPv4 and UDP between two ports of the loopback.
    fn datagram(from: u16, to: u16) -> Vec<u8> {
        let mut bytes = vec![0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1];
        for number in [from, to, 8, 0] {
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn both_ends_of_a_datagram() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut processes = Processes::start().unwrap();
        // A port that was free a moment ago.
        let free = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).unwrap().port();
        let own = socket.local_addr().unwrap().port();
        let mut behind = |from, to| {
            let bytes = datagram(from, to);
            processes.budget = Budget::new();
            processes.behind(&Frame::new(&bytes, Info::alone(LinkType(228), 28))).map(|owner| owner.map(|owner| owner.pid))
        };
        let me = Some(std::process::id());
        assert_eq!(behind(own, free), [me, None]);
        assert_eq!(behind(free, own), [None, me]);
        assert_eq!(behind(own, own), [me, me]);
    }

    #[test]
    fn much_asking_is_not_allowed() {
        let mut processes = Processes::start().unwrap();
        let begun = Instant::now();
        for port in 1..20_000 {
            let bytes = datagram(port, 9);
            processes.behind(&Frame::new(&bytes, Info::alone(LinkType(228), 28)));
        }
        // One by one they would take a multiple of this.
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        assert!(processes.known.len() <= BOUND);
    }
}
