//! Who may take part: a token that all of a cluster share, and what is said where one is wanted and missing.
//!
//! The token goes with every request, in its `user-agent`: what Ballista's clients let themselves be told. It is not encrypted; on a
//! network that others read, put the cluster's ports into a tunnel.

use anyhow::Context;
use ballista_core::extension::EndpointOverrideFn;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

/// The name before the token.
const NAME: &str = "pkt-token/";

/// The variable that holds the token where no file does.
pub const VARIABLE: &str = "PKT_CLUSTER_TOKEN";

/// Shorter ones are guessed.
const LEAST: usize = 16;

/// The token of a cluster; none: everybody may.
#[derive(Clone, Default)]
pub struct Token(Option<Arc<str>>);

impl Token {
    /// The token in a file, or in the environment.
    ///
    /// # Errors
    /// Where the file cannot be read, or what it holds is no token.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Token> {
        let (text, of) = match file {
            Some(file) => (std::fs::read_to_string(file).with_context(|| file.display().to_string())?, file.display().to_string()),
            None => match std::env::var(VARIABLE) {
                Ok(text) => (text, VARIABLE.to_owned()),
                Err(_) => return Ok(Token(None)),
            },
        };
        Token::new(text.trim()).with_context(|| of)
    }

    /// This token.
    ///
    /// # Errors
    /// Where it is too short, or cannot stand in a header.
    pub fn new(text: &str) -> anyhow::Result<Token> {
        if text.len() < LEAST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            anyhow::bail!("a token is at least {LEAST} letters, digits and signs, as `openssl rand -hex 32` makes it");
        }
        Ok(Token(Some(text.into())))
    }

    /// True where there is one.
    pub fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// What goes with each request.
    pub fn header(&self) -> String {
        self.0.as_ref().map_or_else(|| "pkt".to_owned(), |token| format!("{NAME}{token}"))
    }

    /// True for a request that came with this header.
    pub fn admits(&self, header: Option<&str>) -> bool {
        let Some(token) = &self.0 else { return true };
        let given = header.and_then(|header| header.strip_prefix(NAME)).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        // As long for a wrong first letter as for a wrong last one.
        given.len() == token.len() && given.bytes().zip(token.bytes()).fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
    }

    /// Lets Ballista's clients send it.
    pub fn endpoint(&self) -> EndpointOverrideFn {
        let header = self.header();
        Arc::new(move |endpoint| Ok(endpoint.user_agent(header.clone())?))
    }
}

/// What has to be said of listening there.
pub fn warning(bind: IpAddr, token: &Token) -> Option<String> {
    if bind.is_loopback() {
        return None;
    }
    Some(if token.is_set() {
        format!("note: {bind}: others reach this. They need the token, which is not encrypted on its way; nor is what is answered.")
    } else {
        format!(
            "WARNING: {bind}: others reach this, and there is no token. Who does may read every file that this user may read.\n\
             Give scheduler, executors and clients the same --token-file, or listen on 127.0.0.1."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_is_admitted() {
        let token = Token::new("0123456789abcdef").unwrap();
        assert!(token.admits(Some("pkt-token/0123456789abcdef tonic/0.14.9")));
        assert!(token.admits(Some("pkt-token/0123456789abcdef")));
        for wrong in
            [None, Some(""), Some("pkt"), Some("pkt-token/"), Some("pkt-token/0123456789abcdeg"), Some("pkt-token/0123456789abcdef0")]
        {
            assert!(!token.admits(wrong), "{wrong:?}");
        }
        assert!(Token::default().admits(None));
        assert!(Token::new("short").is_err() && Token::new("0123456789 abcdef").is_err());
    }

    #[test]
    fn loopback_is_quiet() {
        let token = Token::new("0123456789abcdef").unwrap();
        assert_eq!(warning("127.0.0.1".parse().unwrap(), &Token::default()), None);
        assert!(warning("0.0.0.0".parse().unwrap(), &Token::default()).unwrap().starts_with("WARNING"));
        assert!(warning("10.0.0.1".parse().unwrap(), &token).unwrap().starts_with("note"));
    }
}
