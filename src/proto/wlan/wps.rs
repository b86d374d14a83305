//! Wi-Fi Protected Setup, in elements of the Wi-Fi Alliance:
//! <https://www.wi-fi.org/downloads-registered-guest/wsc_best_practices_v2_0_1.pdf>.
//!
//! ```text
//! +-------------------------------+-------------------------------+
//! |        Attribute type         |            Length             |
//! +-------------------------------+-------------------------------+
//! |  Value ..
//! +---------------
//! ```
use super::super::*;
use crate::field::*;

const fn number(name: &'static str, title: &'static str, bits: u8) -> Field {
    Field::new(name, title, Place::Uint(bits))
}
const fn run(name: &'static str, title: &'static str, bytes: u16) -> Field {
    Field::new(name, title, Place::Run(bytes))
}
const fn rest(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest)
}

/// The attributes of one element.
pub(super) static ATTRIBUTES: Field = Field::many("Attributes", &ATTRIBUTE);
static ATTRIBUTE: Field = Field::new("", "Attribute", Place::Group(list![
    Field::new("wps.type", "Data Element Type", Place::Key(16)).hex(),
    Field::new("wps.length", "Data Element Length", Place::Len(16, Counts::Behind)),
    Field::part(Place::Pick(OF, &[])),
]));

