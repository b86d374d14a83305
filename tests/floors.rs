//! A module uses its own floor or floors below, never one above.

use std::path::{Path, PathBuf};

/// The house, from the ground up.
const FLOORS: &[&[&str]] = &[
    &["field", "spine", "read", "query", "draft", "text", "frame", "checksum", "near"],
    &["proto", "capture"],
    &["decode", "craft"],
    &["filter", "flow", "net", "dns", "traffic"],
    &["render"],
    &["remote"],
    &["cmd"],
];

#[test]
fn imports_only_go_down() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&src);
    assert!(files.len() > 5, "the sources were not found");
    let mut wrong = Vec::new();
    for file in files {
        let module = module(file.strip_prefix(&src).unwrap());
        // The roots only declare the modules; tests may look up.
        if module.first().is_none_or(|name| name == "lib" || name == "main") || module.last().is_some_and(|name| name == "testing") {
            continue;
        }
        let code = std::fs::read_to_string(&file).unwrap();
        wrong.extend(arrows_up(&module, &code).into_iter().map(|fault| format!("{}: {fault}", file.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_arrow_up_is_found() {
    let wrong = |module: &str, code: &str| {
        let module: Vec<String> = module.split("::").map(str::to_owned).collect();
        !arrows_up(&module, code).is_empty()
    };
    assert!(wrong("field", "use crate::proto::Protocol;"));
    assert!(wrong("proto::udp", "use crate::decode::walk;"));
    assert!(wrong("proto::udp", "fn f() { crate::render::line() }"));
    assert!(wrong("proto::udp", "use super::super::render;"), "by way of super");
    assert!(wrong("field", "use super::proto;"), "the file of a root module");
    assert!(wrong("decode", "use crate::{field::{Field, Place}, render};"), "in a list");
    assert!(wrong("decode", "use crate::{\n    field::Field, // a comment\n    flow,\n};"));
    assert!(wrong("decode", "use pktlab::filter;"), "by the crate's name");
    assert!(wrong("nowhere", "use crate::field;"), "a module without a floor");
    assert!(wrong("decode", "use crate::nowhere;"));

    assert!(!wrong("decode", "use crate::proto::{self, Id};\nuse std::fmt;"));
    assert!(!wrong("decode", "// crate::render is above\n/// [`crate::render`]\nuse crate::field;"));
    assert!(!wrong("proto::udp", "use super::*;\nuse super::tcp;"), "a neighbour");
    assert!(!wrong("proto::udp", "use crate::field;\n#[cfg(test)]\nmod tests { use crate::decode::walk; }"), "tests may look up");
    assert!(!wrong("cmd::read", "use pktlab::{capture, render};\nuse crate::cmd::exit;"));
    assert!(!wrong("decode", "use crate::registry!();"), "a macro stands at the root wherever it is from");
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|ext| ext == "rs")).collect()
}

/// `proto/tcp/options.rs` is `proto::tcp::options`, `proto/mod.rs` is `proto`.
fn module(file: &Path) -> Vec<String> {
    let file = file.with_extension("");
    let names = file.components().map(|part| part.as_os_str().to_str().unwrap().to_owned());
    names.filter(|name| name != "mod").collect()
}

/// What this module uses of floors above its own.
fn arrows_up(module: &[String], code: &str) -> Vec<String> {
    let floor = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    let Some(own) = floor(&module[0]) else { return vec![format!("`{}` has no floor", module[0])] };
    let fault = |used: String| match floor(&used) {
        Some(at) if at <= own => None,
        Some(at) => Some(format!("`{}` is on floor {own} and uses `{used}`, which is on floor {at}", module.join("::"))),
        None => Some(format!("uses `{used}`, which has no floor")),
    };
    used(module, code).into_iter().filter_map(fault).collect()
}

/// The root modules that a piece of code names. Its tests, which may look up, stand last in a file.
fn used(module: &[String], code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap();
    let code: Vec<&str> = code.lines().map(|line| line.split("//").next().unwrap()).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for start in ["crate::".to_owned(), "pktlab::".to_owned(), "super::".repeat(module.len())] {
        for (at, _) in code.match_indices(&start) {
            let before = code[..at].chars().next_back();
            // A longer name that ends so, or a longer chain of supers, which is seen at its own beginning.
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == ':') {
                continue;
            }
            let names = heads(&code[at + start.len()..]);
            // In a module inside a file `super` is nearer than it looks, so an unknown name there proves nothing.
            let known = |name: &String| !start.starts_with("super") || FLOORS.iter().any(|floor| floor.contains(&name.as_str()));
            found.extend(names.into_iter().filter(known));
        }
    }
    found
}

/// The first names of a path or of a list of paths: `field::{Field, Place}` is `field`; `{a::B, c}` is `a` and `c`.
fn heads(path: &str) -> Vec<String> {
    let name = |text: &str| {
        let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let is_macro = text.trim_start()[name.len()..].starts_with('!');
        (!name.is_empty() && name != "super" && name != "self" && !is_macro).then_some(name)
    };
    let Some(list) = path.strip_prefix('{') else { return name(path).into_iter().collect() };
    let (mut depth, mut from, mut names) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.extend(name(&list[from..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.extend(name(&list[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    names
}
