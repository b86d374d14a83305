//! What is believed of a server's certificate: the system's roots or a file's, a name, fingerprints of its key, or anything.

use hickory_proto::dnssec::DigestType;
use hickory_proto::dnssec::crypto::Digest;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error as Tls, RootCertStore, SignatureScheme};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What is believed.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Certificates to trust instead of the system's (PEM).
    pub ca: Option<PathBuf>,
    /// The name that is sent, and that the certificate must have, instead of the server's.
    pub name: Option<String>,
    /// SHA-256 of the public key that the certificate must have; one of these suffices, whoever signed it (RFC 7858 §4.2).
    pub pins: Vec<[u8; 32]>,
    /// Anything is believed.
    pub anything: bool,
    /// Who is told the secrets of connections.
    pub keys: Option<Arc<Keys>>,
}

/// TLS's and QUIC's secrets, which decrypt what was captured: as lines of NSS's key log.
#[derive(Default)]
pub struct Keys(Mutex<String>);

impl Keys {
    /// The lines since the last time.
    pub fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl rustls::KeyLog for Keys {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }
}

/// Why nothing can be believed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file with certificates.
    #[error("{0}: {1}")]
    File(PathBuf, String),
    /// The system has none.
    #[error("this system has no certificates to trust: --ca FILE names some, --pin a key")]
    NoRoots,
    /// rustls is not content.
    #[error("TLS: {0}")]
    Tls(#[from] Tls),
    /// The name cannot be one of a certificate.
    #[error("`{0}` cannot be the name of a certificate")]
    Name(String),
}

impl Trust {
    /// The settings of a client that speaks such protocols inside TLS.
    pub fn config(&self, protocols: &[&str]) -> Result<ClientConfig, Error> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
        let mut config = if self.anything || !self.pins.is_empty() {
            let verifier = Pinned { pins: self.pins.clone(), provider };
            builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
        } else {
            let roots = Arc::new(self.roots()?);
            let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider).build().map_err(|_| Error::NoRoots)?;
            builder.with_webpki_verifier(verifier).with_no_client_auth()
        };
        if let Some(keys) = &self.keys {
            config.key_log = keys.clone();
        }
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        Ok(config)
    }

    fn roots(&self) -> Result<RootCertStore, Error> {
        let mut roots = RootCertStore::empty();
        match &self.ca {
            Some(path) => {
                for certificate in certificates(path)? {
                    roots.add(certificate).map_err(|error| Error::File(path.clone(), error.to_string()))?;
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        if roots.is_empty() { Err(Error::NoRoots) } else { Ok(roots) }
    }

    /// The name that is sent to a server and wanted in its certificate.
    pub(super) fn server_name(&self, server: &super::server::Server) -> Result<ServerName<'static>, Error> {
        let name = self.name.clone().unwrap_or_else(|| server.name());
        ServerName::try_from(name.clone()).map_err(|_| Error::Name(name))
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let wrong = |error: &dyn std::fmt::Display| Error::File(path.to_owned(), error.to_string());
    let all: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))?.collect();
    let all = all.map_err(|error| wrong(&error))?;
    if all.is_empty() { Err(wrong(&"no certificate in it")) } else { Ok(all) }
}

/// Believes whoever has one of some keys; without any, everybody.
#[derive(Debug)]
struct Pinned {
    pins: Vec<[u8; 32]>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Tls> {
        if self.pins.is_empty() {
            return Ok(ServerCertVerified::assertion());
        }
        let parsed = ParsedCertificate::try_from(certificate)?;
        let key = parsed.subject_public_key_info();
        let found = Digest::new(key.as_ref(), DigestType::SHA256).map_err(|error| Tls::General(error.to_string()))?;
        if self.pins.iter().any(|pin| pin[..] == *found.as_ref()) {
            return Ok(ServerCertVerified::assertion());
        }
        let named = if verify_server_name(&parsed, name).is_ok() { "" } else { ", nor the name" };
        let text = format!("the certificate's key is not pinned{named}: its pin is {}", super::rdata::base64(found.as_ref()));
        Err(Tls::InvalidCertificate(CertificateError::Other(rustls::OtherError(Arc::new(std::io::Error::other(text))))))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Tls> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
