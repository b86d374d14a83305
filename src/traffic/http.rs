//! HTTP/1.1 (RFC 9112), by hyper: some pages to talk to, and what carries XML-RPC and JSON-RPC.

use super::conn::Conn;
use super::rpc;
use super::serve::Talk;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, LOCATION, SERVER};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::convert::Infallible;
use std::io;

/// What stands behind an HTTP server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// Pages that show what was asked.
    Pages,
    /// XML-RPC.
    Xml,
    /// JSON-RPC.
    Json,
}

/// Bytes of a request's body, and of its head.
const BODY: usize = 4 << 20;
const HEAD: usize = 64 << 10;

/// Bytes of the largest page that can be asked for.
const PAGE: usize = 16 << 20;

pub(super) async fn serve(conn: Conn, site: Site, talk: &Talk<'_>) -> io::Result<()> {
    let service = service_fn(|request: Request<Incoming>| async move {
        let mut response = match site {
            Site::Pages => page(request, talk).await,
            Site::Xml | Site::Json => remote(request, site, talk).await,
        };
        response.headers_mut().insert(SERVER, HeaderValue::from_static(concat!("pktlab/", env!("CARGO_PKG_VERSION"))));
        Ok::<_, Infallible>(response)
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    // Nothing is read while an answer is on its way: over a blocking socket that would wait.
    http.half_close(true).max_buf_size(HEAD).timer(hyper_util::rt::TokioTimer::new());
    let timed = tokio::runtime::Handle::try_current().is_ok();
    http.header_read_timeout(timed.then_some(talk.options().within));
    conn.rest();
    match http.serve_connection(TokioIo::new(Restful(conn)), service).await {
        Ok(()) => Ok(()),
        Err(error) if error.is_timeout() => Err(io::ErrorKind::TimedOut.into()),
        // A client that goes away before it has heard all.
        Err(error) if error.is_incomplete_message() || error.is_canceled() => Ok(()),
        Err(error) => {
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                if let Some(io) = cause.downcast_ref::<io::Error>() {
                    return Err(io::Error::new(io.kind(), io.to_string()));
                }
                source = cause.source();
            }
            Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
        }
    }
}

fn answer(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

const TEXT: &str = "text/plain; charset=utf-8";

/// `/` says what there is, `/echo` sends the body back, `/headers` the request's head as JSON, `/status/N`, `/bytes/N`, `/redirect`.
async fn page(request: Request<Incoming>, talk: &Talk<'_>) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    talk.did(|| format!("{} {path}", parts.method));
    let body = match Limited::new(body, BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return answer(StatusCode::PAYLOAD_TOO_LARGE, TEXT, "too large\n"),
    };
    if !matches!(parts.method, Method::GET | Method::HEAD | Method::POST | Method::PUT) {
        let mut response = answer(StatusCode::METHOD_NOT_ALLOWED, TEXT, "GET, HEAD, POST, PUT\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST, PUT"));
        return response;
    }
    if let Some(reply) = talk.reply() {
        return answer(StatusCode::OK, TEXT, reply.to_vec());
    }
    let path = path.strip_prefix('/').unwrap_or(path);
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    match name {
        "" => answer(StatusCode::OK, TEXT, "pkt serve http\n/echo /headers /status/N /bytes/N /redirect\n"),
        "echo" => {
            let mut response = answer(StatusCode::OK, "application/octet-stream", body);
            if let Some(kind) = parts.headers.get(CONTENT_TYPE) {
                response.headers_mut().insert(CONTENT_TYPE, kind.clone());
            }
            response
        }
        "headers" => {
            let text = |value: &HeaderValue| json!(String::from_utf8_lossy(value.as_bytes()));
            let headers: serde_json::Map<_, _> = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
            let head = json!({
                "method": parts.method.as_str(),
                "uri": parts.uri.to_string(),
                "version": format!("{:?}", parts.version),
                "headers": headers,
                "peer": talk.peer.to_string(),
            });
            answer(StatusCode::OK, "application/json", format!("{head}\n"))
        }
        "redirect" => {
            let mut response = answer(StatusCode::FOUND, TEXT, "it is at /\n");
            response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
            response
        }
        "status" => match rest.parse().ok().and_then(|code| StatusCode::from_u16(code).ok()).filter(|status| status.as_u16() >= 200) {
            Some(status) => answer(status, TEXT, format!("{status}\n")),
            None => answer(StatusCode::BAD_REQUEST, TEXT, "there is no such status\n"),
        },
        "bytes" => match rest.parse::<usize>() {
            Ok(n) if n <= PAGE => answer(StatusCode::OK, "application/octet-stream", vec![b'x'; n]),
            _ => answer(StatusCode::BAD_REQUEST, TEXT, "at most 16777216 bytes\n"),
        },
        _ => answer(StatusCode::NOT_FOUND, TEXT, "there is no such page\n"),
    }
}

/// A call of a method.
async fn remote(request: Request<Incoming>, site: Site, talk: &Talk<'_>) -> Response<Full<Bytes>> {
    if request.method() != Method::POST {
        let mut response = answer(StatusCode::METHOD_NOT_ALLOWED, TEXT, "calls are POST\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    let body = match Limited::new(request.into_body(), BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return answer(StatusCode::PAYLOAD_TOO_LARGE, TEXT, "too large\n"),
    };
    match site {
        Site::Xml => answer(StatusCode::OK, "text/xml", rpc::xml_rpc(&body, talk).await),
        _ => match rpc::json_rpc(&body, talk).await {
            Some(body) => answer(StatusCode::OK, "application/json", body),
            None => answer(StatusCode::NO_CONTENT, "application/json", ""),
        },
    }
}

/// A connection that hyper reads from: when it waits for the next request, nothing is owed.
struct Restful(Conn);

impl tokio::io::AsyncRead for Restful {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        let polled = std::pin::Pin::new(&mut self.0).poll_read(cx, buf);
        if polled.is_ready() {
            self.0.busy();
        }
        polled
    }
}

impl tokio::io::AsyncWrite for Restful {
    fn poll_write(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>, bytes: &[u8]) -> std::task::Poll<io::Result<usize>> {
        let polled = std::pin::Pin::new(&mut self.0).poll_write(cx, bytes);
        // Where more is written, it is not quiet for long enough to be closed.
        self.0.rest();
        polled
    }

    fn poll_flush(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<io::Result<()>> {
        std::pin::Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<io::Result<()>> {
        std::pin::Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
