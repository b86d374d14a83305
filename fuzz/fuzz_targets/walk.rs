//! `cargo +nightly fuzz run walk`
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pktlab_fuzz::walk(data));
