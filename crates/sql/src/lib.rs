//! SQL over packet captures, on DataFusion.
//!
//! ```text
//! column     which columns there are, and their types      cells    a packet's values as Arrow arrays
//! part       captures, and the parts they are read in       index    FILE.pktidx: where a capture can be divided
//! scan       packets of a part to rows                      tables   conversations, attempts to connect, DNS messages
//! frames     where zstd can be unpacked from                tls      conversations over TLS
//! store      captures in object stores
//! source     captures as a table of DataFusion              prune    parts that cannot hold what is wanted
//! names      what a query names                             address  addresses compare as such     functions
//! session    what is named and set, queries planned        output   results as files and text
//! convert  captures as Parquet                              plot     results as drawings             cli, prompt
//! ```

pub mod address;
mod cells;
pub mod cli;
pub mod column;
pub mod convert;
mod frames;
pub mod functions;
pub mod index;
pub mod names;

pub mod output;
pub mod part;
pub mod plot;
pub mod prompt;
mod prune;
pub mod scan;
pub mod session;
pub mod source;
pub mod store;
pub mod tables;
mod tls;
