//! `cargo +nightly fuzz run filter`
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pktlab_fuzz::filter(data));
