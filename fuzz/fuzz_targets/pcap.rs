//! `cargo +nightly fuzz run pcap`
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| pktlab_fuzz::pcap(data));
