//! The table `tls`: a row a conversation that speaks TLS, made of what both sides say in the clear.

use crate::tables::{Cell, between};
use pktlab::field::{Field, Value};
use pktlab::proto::{self, id};
use pktlab::query::Query;
use pktlab::spine::Packet;
use pktlab::text;
use std::collections::HashMap;
use std::ops::ControlFlow::Continue;

/// What is asked of a layer of records, in the order of the numbers below.
pub(crate) const ASKED: [&str; 14] = [
    "tls.handshake.type",
    "tls.handshake.version",
    "tls.handshake.extensions.supported_version",
    "tls.handshake.ciphersuite",
    "tls.handshake.extensions_server_name",
    "tls.handshake.extensions_alpn_str",
    "tls.handshake.extensions_key_share_group",
    "tls.handshake.ja3",
    "tls.handshake.ja3s",
    "tls.handshake.ja4",
    "tls.alert_message.desc",
    "x509af.serialNumber",
    "x509ce.dNSName",
    "tls.handshake.session_id",
];
const TYPE: usize = 0;
const VERSION: usize = 1;
const SUPPORTED: usize = 2;
const SUITE: usize = 3;
const NAME: usize = 4;
const ALPN: usize = 5;
const GROUP: usize = 6;
const JA3: usize = 7;
const JA3S: usize = 8;
const JA4: usize = 9;
const ALERT: usize = 10;
const SERIAL: usize = 11;
const NAMES: usize = 12;
const SESSION: usize = 13;

/// Types of handshake messages.
const CLIENT_HELLO: u64 = 1;
const SERVER_HELLO: u64 = 2;
const CERTIFICATE: u64 = 11;

/// So many conversations are kept at once; the older half then become rows as they are.
const KEPT: usize = 1 << 16;
/// Names, alerts and the like of one conversation: no more, whatever it sends.
const LISTED: usize = 256;

/// What one side said in its hello.
#[derive(Default)]
struct Hello {
    frame: u64,
    time: Option<i64>,
    version: Option<(u64, String)>,
    /// Offered by the client, chosen by the server: the highest counts.
    supported: Option<(u64, String)>,
    suites: Vec<String>,
    alpn: Vec<String>,
    group: Option<String>,
    session: Option<String>,
}

impl Hello {
    fn new(packet: &Packet<'_>) -> Hello {
        Hello { frame: packet.frame.info.number, time: packet.frame.info.time, ..Hello::default() }
    }
    fn version(&self) -> Option<&str> {
        self.supported.as_ref().or(self.version.as_ref()).map(|(_, name)| name.as_str())
    }
}

struct Talk {
    frame: u64,
    time: Option<i64>,
    /// Who sent what was first seen, and to whom: address, port, address, port.
    ends: [Cell; 4],
    /// The client is the other one.
    turned: Option<bool>,
    client: Option<Hello>,
    server: Option<Hello>,
    hellos: u64,
    name: Option<String>,
    ja3: Option<String>,
    ja3s: Option<String>,
    ja4: Option<String>,
    alerts: Vec<String>,
    serial: Option<String>,
    names: Vec<String>,
}

/// The conversations of a capture, as they come.
#[derive(Default)]
pub(crate) struct Talks {
    /// Where each is kept, by its number among the streams; `None`: it is a row already.
    at: HashMap<u64, Option<usize>>,
    kept: Vec<Talk>,
}

impl Talks {
    /// Takes what a layer of records says.
    pub(crate) fn see(&mut self, packet: &Packet<'_>, layer: usize, query: &Query, file: &str, rows: &mut Vec<Vec<Cell>>) {
        let mut at = packet.layer(layer).map_or(0, |layer| usize::from(layer.up));
        while at > 0 && packet.layer(at).is_none_or(|layer| layer.id != id::tcp) {
            at = packet.layer(at).map_or(0, |layer| usize::from(layer.up));
        }
        let Some(stream) = packet.notes.get(at, &proto::tcp::STREAM) else { return };
        if self.kept.len() >= KEPT && !self.at.contains_key(&stream) {
            self.let_go(KEPT / 2, file, rows);
        }
        let (kept, place) = (&mut self.kept, self.at.entry(stream));
        let Some(i) = *place.or_insert_with(|| {
            kept.push(Talk::new(packet, layer));
            Some(kept.len() - 1)
        }) else {
            return;
        };
        if let Some(talk) = kept.get_mut(i) {
            talk.hear(packet, layer, query);
        }
    }

    /// Makes rows of the oldest conversations.
    fn let_go(&mut self, many: usize, file: &str, rows: &mut Vec<Vec<Cell>>) {
        rows.extend(self.kept.drain(..many.min(self.kept.len())).map(|talk| talk.row(file)));
        for at in self.at.values_mut() {
            *at = at.and_then(|i| i.checked_sub(many));
        }
    }

    /// Makes rows of all that are left.
    pub(crate) fn finish(&mut self, file: &str, rows: &mut Vec<Vec<Cell>>) {
        self.let_go(self.kept.len(), file, rows);
    }
}

