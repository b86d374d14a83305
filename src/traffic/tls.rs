//! Keys and certificates: those given, or a certificate that signs itself.

use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What a server proves itself with.
#[derive(Clone, Debug)]
pub struct Keys {
    pub(crate) server: Arc<ServerConfig>,
    /// The certificate and the key in PEM, where they were made here.
    pub pem: Option<(String, String)>,
}

impl Keys {
    /// A certificate for these names and addresses that signs itself.
    ///
    /// # Errors
    /// Where a name cannot stand in a certificate.
    pub fn self_signed(names: Vec<String>) -> io::Result<Keys> {
        let made = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(io::Error::other)?;
        let pem = (made.cert.pem(), made.signing_key.serialize_pem());
        Ok(Keys { server: server(vec![made.cert.der().clone()], key)?, pem: Some(pem) })
    }

    /// Those in PEM files: the certificate and those that sign it, and its key.
    ///
    /// # Errors
    /// Where they cannot be read, or do not belong together.
    pub fn from_files(certificate: &Path, key: &Path) -> io::Result<Keys> {
        let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let chain = chain.map_err(|error| wrong(certificate, &error))?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, &error))?;
        Ok(Keys { server: server(chain, key)?, pem: None })
    }
}

pub(super) fn wrong(path: &Path, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {error}", path.display()))
}

pub(super) fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn server(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> io::Result<Arc<ServerConfig>> {
    let config = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let config = config.and_then(|config| config.with_no_client_auth().with_single_cert(chain, key)).map_err(io::Error::other)?;
    Ok(Arc::new(config))
}
