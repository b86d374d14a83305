//! The interfaces that libpcap knows, and which of them is meant.

use super::Error;
use super::error::said;

/// An interface as libpcap lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its place in libpcap's list, from 1: what `-i N` and `tcpdump -D` mean.
    pub number: usize,
    /// `eth0`, `any`, `usbmon1`.
    pub name: String,
    /// In words, where there is something to say.
    pub description: Option<String>,
    /// It is up.
    pub up: bool,
    /// It is up and running.
    pub running: bool,
    /// It leads back to this machine.
    pub loopback: bool,
    /// Wi-Fi and the like.
    pub wireless: bool,
    /// Something is at the other end; `None` where that is not known or means nothing.
    pub connected: Option<bool>,
}

/// All interfaces that can be named in a capture, in libpcap's order. No rights are needed.
///
/// # Errors
/// Where the system does not list them.
pub fn devices() -> Result<Vec<Device>, super::super::Error> {
    let failed = |error| super::super::Error::Live(Error::Unable { name: "interfaces".to_owned(), text: said(error) });
    let device = |(number, device): (usize, pcap::Device)| Device {
        number,
        up: device.flags.is_up(),
        running: device.flags.is_running(),
        loopback: device.flags.is_loopback(),
        wireless: device.flags.is_wireless(),
        connected: match device.flags.connection_status {
            pcap::ConnectionStatus::Connected => Some(true),
            pcap::ConnectionStatus::Disconnected => Some(false),
            pcap::ConnectionStatus::Unknown | pcap::ConnectionStatus::NotApplicable => None,
        },
        name: device.name,
        description: device.desc,
    };
    Ok((1..).zip(pcap::Device::list().map_err(failed)?).map(device).collect())
}

pub(super) fn names() -> Vec<String> {
    devices().unwrap_or_default().into_iter().map(|device| device.name).collect()
}

/// True where an interface leads back to this machine.
pub(super) fn is_loopback(name: &str) -> bool {
    // libpcap's list asks many things about every interface, which takes longer than opening one.
    if let Ok(flags) = std::fs::read_to_string(format!("/sys/class/net/{name}/flags"))
        && let Some(flags) = flags.trim().strip_prefix("0x").and_then(|flags| u32::from_str_radix(flags, 16).ok())
    {
        // IFF_LOOPBACK
        return flags & 8 != 0;
    }
    devices().unwrap_or_default().iter().any(|device| device.loopback && device.name == name)
}

/// The name of an interface that was given by name or number.
pub(super) fn resolve(wanted: &str) -> Result<String, super::super::Error> {
    let Ok(number) = wanted.parse::<usize>() else { return Ok(wanted.to_owned()) };
    let mut devices = devices()?;
    // An interface may be called like a number.
    if devices.iter().any(|device| device.name == wanted) {
        return Ok(wanted.to_owned());
    }
    match number.checked_sub(1).filter(|at| *at < devices.len()) {
        Some(at) => Ok(devices.swap_remove(at).name),
        None => {
            let known = devices.into_iter().map(|device| device.name).collect();
            Err(super::super::Error::Live(Error::NoSuchInterface { name: wanted.to_owned(), known }))
        }
    }
}

/// The interface that is meant where none is named: libpcap's first, if that is up.
pub(super) fn default() -> Result<String, super::super::Error> {
    let first = devices()?.into_iter().find(|device| device.up && !device.loopback && device.name != "any");
    first.map(|device| device.name).ok_or(super::super::Error::Live(Error::Nothing))
}
