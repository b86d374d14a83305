//! Calls of methods, and questions of names.

use super::{Link, Talk, exchange, http};
use crate::craft;
use crate::traffic::rpc;
use crate::traffic::target::Scheme;
use dxr::{FaultResponse, MethodCall, MethodResponse};
use hyper::Method;
use rmpv::Value as Pack;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io;

/// `METHOD ARGUMENT ..`, each argument JSON or else a text; without --data the methods are listed.
fn words(data: Option<&str>) -> io::Result<(String, Vec<Value>)> {
    let data = data.unwrap_or("system.listMethods").trim();
    let (method, rest) = data.split_once(char::is_whitespace).unwrap_or((data, ""));
    let rest = rest.trim();
    // Several JSON values in a row are several arguments.
    let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(rest).into_iter().collect();
    let params = match values {
        Ok(values) => values,
        Err(_) => {
            let words = shlex::split(rest).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a quote is open in --data"))?;
            words.into_iter().map(|word| serde_json::from_str(&word).unwrap_or(Value::String(word))).collect()
        }
    };
    Ok((method.to_owned(), params))
}

pub(super) async fn call(talk: &mut Talk<'_>) -> io::Result<()> {
    let (method, params) = words(talk.options.data.as_deref())?;
    let wrong = |text: String| io::Error::new(io::ErrorKind::InvalidData, text);
    let result: Result<Value, String> = match talk.target.scheme {
        Scheme::XmlRpc => {
            let call = MethodCall { name: Cow::Owned(method), params: params.into_iter().map(rpc::to_xml).collect() };
            let body = format!("<?xml version=\"1.0\"?>{}", call.to_xml().map_err(io::Error::other)?);
            let path = if talk.target.path.is_empty() { "/RPC2".to_owned() } else { talk.target.request().to_owned() };
            let answer = http::fetch(talk, Method::POST, &path, "text/xml", body.into_bytes()).await?;
            let text = String::from_utf8_lossy(&answer);
            let text = text.trim_start();
            let text = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest.trim_start());
            match (MethodResponse::from_xml(text), FaultResponse::from_xml(text)) {
                (Ok(response), _) => Ok(rpc::from_xml(&response.value)),
                (_, Ok(response)) => Err(format!("{} {}", response.fault.code(), response.fault.string())),
                _ => return Err(wrong("that is no answer of XML-RPC".to_owned())),
            }
        }
        Scheme::JsonRpc => {
            let body = json!({ "jsonrpc": "2.0", "method": method, "params": params, "id": 1 });
            let path = talk.target.request().to_owned();
            let answer = http::fetch(talk, Method::POST, &path, "application/json", body.to_string().into_bytes()).await?;
            let answer: Value = serde_json::from_slice(&answer).map_err(|error| wrong(format!("that is no JSON: {error}")))?;
            match (answer.get("result"), answer.get("error")) {
                (_, Some(error)) if !error.is_null() => Err(error.to_string()),
                (Some(result), _) => Ok(result.clone()),
                _ => return Err(wrong("that is no answer of JSON-RPC".to_owned())),
            }
        }
        _ => {
            let mut link = Link::new(talk.connect().await?);
            let message = vec![Pack::from(0), Pack::from(1), Pack::from(method), rpc::to_pack(Value::Array(params))];
            let mut bytes = vec![];
            rmpv::encode::write_value(&mut bytes, &Pack::Array(message)).map_err(io::Error::other)?;
            talk.request(&mut link, &bytes).await?;
            let answer = loop {
                let mut rest = link.held.as_slice();
                match rmpv::decode::read_value_with_max_depth(&mut rest, 64) {
                    Ok(answer) => break answer,
                    Err(error) if error.kind() != io::ErrorKind::UnexpectedEof || link.held.len() > super::KEPT => {
                        return Err(wrong("that is no MessagePack".to_owned()));
                    }
                    Err(_) if link.more().await? == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                    Err(_) => {}
                }
            };
            talk.done();
            match answer.as_array().map(Vec::as_slice) {
                Some([kind, _, error, result]) if kind.as_u64() == Some(1) => {
                    if error.is_nil() {
                        Ok(rpc::from_pack(result))
                    } else {
                        Err(rpc::from_pack(error).to_string())
                    }
                }
                _ => return Err(wrong("that is no answer of MessagePack-RPC".to_owned())),
            }
        }
    };
    match result {
        Ok(value) => talk.report.answer = value.to_string().into_bytes(),
        Err(fault) => {
            talk.report.answer = fault.clone().into_bytes();
            talk.fact("fault", fault);
        }
    }
    Ok(())
}

/// `dns://SERVER/NAME?type=A`: the packet is made and read as all packets are here.
pub(super) async fn dns(talk: &mut Talk<'_>) -> io::Result<()> {
    let wrong = |text: &str| io::Error::new(io::ErrorKind::InvalidInput, text.to_owned());
    let name = talk.target.path.trim_start_matches('/');
    let name = talk.options.data.clone().unwrap_or_else(|| if name.is_empty() { "example.com".to_owned() } else { name.to_owned() });
    let kind = talk.target.query("type").unwrap_or("A").to_ascii_uppercase();
    if !kind.chars().all(|c| c.is_ascii_alphanumeric()) || name.contains(['"', '\\', '\'']) {
        return Err(wrong("that is no name, or no type of record"));
    }
    // A number that nobody can know beforehand.
    let id = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0) as u16;
    let expression = format!("DNS(id={id},rd=1,qd=DNSQR(qname=\"{name}\",qtype=\"{kind}\"))");
    let packets = craft::expr(&expression).map_err(|error| wrong(&error.to_string()))?;
    let answer = exchange(talk, &packets).await?;
    if answer.get(..2) != Some(&id.to_be_bytes()) || answer.len() < 12 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "that is no answer to the question"));
    }
    let code = answer.get(3).copied().unwrap_or(0) & 15;
    let names = ["no error", "format error", "server failure", "no such name", "not implemented", "refused"];
    talk.fact("status", names.get(usize::from(code)).copied().unwrap_or("another error"));
    talk.fact(
        "records",
        answer.get(6..8).map_or(0, |n| u16::from_be_bytes([n.first().copied().unwrap_or(0), n.last().copied().unwrap_or(0)])).to_string(),
    );
    Ok(())
}
