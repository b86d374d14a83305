//! `cargo +nightly fuzz run pcapng`
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pktlab_fuzz::pcapng(data));
