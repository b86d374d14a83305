//! HTTP/1.1, by hyper.

use super::{Both, Talk};
use crate::traffic::target::Scheme;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::io;

/// GET, or with --data POST.
pub(super) async fn page(talk: &mut Talk<'_>) -> io::Result<()> {
    let body = talk.options.data.clone();
    let method = if body.is_some() { Method::POST } else { Method::GET };
    let path = talk.target.request().to_owned();
    let bytes = fetch(talk, method, &path, "text/plain; charset=utf-8", body.unwrap_or_default().into_bytes()).await?;
    talk.report.answer = bytes;
    Ok(())
}

/// One request and its answer's body.
pub(super) async fn fetch(talk: &mut Talk<'_>, method: Method, path: &str, kind: &str, body: Vec<u8>) -> io::Result<Vec<u8>> {
    let plain = talk.connect().await?;
    let stream: Box<dyn Both> = match talk.target.scheme {
        Scheme::Https => talk.tls(plain, &[b"http/1.1"]).await?,
        _ => Box::new(plain),
    };
    talk.next("request");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    let work = tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path).header(HOST, talk.target.authority()).header(ACCEPT, "*/*");
    request = request.header(USER_AGENT, concat!("pktlab/", env!("CARGO_PKG_VERSION")));
    if !body.is_empty() {
        request = request.header(CONTENT_TYPE, kind);
    }
    talk.report.said.clone_from(&body);
    let request = request.body(Full::new(Bytes::from(body))).map_err(io::Error::other)?;
    let mut response = sender.send_request(request).await.map_err(failed)?;
    talk.next("answer");
    talk.fact("status", response.status().to_string());
    if let Some(kind) = response.headers().get(CONTENT_TYPE) {
        talk.fact("type", String::from_utf8_lossy(kind.as_bytes()));
    }
    if let Some(place) = response.headers().get(hyper::header::LOCATION) {
        talk.fact("location", String::from_utf8_lossy(place.as_bytes()));
    }
    let (mut bytes, mut all) = (vec![], 0u64);
    while let Some(frame) = response.body_mut().frame().await {
        let Ok(data) = frame.map_err(failed)?.into_data() else { continue };
        all += data.len() as u64;
        if bytes.len() < super::KEPT {
            bytes.extend_from_slice(&data);
        }
    }
    talk.done();
    talk.fact("bytes", all.to_string());
    drop(sender);
    work.abort();
    Ok(bytes)
}

/// hyper's error, with its cause.
fn failed(error: hyper::Error) -> io::Error {
    let cause = std::error::Error::source(&error).map_or_else(String::new, |cause| format!(": {cause}"));
    io::Error::other(format!("{error}{cause}"))
}
