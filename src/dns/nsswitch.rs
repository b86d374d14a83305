//! `nsswitch.conf`: which sources are asked for a name, in which order, and when the next one is.
//!
//! <https://man7.org/linux/man-pages/man5/nsswitch.conf.5.html>

use serde::Serialize;

/// Where the file is.
pub const PATH: &str = "/etc/nsswitch.conf";

/// What holds without the file, or without a line for hosts in it.
const DEFAULT: &str = "files dns";

/// How a source's search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Found.
    Success,
    /// The source knows that there is no such thing.
    NotFound,
    /// The source does not work now, or not at all.
    Unavail,
    /// The source is busy for a moment.
    TryAgain,
}

impl Status {
    const ALL: [(Status, &str); 4] =
        [(Status::Success, "SUCCESS"), (Status::NotFound, "NOTFOUND"), (Status::Unavail, "UNAVAIL"), (Status::TryAgain, "TRYAGAIN")];

    /// The file's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Status::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, word)| word)
    }
}

/// A source, and what is done after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// `files`, `dns`, and others.
    pub name: String,
    /// The statuses after which the search is over.
    pub last: Vec<Status>,
    /// The statuses after which what was found is to be joined with what the next source has (`merge`): of hosts nothing is.
    pub merge: Vec<Status>,
}

/// The sources for hosts that the file's text names.
#[must_use]
pub fn hosts(text: &str) -> Vec<Source> {
    let line = |line: &str| {
        let line = line.split('#').next().unwrap_or_default();
        let (database, sources) = line.split_once(':')?;
        (database.trim() == "hosts").then(|| sources.to_owned())
    };
    // The last line of a database is the one that holds.
    let found = text.lines().filter_map(line).next_back();
    sources(found.as_deref().filter(|line| !line.trim().is_empty()).unwrap_or(DEFAULT))
}

/// The sources for hosts of this machine.
#[must_use]
pub fn system() -> Vec<Source> {
    hosts(&String::from_utf8_lossy(&std::fs::read(PATH).unwrap_or_default()))
}

fn sources(line: &str) -> Vec<Source> {
    let mut found: Vec<Source> = vec![];
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        if let Some(actions) = rest.strip_prefix('[') {
            let (inside, behind) = actions.split_once(']').unwrap_or((actions, ""));
            if let Some(source) = found.last_mut() {
                // Blanks may stand around `=`.
                let words: Vec<&str> = inside.split_whitespace().collect();
                let joined = words.join(" ").replace(" =", "=").replace("= ", "=");
                joined.split_whitespace().for_each(|action| act(source, action));
            }
            rest = behind.trim_start();
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '[').unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            found.push(Source { name: name.to_owned(), last: vec![Status::Success], merge: vec![] });
            rest = behind.trim_start();
        }
    }
    found
}

/// `NOTFOUND=return`, `!UNAVAIL=return`.
fn act(source: &mut Source, action: &str) {
    let Some((status, action)) = action.split_once('=') else { return };
    let (not, status) = match status.strip_prefix('!') {
        Some(status) => (true, status),
        None => (false, status),
    };
    for (candidate, word) in Status::ALL {
        if word.eq_ignore_ascii_case(status) != not {
            for (word, statuses) in [("return", &mut source.last), ("merge", &mut source.merge)] {
                statuses.retain(|last| *last != candidate);
                if action.eq_ignore_ascii_case(word) {
                    statuses.push(candidate);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_what_follows_them() {
        let shown = |text: &str| {
            let source = |source: &Source| {
                let last: Vec<&str> = source.last.iter().map(|last| last.word()).collect();
                let merge = if source.merge.is_empty() { "" } else { "+merge" };
                format!("{}:{}{merge}", source.name, last.join(","))
            };
            hosts(text).iter().map(source).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            shown("passwd: files\nhosts:\tfiles mdns4_minimal [NOTFOUND=return] dns # x"),
            "files:SUCCESS mdns4_minimal:SUCCESS,NOTFOUND dns:SUCCESS"
        );
        assert_eq!(shown("hosts: dns [!UNAVAIL=return] files"), "dns:SUCCESS,NOTFOUND,TRYAGAIN files:SUCCESS");
        assert_eq!(shown("hosts: files [success=continue]dns"), "files: dns:SUCCESS");
        assert_eq!(shown("hosts: files [ NOTFOUND = return  tryagain =return ] dns"), "files:SUCCESS,NOTFOUND,TRYAGAIN dns:SUCCESS");
        assert_eq!(shown("hosts: files [!SUCCESS=return SUCCESS=merge] dns"), "files:NOTFOUND,UNAVAIL,TRYAGAIN+merge dns:SUCCESS");
        assert_eq!(shown(""), "files:SUCCESS dns:SUCCESS");
    }
}
