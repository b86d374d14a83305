//! The prompt: queries one after the other, with history and completion.

use crate::column;
use crate::functions;
use crate::source::{Kind, known};
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Config, Context, Editor, Helper};
use std::path::PathBuf;

/// Words of SQL that are completed.
const WORDS: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "HAVING",
    "LIMIT",
    "DISTINCT",
    "COUNT",
    "SUM",
    "MIN",
    "MAX",
    "AVG",
    "JOIN",
    "DESCRIBE",
    "EXPLAIN",
    "SHOW TABLES",
    "WITH",
    "UNION ALL",
    "CREATE VIEW",
    "display_filter",
];

/// Reads statements; a statement ends with `;`.
pub struct Prompt {
    editor: Editor<Words, FileHistory>,
    history: Option<PathBuf>,
}

/// What was read.
pub enum Read {
    /// Statements.
    Text(String),
    /// A line that was given up.
    Nothing,
    /// The end.
    End,
}

impl Prompt {
    /// A prompt on this terminal.
    ///
    /// # Errors
    /// Where there is no terminal.
    pub fn new() -> rustyline::Result<Prompt> {
        let config = Config::builder().auto_add_history(true).history_ignore_dups(true)?.max_history_size(10_000)?.build();
        let mut editor = Editor::with_config(config)?;
        editor.set_helper(Some(Words::new()));
        let history = history();
        if let Some(path) = &history {
            let _ = editor.load_history(path);
        }
        Ok(Prompt { editor, history })
    }

    /// Reads the next statements.
    ///
    /// # Errors
    /// Where the terminal fails.
    pub fn read(&mut self) -> rustyline::Result<Read> {
        match self.editor.readline("pkt> ") {
            Ok(text) => {
                if let Some(path) = &self.history {
                    // A history that cannot be kept is no reason to stop.
                    let _ = path.parent().map(std::fs::create_dir_all);
                    let _ = self.editor.append_history(path);
                }
                Ok(Read::Text(text))
            }
            Err(ReadlineError::Interrupted) => Ok(Read::Nothing),
            Err(ReadlineError::Eof) => Ok(Read::End),
            Err(error) => Err(error),
        }
    }
}

/// Where the history is kept (XDG Base Directory Specification).
fn history() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let state = state.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state")))?;
    Some(state.join("pktlab/sql_history"))
}

/// What may be meant by the beginning of a word.
pub struct Words {
    words: Vec<String>,
}

impl Words {
    fn new() -> Words {
        let mut words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
        words.extend(functions::all().iter().map(|function| function.name().to_owned()));
        words.extend(Kind::ALL.iter().map(|kind| kind.name().to_owned()));
        words.extend(Kind::ALL.iter().flat_map(|kind| known(*kind)));
        // Fields as Wireshark writes them.
        words.extend(column::all().into_iter().map(|(_, field, _)| field).filter(|field| field.contains('.') && !field.contains(' ')));
        words.sort();
        words.dedup();
        Words { words }
    }

    /// The words that begin like what stands before `at`, and where that begins.
    fn of(&self, line: &str, at: usize) -> (usize, Vec<&str>) {
        let before = line.get(..at).unwrap_or(line);
        let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))).map_or(0, |i| i + 1);
        let begun = before.get(start..).unwrap_or_default().to_ascii_lowercase();
        if begun.is_empty() {
            return (start, vec![]);
        }
        let fits = |word: &&String| word.to_ascii_lowercase().starts_with(&begun);
        (start, self.words.iter().filter(fits).map(String::as_str).take(200).collect())
    }
}

impl Completer for Words {
    type Candidate = Pair;
    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = self.of(line, at);
        Ok((start, words.into_iter().map(|word| Pair { display: word.to_owned(), replacement: word.to_owned() }).collect()))
    }
}
impl Hinter for Words {
    type Hint = String;
}
impl Highlighter for Words {}
impl Validator for Words {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input().trim();
        let done = text.is_empty() || text.ends_with(';') || text.starts_with('\\') || matches!(text, "exit" | "quit" | "help");
        Ok(if done { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_completed_where_they_stand() {
        let words = Words::new();
        let of = |line: &str| words.of(line, line.len());
        assert_eq!((of("SELECT ip_sr").0, of("SELECT ip_sr").1.first()), (7, Some(&"ip_src")));
        assert_eq!(of("SELECT tcp.flags.sy").1, ["tcp.flags.syn"]);
        assert_eq!(of("SELECT "), (7, vec![]));
        assert_eq!(of("hands").1, ["handshakes"]);
    }
}