macro_rules! attributes { ($($number:literal [$($field:expr),* $(,)?];)*) => { &[$(($number, list![$($field),*])),*] } }
static OF: &[(u64, Fields)] = attributes! {
    0x1001 [number("wps.ap_channel", "AP Channel", 16)];
    0x1002 [number("wps.association_state", "Association State", 16).hex().names(&[(0, "Not associated"), (1, "Connection success"), (2, "Configuration Failure"), (3, "Association Failure"), (4, "IP Failure")])];
    0x1003 [number("wps.authentication_type", "Authentication Type", 16).hex().names(&[(1, "Open"), (2, "WPA PSK"), (4, "Shared"), (8, "WPA"), (16, "WPA2"), (32, "WPA2 PSK")])];
    0x1004 [number("wps.authentication_type_flags", "Authentication Type Flags", 16).hex(), sub("wps.authentication_type.open", "Open", 0x1).hex().ft(16), sub("wps.authentication_type.wpapsk", "WPA PSK", 0x2).hex().ft(16), sub("wps.authentication_type.shared", "Shared", 0x4).hex().ft(16), sub("wps.authentication_type.wpa", "WPA", 0x8).hex().ft(16), sub("wps.authentication_type.wpa2", "WPA2", 0x10).hex().ft(16), sub("wps.authentication_type.wpa2psk", "WPA2PSK", 0x20).hex().ft(16)];
    0x1005 [run("wps.authenticator", "Authenticator", 8)];
    0x1008 [number("wps.config_methods", "Configuration Methods", 16).hex(), sub("wps.config_methods.usba", "USB", 0x1).hex().ft(16), sub("wps.config_methods.ethernet", "Ethernet", 0x2).hex().ft(16), sub("wps.config_methods.label", "Label", 0x4).hex().ft(16), sub("wps.config_methods.display", "Display", 0x8).hex().ft(16), sub("wps.config_methods.virt_display", "Virtual Display", 0x2000).hex().ft(16), sub("wps.config_methods.phy_display", "Physical Display", 0x4000).hex().ft(16), sub("wps.config_methods.nfcext", "External NFC", 0x10).hex().ft(16), sub("wps.config_methods.nfcint", "Internal NFC", 0x20).hex().ft(16), sub("wps.config_methods.nfcinf", "NFC Interface", 0x40).hex().ft(16), sub("wps.config_methods.pushbutton", "Push Button", 0x80).hex().ft(16), sub("wps.config_methods.virt_pushbutton", "Virtual Push Button", 0x200).hex().ft(16), sub("wps.config_methods.phy_pushbutton", "Physical Push Button", 0x400).hex().ft(16), sub("wps.config_methods.keypad", "Keypad", 0x100).hex().ft(16)];
    0x1009 [number("wps.configuration_error", "Configuration Error", 16).hex().names(&[(0, "No Error"), (1, "OOB Interface Read Error"), (2, "Decryption CRC Failure"), (3, "2.4 channel not supported"), (4, "5.0 channel not supported"), (5, "Signal too weak"), (6, "Network auth failure"), (7, "Network association failure"), (8, "No DHCP response"), (9, "failed DHCP config"), (10, "IP address conflict"), (11, "Couldn't connect to Registrar"), (12, "Multiple PBC sessions detected"), (13, "Rogue activity suspected"), (14, "Device busy"), (15, "Setup locked"), (16, "Message Timeout"), (17, "Registration Session Timeout"), (18, "Device Password Auth Failure")])];
    0x100a [rest("wps.confirmation_url4", "Confirmation URL4").text()];
    0x100b [rest("wps.confirmation_url6", "Confirmation URL6").text()];
    0x100c [number("wps.connection_type", "Connection Type", 8).hex()];
    0x100d [number("wps.connection_type_flags", "Connection Types", 8).hex().names(&[(1, "ESS"), (2, "IBSS")]), sub("wps.connection_type_flags.ess", "ESS", 0x1).hex().ft(8), sub("wps.connection_type_flags.ibss", "IBSS", 0x2).hex().ft(8)];
    0x100e [rest("wps.credential", "Credential")];
    0x100f [number("wps.encryption_type", "Encryption Type", 16).hex().names(&[(1, "none"), (2, "WEP"), (4, "TKIP"), (8, "AES")])];
    0x1010 [number("wps.encryption_type_flags", "Encryption Type Flags", 16).hex(), sub("wps.encryption_type_flags.none", "None", 0x1).hex().ft(16), sub("wps.encryption_type_flags.wep", "WEP", 0x2).hex().ft(16), sub("wps.encryption_type_flags.tkip", "TKIP", 0x4).hex().ft(16), sub("wps.encryption_type_flags.aes", "AES", 0x8).hex().ft(16)];
    0x1011 [rest("wps.device_name", "Device Name").text()];
    0x1012 [number("wps.device_password_id", "Device Password ID", 16).hex().names(&[(0, "PIN (default)"), (1, "User specified"), (2, "Machine specified"), (3, "Rekey"), (4, "PushButton"), (5, "Registrar specified")])];
    0x1016 [run("wps.e_snonce1", "Enrollee SNounce 1", 16)];
    0x1017 [run("wps.e_snonce2", "Enrollee SNounce 2", 16)];
    0x1018 [rest("wps.encrypted_settings", "Encrypted Settings")];
    0x101a [run("wps.enrollee_nonce", "Enrollee Nonce", 16)];
    0x101b [number("wps.feature_id", "Feature ID", 32).hex()];
    0x101c [rest("wps.identity", "Identity").text()];
    0x101d [rest("wps.identity_proof", "Identity Proof")];
    0x101e [run("wps.key_wrap_authenticator", "Key Wrap Authenticator", 8)];
    0x101f [run("wps.key_identifier", "Key Identifier", 16)];
    0x1020 [run("wps.mac_address", "MAC", 6).kind(Kind::Mac)];
    0x1021 [rest("wps.manufacturer", "Manufacturer").text()];
    0x1022 [number("wps.message_type", "Message Type", 8).hex().names(&[(1, "Beacon"), (2, "Probe Request"), (3, "Probe Response"), (4, "M1"), (5, "M2"), (6, "M2D"), (7, "M3"), (8, "M4"), (9, "M5"), (10, "M6"), (11, "M7"), (12, "M8"), (13, "WSC_ACK"), (14, "WSC_NACK"), (15, "WSC_DONE")])];
    0x1023 [rest("wps.model_name", "Model Name").text()];
    0x1024 [rest("wps.model_number", "Model Number").text()];
    0x1026 [number("wps.network_index", "Network Index", 8).hex()];
    0x1027 [rest("wps.network_key", "Network Key")];
    0x1028 [number("wps.network_key_index", "Network Key Index", 8).hex()];
    0x1029 [rest("wps.new_device_name", "New Device Name")];
    0x102a [rest("wps.new_password", "New Password")];
    0x102c [rest("wps.oob_device_password", "OOB Device Password")];
    0x102d [number("wps.os_version", "OS Version", 32).hex()];
    0x102f [number("wps.power_level", "Power Level", 8).hex()];
    0x1030 [number("wps.psk_current", "PSK Current", 8).hex()];
    0x1031 [number("wps.psk_max", "PSK Max", 8).hex()];
    0x1033 [number("wps.radio_enabled", "Radio Enabled", 8).hex()];
    0x1034 [number("wps.reboot", "Reboot", 8).hex()];
    0x1035 [number("wps.registrar_current", "Registrar current", 8).hex()];
    0x1036 [number("wps.registrar_established", "Registrar established", 8).hex()];
    0x1037 [rest("wps.registrar_list", "Registrar list")];
    0x1038 [number("wps.registrar_max", "Registrar max", 8).hex()];
    0x1039 [run("wps.registrar_nonce", "Registrar Nonce", 16)];
    0x103a [number("wps.request_type", "Request Type", 8).hex().names(&[(0, "Enrollee, Info only"), (1, "Enrollee, open 802.1X"), (2, "Registrar"), (3, "WLAN Manager Registrar")])];
    0x103b [number("wps.response_type", "Response Type", 8).hex().names(&[(0, "Enrollee, Info only"), (1, "Enrollee, open 802.1X"), (2, "Registrar"), (3, "AP")])];
    0x103c [number("wps.rf_bands", "RF Bands", 8).hex().names(&[(1, "2.4 GHz"), (2, "5 GHz"), (3, "2.4 and 5 GHz")])];
    0x103f [run("wps.r_snonce1", "Registrar Snonce1", 16)];
    0x1040 [run("wps.r_snonce2", "Registrar Snonce 2", 16)];
    0x1041 [number("wps.selected_registrar", "Selected Registrar", 8).hex()];
    0x1042 [rest("wps.serial_number", "Serial Number").text()];
    0x1044 [number("wps.wifi_protected_setup_state", "Wifi Protected Setup State", 8).hex().names(&[(0, "Reserved"), (1, "Not configured"), (2, "Configured")])];
    0x1045 [rest("wps.ssid", "SSID").text()];
    0x1046 [number("wps.total_networks", "Total Networks", 8).hex()];
    0x1047 [rest("wps.uuid_e", "UUID Enrollee")];
    0x1048 [rest("wps.uuid_r", "UUID Registrar")];
    0x104a [number("wps.version", "Version", 8).hex()];
    0x104b [rest("wps.x509_certificate_request", "X509 Certificate Request")];
    0x104c [rest("wps.x509_certificate", "X509 Certificate")];
    0x104d [rest("wps.eap_identity", "EAP Identity")];
    0x104e [number("wps.message_counter", "Message Counter", 64).hex()];
    0x1051 [number("wps.key_lifetime", "Key Lifetime", 32).hex()];
    0x1052 [number("wps.permitted_config_methods", "Permitted COnfig Methods", 16).hex(), sub("wps.permitted_config_methods.usba", "USB", 0x1).hex().ft(16), sub("wps.permitted_config_methods.ethernet", "Ethernet", 0x2).hex().ft(16), sub("wps.permitted_config_methods.label", "Label", 0x4).hex().ft(16), sub("wps.permitted_config_methods.display", "Display", 0x8).hex().ft(16), sub("wps.permitted_config_methods.virt_display", "Virtual Display", 0x2000).hex().ft(16), sub("wps.permitted_config_methods.phy_display", "Physical Display", 0x4000).hex().ft(16), sub("wps.permitted_config_methods.nfcext", "External NFC", 0x10).hex().ft(16), sub("wps.permitted_config_methods.nfcint", "Internal NFC", 0x20).hex().ft(16), sub("wps.permitted_config_methods.nfcinf", "NFC Interface", 0x40).hex().ft(16), sub("wps.permitted_config_methods.pushbutton", "Push Button", 0x80).hex().ft(16), sub("wps.permitted_config_methods.virt_pushbutton", "Virtual Push Button", 0x200).hex().ft(16), sub("wps.permitted_config_methods.phy_pushbutton", "Physical Push Button", 0x400).hex().ft(16), sub("wps.permitted_config_methods.keypad", "Keypad", 0x100).hex().ft(16)];
    0x1053 [number("wps.selected_registrar_config_methods", "Selected Registrar Config Methods", 16).hex(), sub("wps.selected_registrar_config_methods.usba", "USB", 0x1).hex().ft(16), sub("wps.selected_registrar_config_methods.ethernet", "Ethernet", 0x2).hex().ft(16), sub("wps.selected_registrar_config_methods.label", "Label", 0x4).hex().ft(16), sub("wps.selected_registrar_config_methods.display", "Display", 0x8).hex().ft(16), sub("wps.selected_registrar_config_methods.virt_display", "Virtual Display", 0x2000).hex().ft(16), sub("wps.selected_registrar_config_methods.phy_display", "Physical Display", 0x4000).hex().ft(16), sub("wps.selected_registrar_config_methods.nfcext", "External NFC", 0x10).hex().ft(16), sub("wps.selected_registrar_config_methods.nfcint", "Internal NFC", 0x20).hex().ft(16), sub("wps.selected_registrar_config_methods.nfcinf", "NFC Interface", 0x40).hex().ft(16), sub("wps.selected_registrar_config_methods.pushbutton", "Push Button", 0x80).hex().ft(16), sub("wps.selected_registrar_config_methods.virt_pushbutton", "Virtual Push Button", 0x200).hex().ft(16), sub("wps.selected_registrar_config_methods.phy_pushbutton", "Physical Push Button", 0x400).hex().ft(16), sub("wps.selected_registrar_config_methods.keypad", "Keypad", 0x100).hex().ft(16)];
    0x1056 [number("wps.portable_device", "Portable Device", 8).hex()];
    0x1057 [number("wps.ap_setup_locked", "AP Setup Locked", 8).hex()];
    0x1058 [rest("wps.application_extension", "Application Extension")];
    0x1059 [rest("wps.eap_type", "EAP Type")];
    0x1061 [number("wps.key_provided_automatically", "Key Provided Automatically", 8).hex()];
    0x1062 [number("wps.8021x_enabled", "8021x Enabled", 8).hex()];
    0x1063 [rest("wps.appsessionkey", "AppSessionKey")];
    0x1064 [number("wps.weptransmitkey", "WEP Transmit Key", 8).hex()];
    0x1049 [Field::new("wps.vendor_extension", "Vendor Extension", Place::Group(VENDOR_EXTENSION)).kind(Kind::Bytes)];
    0x1054 [Field::new("wps.primary_device_type", "Primary Device Type", Place::Group(DEVICE_TYPE)).kind(Kind::Bytes)];
    0x1055 [rest("wps.secondary_device_type_list", "Secondary Device Type List")];
    0x106a [run("wps.requested_dev_type", "Requested Device Type", 8)];
};
/// A category, whose it is, and a number in it.
static DEVICE_TYPE: Fields = list![
    Field::new("wps.primary_device_type.category", "Category", Place::Key(16)).hex().names(&[
        (1, "Computer"), (2, "Input Device"), (3, "Printers, Scanners, Faxes and Copiers"), (4, "Camera"), (5, "Storage"),
        (6, "Network Infrastructure"), (7, "Displays"), (8, "Multimedia Devices"), (9, "Gaming Devices"), (10, "Telephone"), (11, "Audio Devices"),
    ]),
    Field::part(Place::Run(4)),
    Field::part(Place::Pick(SUBCATEGORIES, &[&Field::part(Place::Run(2))])),
];
macro_rules! subcategories { ($($number:literal $name:literal;)*) => {
    &[$(($number, list![number(concat!("wps.primary_device_type.subcategory_", $name), "Subcategory", 16).hex()])),*]
} }
static SUBCATEGORIES: &[(u64, Fields)] = subcategories! {
    1 "computer";
    2 "input_device";
    3 "printers_scanners_faxes_copiers";
    4 "camera";
    5 "storage";
    6 "network_infrastructure";
    7 "displays";
    8 "multimedia_devices";
    9 "gaming_devices";
    10 "telephone";
    11 "audio_devices";
};
static VENDOR_EXTENSION: Fields = list![
    Field::new("wps.vendor_id", "Vendor ID", Place::Key(24)),
    Field::part(Place::Pick(&[(0x00372a, &[&Field::many("Subelements", &SUBELEMENT)])], &[&Field::part(Place::Rest)])),
];
/// Of the Wi-Fi Alliance.
pub(super) static SUBELEMENT: Field = Field::new("", "Subelement", Place::Group(list![
    Field::new("wps.ext.id", "WFA Extension Subelement ID", Place::Key(8)).names(&[
        (0, "Version2"), (1, "AuthorizedMACs"), (2, "Network Key Shareable"), (3, "Request to Enroll"), (4, "Settings Delay Time"),
        (6, "Multi-AP Extension"),
    ]),
    Field::new("wps.ext.len", "WFA Extension Subelement Length", Place::Len(8, Counts::Behind)),
    Field::part(Place::Pick(SUBELEMENTS, &[])),
]));
static SUBELEMENTS: &[(u64, Fields)] = attributes! {
    0 [number("wps.ext.version2", "Version2", 8).hex()];
    1 [rest("wps.ext.authorizedmacs", "AuthorizedMACs")];
    2 [number("wps.ext.network_key_shareable", "Network Key Shareable", 8).hex()];
    3 [number("wps.ext.request_to_enroll", "Request to Enroll", 8).hex()];
    4 [number("wps.ext.settings_delay_time", "Settings Delay Time", 8).hex()];
    6 [
        number("wps.ext.multi_ap_flags", "Multi-AP Flags", 8).hex(),
        sub("wps.ext.multi_ap.backhaul_sta", "Backhaul STA", 0x80),
        sub("wps.ext.multi_ap.backhaul_bss", "Backhaul BSS", 0x40),
        sub("wps.ext.multi_ap.fronthaul_bss", "Fronthaul BSS", 0x20),
        sub("wps.ext.multi_ap.teardown", "Teardown", 0x10),
        sub("wps.ext.multi_ap.reserved", "Reserved", 0x0f).hex().ft(8),
    ];
};