/// The name of a number, and where it has none the number as the protocol writes it.
fn shown(field: &Field, value: Value<'_>) -> String {
    let name = if let Value::Num(n) = value { text::named(field, n) } else { None };
    let mut out = name.map_or(Vec::new(), |name| name.as_bytes().to_vec());
    if name.is_none() {
        text::plain(field, value, &mut out);
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Talk {
    fn new(packet: &Packet<'_>, layer: usize) -> Talk {
        let [src, srcport, dst, dstport, _] = between(packet, layer);
        Talk {
            frame: packet.frame.info.number,
            time: packet.frame.info.time,
            ends: [src, srcport, dst, dstport],
            turned: None,
            client: None,
            server: None,
            hellos: 0,
            name: None,
            ja3: None,
            ja3s: None,
            ja4: None,
            alerts: vec![],
            serial: None,
            names: vec![],
        }
    }

    fn hear(&mut self, packet: &Packet<'_>, layer: usize, query: &Query) {
        // Which message of the handshake is being told, and whether it is the client's first hello.
        let (mut message, mut first) = (0, false);
        let mut certificates = 0;
        let back = self.sent_back(packet, layer);
        let _ = query.layer(packet, layer, &mut |slot, field, _, value| {
            let number = if let Value::Num(n) = value { Some(n) } else { None };
            match slot {
                TYPE => {
                    message = number.unwrap_or(0);
                    first = false;
                    match message {
                        CLIENT_HELLO => {
                            self.hellos += 1;
                            first = self.client.is_none();
                            self.client.get_or_insert_with(|| Hello::new(packet));
                            self.turned.get_or_insert(back);
                        }
                        // Behind a request to try again comes another one, which is the one that counts.
                        SERVER_HELLO => {
                            self.server = Some(Hello::new(packet));
                            self.turned.get_or_insert(!back);
                        }
                        CERTIFICATE => certificates += 1,
                        _ => {}
                    }
                    return Continue(());
                }
                ALERT => {
                    if self.alerts.len() < LISTED {
                        self.alerts.push(shown(field, value));
                    }
                    return Continue(());
                }
                JA3 | JA3S | JA4 => {
                    let to = match slot {
                        JA3 => &mut self.ja3,
                        JA3S => &mut self.ja3s,
                        _ => &mut self.ja4,
                    };
                    // Of several hellos of a client the first tells what it is, of a server's the last what was agreed on.
                    if slot == JA3S || to.is_none() {
                        *to = Some(shown(field, value));
                    }
                    return Continue(());
                }
                // The first certificate is the server's own.
                SERIAL | NAMES => {
                    if message == CERTIFICATE && certificates == 1 && self.turned.is_some_and(|turned| turned != back) {
                        match slot {
                            SERIAL if self.serial.is_none() => self.serial = Some(shown(field, value)),
                            NAMES if self.names.len() < LISTED => self.names.push(shown(field, value)),
                            _ => {}
                        }
                    }
                    return Continue(());
                }
                _ => {}
            }
            let hello = match message {
                CLIENT_HELLO if first => self.client.as_mut(),
                SERVER_HELLO => self.server.as_mut(),
                _ => None,
            };
            let Some(hello) = hello else { return Continue(()) };
            match slot {
                VERSION => hello.version = number.map(|n| (n, shown(field, value))),
                // Clients offer numbers that are none (RFC 8701), and drafts of versions.
                SUPPORTED => {
                    if let Some(n) = number.filter(|n| (0x0300..0x0400).contains(n) || message == SERVER_HELLO)
                        && hello.supported.as_ref().is_none_or(|(before, _)| *before < n)
                    {
                        hello.supported = Some((n, shown(field, value)));
                    }
                }
                SUITE if hello.suites.len() < LISTED => hello.suites.push(shown(field, value)),
                NAME => self.name = self.name.take().or_else(|| Some(shown(field, value))),
                ALPN if hello.alpn.len() < LISTED => hello.alpn.push(shown(field, value)),
                GROUP => hello.group = Some(shown(field, value)),
                SESSION => hello.session = Some(shown(field, value)),
                _ => {}
            }
            Continue(())
        });
    }

    /// Whether a packet goes the other way than the first.
    fn sent_back(&self, packet: &Packet<'_>, layer: usize) -> bool {
        let [src, srcport, ..] = between(packet, layer);
        let [first, port, ..] = &self.ends;
        (src, srcport) != (first.clone(), port.clone())
    }

    fn row(self, file: &str) -> Vec<Cell> {
        let Talk { frame, time, ends, turned, client, server, hellos, name, ja3, ja3s, ja4, alerts, serial, names } = self;
        let text = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
        let [src, srcport, dst, dstport] = ends;
        let [client_end, client_port, server_end, server_port] =
            if turned.unwrap_or(false) { [dst, dstport, src, srcport] } else { [src, srcport, dst, dstport] };
        let took = match (&client, &server) {
            (Some(Hello { time: Some(asked), .. }), Some(Hello { time: Some(answered), .. })) => Some(answered - asked),
            _ => None,
        };
        // A server that goes on with an earlier session says its number again; since 1.3 it says it in any case.
        let resumed = match (&client, &server) {
            (Some(client), Some(server)) if server.supported.is_none() => {
                Cell::Flag(client.session.is_some() && client.session == server.session)
            }
            _ => Cell::Null,
        };
        let (client, mut server) = (client.unwrap_or_default(), server.unwrap_or_default());
        vec![
            Cell::text(file),
            Cell::count(frame),
            time.map_or(Cell::Null, Cell::Time),
            client_end,
            client_port,
            server_end,
            server_port,
            text(name),
            text(server.version().map(str::to_owned)),
            text(server.suites.first().cloned()),
            text(server.group.take()),
            text(server.alpn.first().cloned()),
            text(client.version().map(str::to_owned)),
            Cell::Texts(client.suites),
            Cell::Texts(client.alpn),
            text(ja3),
            text(ja3s),
            text(ja4),
            Cell::count(hellos),
            resumed,
            Cell::seconds(took),
            Cell::int((client.frame > 0).then_some(client.frame)),
            Cell::int((server.frame > 0).then_some(server.frame)),
            text(serial),
            Cell::Texts(names),
            Cell::Texts(alerts),
        ]
    }
}
