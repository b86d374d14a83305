//! Whom a client believes.

use super::tls::{provider, wrong};
use std::io;
use std::sync::Arc;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Whom a client believes.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Everybody: the certificate is not looked at.
    pub anyone: bool,
    /// Those whom the certificates of a PEM file sign for, instead of those whom the system believes.
    pub authorities: Option<std::path::PathBuf>,
}

impl Trust {
    /// What a client connects with; `protocols` are offered by ALPN.
    ///
    /// # Errors
    /// Where the certificates cannot be read.
    pub(crate) fn client(&self, protocols: &[&[u8]]) -> io::Result<Arc<ClientConfig>> {
        let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().map_err(io::Error::other)?;
        let mut config = if self.anyone {
            config.dangerous().with_custom_certificate_verifier(Arc::new(Anyone(provider()))).with_no_client_auth()
        } else {
            config.with_root_certificates(self.roots()?).with_no_client_auth()
        };
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        Ok(Arc::new(config))
    }

    fn roots(&self) -> io::Result<RootCertStore> {
        let mut roots = RootCertStore::empty();
        match &self.authorities {
            Some(path) => {
                for one in CertificateDer::pem_file_iter(path).map_err(|error| wrong(path, &error))? {
                    roots.add(one.map_err(|error| wrong(path, &error))?).map_err(|error| wrong(path, &error))?;
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        Ok(roots)
    }
}

/// Believes every certificate; that its holder has the key is still proved.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
