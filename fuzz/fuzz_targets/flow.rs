//! `cargo +nightly fuzz run flow`
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pktlab_fuzz::flow(data));
