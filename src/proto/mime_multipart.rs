//! Messages of several parts, [RFC 2046](https://www.rfc-editor.org/rfc/rfc2046), 5.1: each behind a line that is the boundary, with headers of its own.
use super::lines::{line, line_or_rest, trim};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

/// Of a part.
pub static DISPOSITION: Field = Field::new("mime_multipart.header.content-disposition", "Content-Disposition", Place::Rest).text();
/// Of a part.
pub static TYPE: Field = Field::new("mime_multipart.header.content-type", "Content-Type", Place::Rest).text();
static ENCODING: Field = Field::new("mime_multipart.header.content-transfer-encoding", "Content-Transfer-Encoding", Place::Rest).text();
static IDENTITY: Field = Field::new("mime_multipart.header.content-id", "Content-Id", Place::Rest).text();
const HEADERS: &[(&str, &Field)] =
    &[("Content-Disposition", &DISPOSITION), ("Content-Type", &TYPE), ("Content-Transfer-Encoding", &ENCODING), ("Content-Id", &IDENTITY)];

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mime_multipart",
    title: "MIME Multipart Media Encapsulation",
    column: "",
    spec: "RFC 2046",
    fields: &[&Field::part(Place::Told(read, &[&DISPOSITION, &TYPE, &ENCODING, &IDENTITY]))],
    media: &["multipart/form-data", "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/byteranges", "multipart/report", "multipart/signed", "multipart/encrypted", "multipart/digest", "multipart/x-mixed-replace"],
    more: Some(next_part),
    alone: true,
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match boundary(bytes) {
        Some(_) => Step { again: true, ..Step::new(bytes.len(), below.wire, id::data) },
        None => Step::new(0, below.wire, id::data),
    }
}
/// The first line that is one, without its end, and where it begins.
fn boundary(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut at = 0;
    while let Some(end) = line(bytes, at) {
        let text = bytes.get(at..end.end)?;
        if text.len() > 2 && text.starts_with(b"--") {
            return Some((at, text.trim_ascii_end()));
        }
        at = end.next;
    }
    None
}
/// A part: where its headers begin, where its body does, where that ends.
struct Part {
    headers: usize,
    body: usize,
    end: usize,
}
/// The part whose boundary is the first one from there on.
fn part(bytes: &[u8], boundary: &[u8], from: usize) -> Option<Part> {
    let at = from + memchr::memmem::find(bytes.get(from..)?, boundary)?;
    let behind = at + boundary.len();
    if bytes.get(behind..behind + 2) == Some(b"--") {
        return None;
    }
    let headers = line(bytes, behind)?.next;
    let mut body = headers;
    loop {
        let header = line_or_rest(bytes, body);
        let empty = header.end == body;
        body = header.next;
        if empty || body >= bytes.len() {
            break;
        }
    }
    let end = memchr::memmem::find(bytes.get(body..)?, boundary).map_or(bytes.len(), |n| body + n);
    // The end of the line before a boundary belongs to it.
    let text = bytes.get(body..end)?;
    let cut = if text.ends_with(b"\r\n") && end < bytes.len() { 2 } else { usize::from(text.ends_with(b"\n") && end < bytes.len()) };
    Some(Part { headers, body, end: end - cut })
}
/// Name and value of each header.
fn headers<'a>(bytes: &'a [u8], part: &Part) -> impl Iterator<Item = (&'a [u8], &'a [u8], usize)> {
    let (mut at, end) = (part.headers, part.body);
    std::iter::from_fn(move || {
        let header = line_or_rest(bytes.get(..end)?, at);
        let text = bytes.get(at..header.end).filter(|text| !text.is_empty())?;
        let colon = memchr::memchr(b':', text).unwrap_or(text.len());
        let from = at;
        at = header.next;
        Some((text.get(..colon)?, trim(text.get(colon + 1..).unwrap_or(&[])), from))
    })
}
fn next_part(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let start = layer.start as usize;
    let bytes = layer.whole(frame);
    let (first, boundary) = boundary(bytes)?;
    let mut from = after.checked_sub(start)?.max(first);
    loop {
        let part = part(bytes, boundary, from)?;
        from = part.end.max(part.body);
        if part.end > part.body {
            let media = headers(bytes, &part).find(|(name, ..)| name.eq_ignore_ascii_case(b"Content-Type"));
            let id = media.map_or(id::data, |(_, value, _)| super::media::of(value));
            return Some(Inner { id, start: start + part.body, held: start + part.end, end: start + part.end });
        }
    }
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let bytes = r.rest();
    let Some((mut from, boundary)) = boundary(bytes) else { return Continue(()) };
    while let Some(part) = part(bytes, boundary, from) {
        for (name, value, at) in headers(bytes, &part) {
            if let Some((_, field)) = HEADERS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())) {
                r.tell(field, at, name.len() + value.len() + 2, Value::Bytes(value))?;
            }
        }
        from = part.end.max(part.body);
    }
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn parts() {
        let body = b"--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--X\r\nContent-Type: text/plain\r\n\r\nhello\r\n--X\r\n\r\n\r\n--X--\r\n";
        let mut message = format!("HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
        message.extend(body);
        let bytes = tcp_of(80, 4000, &message);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:mime_multipart:data:data-text-lines End");
        assert_eq!(fields_of(228, &bytes, &["mime_multipart.header.content-type", "mime_multipart.header.content-disposition"]), "text/plain form-data; name=\"a\"");
        cut_everywhere(228, &bytes);
    }
}
