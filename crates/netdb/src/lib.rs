//! The C library's host database, where no safe crate reaches: `gethostbyname_r` and `gethostbyaddr_r`, which also tell aliases;
//! `getaddrinfo` with names that are any bytes (the crate dns-lookup panics at a canonical name that is not UTF-8); the texts of errors.
//!
//! The only unsafe code of Pktlab is here; it is glibc's (and musl's) interface, so the calls exist on Linux alone.
#![cfg(target_os = "linux")]
#![deny(unsafe_op_in_unsafe_fn)]

use libc::{addrinfo, c_char, c_int, c_void, hostent, sockaddr_in, sockaddr_in6, socklen_t};
use std::ffi::{CStr, CString};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ptr;

/// An entry of the host database: `struct hostent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The official name.
    pub name: Vec<u8>,
    /// Its other names, in the order given.
    pub aliases: Vec<Vec<u8>>,
    /// Its addresses, in the order given; all of one family.
    pub addresses: Vec<IpAddr>,
}

/// The resolver's error, `h_errno`: 1 to 4, and 0 where the library failed and left no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Herror(pub i32);

/// How much room an entry gets: CPython's own measure, so that what does not fit here does not fit there.
const ROOM: usize = 16384 - 1;

unsafe extern "C" {
    fn gethostbyname_r(
        name: *const c_char,
        host: *mut hostent,
        room: *mut c_char,
        len: usize,
        found: *mut *mut hostent,
        number: *mut c_int,
    ) -> c_int;
    fn gethostbyaddr_r(
        address: *const c_void,
        size: socklen_t,
        family: c_int,
        host: *mut hostent,
        room: *mut c_char,
        len: usize,
        found: *mut *mut hostent,
        number: *mut c_int,
    ) -> c_int;
    fn __h_errno_location() -> *mut c_int;
}

/// The IPv4 entry of a name.
///
/// # Errors
/// The thread's `h_errno`, which is what CPython looks at: it may be left over from an earlier call of the same thread.
pub fn by_name(name: &str) -> Result<Host, Herror> {
    let Ok(name) = CString::new(name) else { return Err(Herror(1)) };
    // SAFETY: the name ends with NUL and outlives the call; the other arguments are what `entry` hands out.
    entry(|host, room, len, found, number| unsafe { gethostbyname_r(name.as_ptr(), host, room, len, found, number) })
}

/// The entry of an address.
///
/// # Errors
/// As [`by_name`].
pub fn by_address(address: IpAddr) -> Result<Host, Herror> {
    let (bytes, family) = match address {
        IpAddr::V4(v4) => (v4.octets().to_vec(), libc::AF_INET),
        IpAddr::V6(v6) => (v6.octets().to_vec(), libc::AF_INET6),
    };
    let size = if address.is_ipv4() { 4 } else { 16 };
    // SAFETY: `bytes` holds `size` bytes, the size of an address of the family, and outlives the call.
    entry(|host, room, len, found, number| unsafe { gethostbyaddr_r(bytes.as_ptr().cast(), size, family, host, room, len, found, number) })
}

/// What [`addresses`] is to look for; 0 is anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `ai_flags`.
    pub flags: i32,
    /// `ai_family`.
    pub family: i32,
    /// `ai_socktype`.
    pub socktype: i32,
    /// `ai_protocol`.
    pub protocol: i32,
}

/// A row of `getaddrinfo`'s: `struct addrinfo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `ai_family`.
    pub family: i32,
    /// `ai_socktype`.
    pub socktype: i32,
    /// `ai_protocol`.
    pub protocol: i32,
    /// `ai_canonname`; empty where there is none.
    pub canonname: Vec<u8>,
    /// `ai_addr`.
    pub address: SocketAddr,
}

/// Why [`addresses`] gives none.
#[derive(Debug)]
pub enum Failure {
    /// `EAI_*`.
    Gai(i32),
    /// The system's error: `EAI_SYSTEM`.
    System(io::Error),
}

/// The rows of `getaddrinfo`.
///
/// # Errors
/// The C library's. A text with a NUL in it is nobody's name.
pub fn addresses(host: Option<&str>, service: Option<&str>, hints: Hints) -> Result<Vec<Row>, Failure> {
    let text = |text: Option<&str>| text.map(CString::new).transpose().map_err(|_| Failure::Gai(libc::EAI_NONAME));
    let (host, service) = (text(host)?, text(service)?);
    let at = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
    // SAFETY: an addrinfo is numbers and pointers, for which zero is a value.
    let mut wanted: addrinfo = unsafe { std::mem::zeroed() };
    wanted.ai_flags = hints.flags;
    wanted.ai_family = hints.family;
    wanted.ai_socktype = hints.socktype;
    wanted.ai_protocol = hints.protocol;
    let mut first: *mut addrinfo = ptr::null_mut();
    // SAFETY: the texts are null or end with NUL, and outlive the call as the hints do.
    match unsafe { libc::getaddrinfo(at(&host), at(&service), &raw const wanted, &raw mut first) } {
        0 => {}
        libc::EAI_SYSTEM => return Err(Failure::System(io::Error::last_os_error())),
        number => return Err(Failure::Gai(number)),
    }
    let mut rows = Vec::new();
    let mut next = first;
    // SAFETY: the list is the C library's: every pointer is null or an entry that lives until the list is freed.
    while let Some(entry) = unsafe { next.as_ref() } {
        // SAFETY: the same; its texts end with NUL.
        rows.extend(unsafe { row(entry) });
        next = entry.ai_next;
    }
    if !first.is_null() {
        // SAFETY: the list came from getaddrinfo, nothing points into it any more, and it is freed once.
        unsafe { libc::freeaddrinfo(first) };
    }
    Ok(rows)
}

/// `None` for an address of a family that is not IP's.
///
/// # Safety
/// The entry is as the C library leaves it: its address is of its family and length, its name null or a text that ends with NUL.
unsafe fn row(entry: &addrinfo) -> Option<Row> {
    let fits = |size: usize| usize::try_from(entry.ai_addrlen).is_ok_and(|len| len >= size) && !entry.ai_addr.is_null();
    let address = if entry.ai_family == libc::AF_INET && fits(size_of::<sockaddr_in>()) {
        // SAFETY: an address of this family and size, by the contract above; it need not be aligned.
        let v4 = unsafe { entry.ai_addr.cast::<sockaddr_in>().read_unaligned() };
        SocketAddrV4::new(Ipv4Addr::from(u32::from_be(v4.sin_addr.s_addr)), u16::from_be(v4.sin_port)).into()
    } else if entry.ai_family == libc::AF_INET6 && fits(size_of::<sockaddr_in6>()) {
        // SAFETY: as above.
        let v6 = unsafe { entry.ai_addr.cast::<sockaddr_in6>().read_unaligned() };
        let address = Ipv6Addr::from(v6.sin6_addr.s6_addr);
        SocketAddrV6::new(address, u16::from_be(v6.sin6_port), u32::from_be(v6.sin6_flowinfo), v6.sin6_scope_id).into()
    } else {
        return None;
    };
    // SAFETY: by the contract above.
    let canonname = unsafe { text(entry.ai_canonname) };
    Some(Row { family: entry.ai_family, socktype: entry.ai_socktype, protocol: entry.ai_protocol, canonname, address })
}

/// The C library's text for the resolver's error, as `hstrerror`.
#[must_use]
pub fn herror_text(number: i32) -> String {
    // SAFETY: returns a text that stays, whatever the number.
    let text = unsafe { text(libc::hstrerror(number)) };
    String::from_utf8_lossy(&text).into_owned()
}

/// The C library's text for an error of `getaddrinfo`, as `gai_strerror`.
#[must_use]
pub fn gai_text(number: i32) -> String {
    // SAFETY: returns a text that stays, whatever the number.
    let text = unsafe { text(libc::gai_strerror(number)) };
    String::from_utf8_lossy(&text).into_owned()
}

type Call = (*mut hostent, *mut c_char, usize, *mut *mut hostent, *mut c_int);

fn entry(call: impl FnOnce(*mut hostent, *mut c_char, usize, *mut *mut hostent, *mut c_int) -> c_int) -> Result<Host, Herror> {
    let mut room = vec![0u8; ROOM];
    // SAFETY: a hostent is two numbers and three pointers, for which zero is a value.
    let mut host: hostent = unsafe { std::mem::zeroed() };
    let mut found: *mut hostent = ptr::null_mut();
    let mut number: c_int = 0;
    let (host, room, len, found_at, number_at): Call =
        (&raw mut host, room.as_mut_ptr().cast(), room.len(), &raw mut found, &raw mut number);
    call(host, room, len, found_at, number_at);
    if found.is_null() {
        // SAFETY: the location is the thread's own and always valid.
        return Err(Herror(unsafe { *__h_errno_location() }));
    }
    // SAFETY: what was found is `host`, filled with pointers into `room`; both live until the end of this function.
    Ok(unsafe { read(&*found) })
}

/// # Safety
/// The entry's pointers must be as the C library leaves them: texts that end with NUL, lists that end with a null pointer, addresses of
/// `h_length` bytes.
unsafe fn read(host: &hostent) -> Host {
    let size = usize::try_from(host.h_length).unwrap_or(0);
    let address = |at: *mut c_char| {
        // SAFETY: by the contract above.
        let bytes = unsafe { std::slice::from_raw_parts(at.cast::<u8>(), size) };
        let v4 = <[u8; 4]>::try_from(bytes).map(|b| IpAddr::V4(Ipv4Addr::from(b))).ok();
        v4.or_else(|| <[u8; 16]>::try_from(bytes).map(|b| IpAddr::V6(Ipv6Addr::from(b))).ok())
    };
    // SAFETY: by the contract above.
    unsafe {
        Host {
            name: text(host.h_name),
            aliases: list(host.h_aliases).map(|at| text(at)).collect(),
            addresses: list(host.h_addr_list).filter_map(address).collect(),
        }
    }
}

/// # Safety
/// `at` is null or the start of a list that ends with a null pointer.
unsafe fn list(at: *mut *mut c_char) -> impl Iterator<Item = *mut c_char> {
    let mut at = at;
    std::iter::from_fn(move || {
        if at.is_null() {
            return None;
        }
        // SAFETY: not past the null pointer that ends the list, by the contract above.
        let item = unsafe { *at };
        if item.is_null() {
            at = ptr::null_mut();
            return None;
        }
        // SAFETY: the item was not the last.
        at = unsafe { at.add(1) };
        Some(item)
    })
}

/// # Safety
/// `at` is null or a text that ends with NUL.
unsafe fn text(at: *const c_char) -> Vec<u8> {
    if at.is_null() {
        return Vec::new();
    }
    // SAFETY: by the contract above.
    unsafe { CStr::from_ptr(at) }.to_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_its_own_name() {
        let host = by_name("192.0.2.7").unwrap();
        assert_eq!(host, Host { name: b"192.0.2.7".to_vec(), aliases: vec![], addresses: vec!["192.0.2.7".parse().unwrap()] });
    }

    #[test]
    fn errors_have_texts() {
        assert_eq!(herror_text(1), "Unknown host");
        assert_eq!(gai_text(-2), "Name or service not known");
        assert!(by_name("").is_err());
        assert!(by_name("a\0b").is_err());
    }

    #[test]
    fn rows_of_an_address() {
        let hints = Hints { flags: libc::AI_NUMERICHOST | libc::AI_CANONNAME, ..Hints::default() };
        let rows = addresses(Some("::1"), Some("80"), hints).unwrap();
        assert_eq!(rows[0].canonname, b"::1");
        assert!(rows.iter().all(|row| row.address == "[::1]:80".parse().unwrap() && row.family == libc::AF_INET6));
        assert_eq!(rows.iter().map(|row| row.socktype).collect::<Vec<_>>(), [libc::SOCK_STREAM, libc::SOCK_DGRAM, libc::SOCK_RAW]);
        assert!(matches!(addresses(Some("a.b"), None, hints), Err(Failure::Gai(libc::EAI_NONAME))));
    }
}
