//! Remote Authentication Dial In User Service: [RFC 2865](https://www.rfc-editor.org/rfc/rfc2865), accounting: [RFC 2866](https://www.rfc-editor.org/rfc/rfc2866).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Code      |  Identifier   |            Length             |
//! |                     Authenticator (128)                       |
//! |  Type  Length  Value ...                                      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! The names of the attributes are IANA's. What an attribute says is shown only where it has the length its type asks for.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stage;
use crate::text;
use std::ops::ControlFlow::Continue;

/// What the packet is.
pub static CODE: Field = Field::bits("radius.code", "Code", 0, 8).names(&[
    (1, "Access-Request"),
    (2, "Access-Accept"),
    (3, "Access-Reject"),
    (4, "Accounting-Request"),
    (5, "Accounting-Response"),
    (6, "Accounting-Status"),
    (7, "Password-Request"),
    (8, "Password-Ack"),
    (9, "Password-Reject"),
    (10, "Accounting-Message"),
    (11, "Access-Challenge"),
    (12, "Status-Server"),
    (13, "Status-Client"),
    (21, "Resource-Free-Request"),
    (22, "Resource-Free-Response"),
    (23, "Resource-Query-Request"),
    (24, "Query_Response"),
    (25, "Alternate-Resource-Reclaim-Request"),
    (26, "NAS-Reboot-Request"),
    (27, "NAS-Reboot-Response"),
    (29, "Next-Passcode"),
    (30, "New-Pin"),
    (31, "Terminate-Session"),
    (32, "Password-Expired"),
    (33, "Event-Request"),
    (34, "Event-Response"),
    (40, "Disconnect-Request"),
    (41, "Disconnect-ACK"),
    (42, "Disconnect-NAK"),
    (43, "CoA-Request"),
    (44, "CoA-ACK"),
    (45, "CoA-NAK"),
    (50, "IP-Address-Allocate"),
    (51, "IP-Address-Release"),
    (129, "ALU-State-Request"),
    (130, "ALU-State-Accept"),
    (131, "ALU-State-Reject"),
    (132, "ALU-State-Error"),
]);
/// The response has the request's.
pub static ID: Field = Field::bits("radius.id", "Packet identifier", 8, 8);
/// Of all of it, in bytes.
pub static LENGTH: Field = Field::bits("radius.length", "Length", 16, 16);
static AUTHENTICATOR: Field = Field::bytes("radius.authenticator", "Authenticator", 4, 16);
static REQ: Field = Field::new("radius.req", "Request", Place::Derived(|p, i| (p.head(i).len() >= 20 && asks(p, i)).then_some(Value::Num(1)))).kind(Kind::Flag);
static RSP: Field = Field::new("radius.rsp", "Response", Place::Derived(|p, i| (p.head(i).len() >= 20 && answers(p, i)).then_some(Value::Num(1)))).kind(Kind::Flag);
/// The frame that this one answers.
pub static REQFRAME: Field = Field::new("radius.reqframe", "Request Frame", Place::Noted(Stage::Flow));
/// The frame that answers this one.
pub static RSPFRAME: Field = Field::new("radius.rspframe", "Response Frame", Place::Noted(Stage::Flow));
/// Since the request.
pub static TIME: Field = Field::new("radius.time", "Time from request", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
static ATTRIBUTES: Field = Field::part(Place::Told(read, &[&AVP]));
/// An attribute.
pub static AVP: Field = Field::new("radius.avp", "AVP", Place::Group(&[&AVP_TYPE, &AVP_LENGTH, &VALUE])).kind(Kind::Bytes);
static AVP_TYPE: Field = Field::new("radius.avp.type", "Type", Place::Key(8));
static AVP_LENGTH: Field = byte("radius.avp.length", "Length");
static VENDOR_ID: Field = long("radius.avp.vendor_id", "Vendor ID").names(&[
    (9, "ciscoSystems"),
    (11, "Hewlett-Packard"),
    (171, "D-Link"),
    (311, "Microsoft"),
    (429, "US Robotics"),
    (529, "Ascend"),
    (1584, "Nortel"),
    (1991, "Foundry"),
    (2011, "Huawei"),
    (2636, "Juniper"),
    (6527, "TiMetra"),
    (10415, "3GPP"),
    (14122, "WISPr"),
    (14988, "MikroTik"),
    (25053, "Ruckus"),
    (25506, "H3C"),
]);
static VSA: Field = Field::new("", "VSA", Place::Group(&[&VENDOR_TYPE, &VENDOR_LEN, &CISCO_AVPAIR, &UNKNOWN]));
static VENDOR_TYPE: Field = Field::new("radius.avp.vendor_type", "Type", Place::Uint(8));
static VENDOR_LEN: Field = byte("radius.avp.vendor_len", "Length");
static CISCO_AVPAIR: Field = text("radius.Cisco_AVPair", "Cisco-AVPair");
static UNKNOWN: Field = bytes("radius.Unknown_Attribute", "Unknown-Attribute");
static CHAP_PASSWORD: Field = Field::new("radius.CHAP_Password", "CHAP-Password", Place::Reckoned(|h| h.head.get(h.at..h.end).map(Value::Bytes))).kind(Kind::Bytes);
static CHAP_IDENT: Field = byte("radius.CHAP_Ident", "CHAP Ident").hex();
static CHAP_STRING: Field = bytes("radius.CHAP_String", "CHAP String");
static EAP_FRAGMENT: Field = bytes("radius.eap_fragment", "EAP fragment");
static EGRESS: Field = long("", "");
static EGRESS_VLANID_TAG: Field = Field::new("radius.egress_vlanid_tag", "Tag", Place::Sub(0xff00_0000)).hex().ft(32);
static EGRESS_VLANID_PAD: Field = Field::new("radius.egress_vlanid_pad", "Pad", Place::Sub(0x00ff_f000)).hex().ft(32);
static EGRESS_VLANID: Field = Field::new("radius.egress_vlanid", "Vlan ID", Place::Sub(0x0fff)).ft(32);
static EGRESS_VLAN_NAME_TAG: Field = byte("radius.egress_vlan_name_tag", "Tag").hex();
static EGRESS_VLAN_NAME: Field = text("radius.egress_vlan_name", "Vlan Name");
static WORD: Field = long("", "");
static USER_NAME: Field = text("radius.User_Name", "User-Name");
static USER_PASSWORD_ENCRYPTED: Field = bytes("radius.User_Password_encrypted", "User-Password (encrypted)");
static NAS_IP_ADDRESS: Field = long("radius.NAS_IP_Address", "NAS-IP-Address").kind(Kind::Ip4);
static NAS_PORT: Field = long("radius.NAS_Port", "NAS-Port");
static SERVICE_TYPE: Field = long("radius.Service_Type", "Service-Type").names(&[(1, "Login-User"), (2, "Framed-User"), (3, "Callback-Login-User"), (4, "Callback-Framed-User"), (5, "Dialout-Framed-User"), (6, "Administrative-User"), (7, "NAS-Prompt-User"), (8, "Authenticate-Only"), (9, "Callback-NAS-Prompt"), (10, "Call-Check"), (11, "Callback-Administrative"), (12, "Voice"), (13, "Fax"), (14, "Modem-Relay"), (15, "IAPP-Register"), (16, "IAPP-AP-Check"), (17, "Authorize-Only"), (18, "Framed-Management"), (252, "HP-Oper"), (255, "HP-User")]);
static FRAMED_PROTOCOL: Field = long("radius.Framed_Protocol", "Framed-Protocol").names(&[(1, "PPP"), (2, "SLIP"), (3, "ARAP"), (4, "Gandalf-SLML"), (5, "Xylogics-IPX-SLIP"), (6, "X.75-Synchronous"), (7, "GPRS-PDP-Context"), (9, "PPTP"), (255, "Ascend-ARA")]);
static FRAMED_IP_ADDRESS: Field = long("radius.Framed-IP-Address", "Framed-IP-Address").kind(Kind::Ip4);
static FRAMED_IP_NETMASK: Field = long("radius.Framed_IP_Netmask", "Framed-IP-Netmask").kind(Kind::Ip4);
static FRAMED_ROUTING: Field = long("radius.Framed_Routing", "Framed-Routing").names(&[(0, "None"), (1, "Broadcast"), (2, "Listen"), (3, "Broadcast-Listen")]);
static FILTER_ID: Field = text("radius.Filter_Id", "Filter-Id");
static FRAMED_MTU: Field = long("radius.Framed_MTU", "Framed-MTU");
static FRAMED_COMPRESSION: Field = long("radius.Framed_Compression", "Framed-Compression").names(&[(0, "None"), (1, "Van-Jacobson-TCP-IP"), (2, "IPX-Header-Compression"), (3, "Stac-LZS")]);
static LOGIN_IP_HOST: Field = long("radius.Login-IP-Host", "Login-IP-Host").kind(Kind::Ip4);
static LOGIN_SERVICE: Field = long("radius.Login_Service", "Login-Service").names(&[(0, "Telnet"), (1, "Rlogin"), (2, "TCP-Clear"), (3, "PortMaster"), (4, "LAT"), (5, "X25-PAD"), (6, "X25-T3POS"), (8, "TCP-Clear-Quiet")]);
static LOGIN_TCP_PORT: Field = long("radius.Login_TCP_Port", "Login-TCP-Port").names(&[(23, "Telnet")]);
static OLD_PASSWORD: Field = text("radius.Old_Password", "Old-Password");
static REPLY_MESSAGE: Field = text("radius.Reply_Message", "Reply-Message");
static CALLBACK_NUMBER: Field = text("radius.Callback_Number", "Callback-Number");
static CALLBACK_ID: Field = text("radius.Callback_Id", "Callback-Id");
static FRAMED_ROUTE: Field = text("radius.Framed_Route", "Framed-Route");
static STATE: Field = bytes("radius.State", "State");
static CLASS: Field = bytes("radius.Class", "Class");
static SESSION_TIMEOUT: Field = long("radius.Session_Timeout", "Session-Timeout");
static IDLE_TIMEOUT: Field = long("radius.Idle_Timeout", "Idle-Timeout");
static TERMINATION_ACTION: Field = long("radius.Termination_Action", "Termination-Action").names(&[(0, "Default"), (1, "RADIUS-Request"), (2, "Manage-Resources")]);
static CALLED_STATION_ID: Field = text("radius.Called_Station_Id", "Called-Station-Id");
static CALLING_STATION_ID: Field = text("radius.Calling_Station_Id", "Calling-Station-Id");
static NAS_IDENTIFIER: Field = text("radius.NAS_Identifier", "NAS-Identifier");
static PROXY_STATE: Field = bytes("radius.Proxy_State", "Proxy-State");
static LOGIN_LAT_SERVICE: Field = text("radius.Login_LAT_Service", "Login-LAT-Service");
static LOGIN_LAT_NODE: Field = text("radius.Login_LAT_Node", "Login-LAT-Node");
static LOGIN_LAT_GROUP: Field = bytes("radius.Login_LAT_Group", "Login-LAT-Group");
static FRAMED_APPLETALK_LINK: Field = long("radius.Framed_AppleTalk_Link", "Framed-AppleTalk-Link");
static FRAMED_APPLETALK_NETWORK: Field = long("radius.Framed_AppleTalk_Network", "Framed-AppleTalk-Network");
static FRAMED_APPLETALK_ZONE: Field = text("radius.Framed_AppleTalk_Zone", "Framed-AppleTalk-Zone");
static ACCT_STATUS_TYPE: Field = long("radius.Acct_Status_Type", "Acct-Status-Type").names(&[(1, "Start"), (2, "Stop"), (3, "Interim-Update"), (4, "Modem-Start"), (5, "Modem-Stop"), (6, "Cancel"), (7, "Accounting-On"), (8, "Accounting-Off"), (9, "Tunnel-Start"), (10, "Tunnel-Stop"), (11, "Tunnel-Reject"), (12, "Tunnel-Link-Start"), (13, "Tunnel-Link-Stop"), (14, "Tunnel-Link-Reject"), (15, "Failed"), (17, "One-Time"), (217, "WB-Login"), (218, "WB-Logout"), (219, "WB-WRitelog")]);
static ACCT_DELAY_TIME: Field = long("radius.Acct_Delay_Time", "Acct-Delay-Time");
static ACCT_INPUT_OCTETS: Field = long("radius.Acct_Input_Octets", "Acct-Input-Octets");
static ACCT_OUTPUT_OCTETS: Field = long("radius.Acct_Output_Octets", "Acct-Output-Octets");
static ACCT_SESSION_ID: Field = text("radius.Acct_Session_Id", "Acct-Session-Id");
static ACCT_AUTHENTIC: Field = long("radius.Acct_Authentic", "Acct-Authentic").names(&[(1, "RADIUS"), (2, "Local"), (3, "Remote"), (4, "Diameter")]);
static ACCT_SESSION_TIME: Field = long("radius.Acct_Session_Time", "Acct-Session-Time");
static ACCT_INPUT_PACKETS: Field = long("radius.Acct_Input_Packets", "Acct-Input-Packets");
static ACCT_OUTPUT_PACKETS: Field = long("radius.Acct_Output_Packets", "Acct-Output-Packets");
static ACCT_TERMINATE_CAUSE: Field = long("radius.Acct_Terminate_Cause", "Acct-Terminate-Cause").names(&[(1, "User-Request"), (2, "Lost-Carrier"), (3, "Lost-Service"), (4, "Idle-Timeout"), (5, "Session-Timeout"), (6, "Admin-Reset"), (7, "Admin-Reboot"), (8, "Port-Error"), (9, "NAS-Error"), (10, "NAS-Request"), (11, "NAS-Reboot"), (12, "Port-Unneeded"), (13, "Port-Preempted"), (14, "Port-Suspended"), (15, "Service-Unavailable"), (16, "Callback"), (17, "User-Error"), (18, "Host-Request"), (19, "Supplicant-Restart"), (20, "Reauthentication-Failure"), (21, "Port-Reinit"), (22, "Port-Disabled")]);
static ACCT_MULTI_SESSION_ID: Field = text("radius.Acct_Multi_Session_Id", "Acct-Multi-Session-Id");
static ACCT_LINK_COUNT: Field = long("radius.Acct_Link_Count", "Acct-Link-Count");
static ACCT_INPUT_GIGAWORDS: Field = long("radius.Acct_Input_Gigawords", "Acct-Input-Gigawords");
static ACCT_OUTPUT_GIGAWORDS: Field = long("radius.Acct_Output_Gigawords", "Acct-Output-Gigawords");
static EVENT_TIMESTAMP: Field = long("radius.Event_Timestamp", "Event-Timestamp").kind(Kind::Time(|s| s as i64 * 1_000_000_000));
static INGRESS_FILTERS: Field = long("radius.Ingress_Filters", "Ingress-Filters").names(&[(1, "Enabled"), (2, "Disabled")]);
static USER_PRIORITY_TABLE: Field = bytes("radius.User_Priority_Table", "User-Priority-Table");
static CHAP_CHALLENGE: Field = bytes("radius.CHAP_Challenge", "CHAP-Challenge");
static NAS_PORT_TYPE: Field = long("radius.NAS_Port_Type", "NAS-Port-Type").names(&[(0, "Async"), (1, "Sync"), (2, "ISDN"), (3, "ISDN-V120"), (4, "ISDN-V110"), (5, "Virtual"), (6, "PIAFS"), (7, "HDLC-Clear-Channel"), (8, "X.25"), (9, "X.75"), (10, "G.3-Fax"), (11, "SDSL"), (12, "ADSL-CAP"), (13, "ADSL-DMT"), (14, "IDSL"), (15, "Ethernet"), (16, "xDSL"), (17, "Cable"), (18, "Wireless-Other"), (19, "Wireless-802.11"), (20, "Token-Ring"), (21, "FDDI"), (22, "Wireless-CDMA2000"), (23, "Wireless-UMTS"), (24, "Wireless-1X-EV"), (25, "IAPP"), (26, "FTTP"), (27, "Wireless-802.16"), (28, "Wireless-802.20"), (29, "Wireless-802.22"), (30, "PPPoA"), (31, "PPPoEoA"), (32, "PPPoEoE"), (33, "PPPoEoVLAN"), (34, "PPPoEoQinQ"), (35, "xPON"), (36, "Wireless-XGP")]);
static PORT_LIMIT: Field = long("radius.Port_Limit", "Port-Limit");
static LOGIN_LAT_PORT: Field = text("radius.Login_LAT_Port", "Login-LAT-Port");
static TUNNEL_TYPE_TAG: Field = byte("radius.Tunnel_Type.tag", "Tag").hex();
static TUNNEL_TYPE: Field = Field::new("radius.Tunnel_Type", "Tunnel-Type", Place::Sub(0x00ff_ffff)).names(&[(1, "PPTP"), (2, "L2F"), (3, "L2TP"), (4, "ATMP"), (5, "VTP"), (6, "AH"), (7, "IP"), (8, "MIN-IP"), (9, "ESP"), (10, "GRE"), (11, "DVS"), (12, "IP-in-IP"), (13, "VLAN")]).ft(32);
static TUNNEL_MEDIUM_TYPE_TAG: Field = byte("radius.Tunnel_Medium_Type.tag", "Tag").hex();
static TUNNEL_MEDIUM_TYPE: Field = Field::new("radius.Tunnel_Medium_Type", "Tunnel-Medium-Type", Place::Sub(0x00ff_ffff)).names(&[(1, "IPv4"), (2, "IPv6"), (3, "NSAP"), (4, "HDLC"), (5, "BBN-1822"), (6, "IEEE-802"), (7, "E.163"), (8, "E.164"), (9, "F.69"), (10, "X.121"), (11, "IPX"), (12, "Appletalk"), (13, "DecNet-IV"), (14, "Banyan-Vines"), (15, "E.164-NSAP")]).ft(32);
static TUNNEL_CLIENT_ENDPOINT_TAG: Field = byte("radius.Tunnel_Client_Endpoint.tag", "Tag").hex();
static TUNNEL_CLIENT_ENDPOINT: Field = text("radius.Tunnel_Client_Endpoint", "Tunnel-Client-Endpoint");
static TUNNEL_SERVER_ENDPOINT_TAG: Field = byte("radius.Tunnel_Server_Endpoint.tag", "Tag").hex();
static TUNNEL_SERVER_ENDPOINT: Field = text("radius.Tunnel_Server_Endpoint", "Tunnel-Server-Endpoint");
static ACCT_TUNNEL_CONNECTION: Field = text("radius.Acct_Tunnel_Connection", "Acct-Tunnel-Connection");
static TUNNEL_PASSWORD_ENCRYPTED_TAG: Field = byte("radius.Tunnel_Password.tag", "Tag").hex();
static TUNNEL_PASSWORD_ENCRYPTED: Field = bytes("radius.Tunnel_Password_encrypted", "Tunnel-Password (encrypted)");
static ARAP_PASSWORD: Field = bytes("radius.ARAP_Password", "ARAP-Password");
static ARAP_FEATURES: Field = bytes("radius.ARAP_Features", "ARAP-Features");
static ARAP_ZONE_ACCESS: Field = long("radius.ARAP_Zone_Access", "ARAP-Zone-Access").names(&[(1, "Default-Zone"), (2, "Zone-Filter-Inclusive"), (4, "Zone-Filter-Exclusive")]);
static ARAP_SECURITY: Field = long("radius.ARAP_Security", "ARAP-Security");
static ARAP_SECURITY_DATA: Field = text("radius.ARAP_Security_Data", "ARAP-Security-Data");
static PASSWORD_RETRY: Field = long("radius.Password_Retry", "Password-Retry");
static PROMPT: Field = long("radius.Prompt", "Prompt").names(&[(0, "No-Echo"), (1, "Echo")]);
static CONNECT_INFO: Field = text("radius.Connect_Info", "Connect-Info");
static CONFIGURATION_TOKEN: Field = text("radius.Configuration_Token", "Configuration-Token");
static MESSAGE_AUTHENTICATOR: Field = bytes("radius.Message_Authenticator", "Message-Authenticator");
static TUNNEL_PRIVATE_GROUP_ID_TAG: Field = byte("radius.Tunnel_Private_Group_Id.tag", "Tag").hex();
static TUNNEL_PRIVATE_GROUP_ID: Field = text("radius.Tunnel_Private_Group_Id", "Tunnel-Private-Group-Id");
static TUNNEL_ASSIGNMENT_ID_TAG: Field = byte("radius.Tunnel_Assignment_Id.tag", "Tag").hex();
static TUNNEL_ASSIGNMENT_ID: Field = text("radius.Tunnel_Assignment_Id", "Tunnel-Assignment-Id");
static TUNNEL_PREFERENCE_TAG: Field = byte("radius.Tunnel_Preference.tag", "Tag").hex();
static TUNNEL_PREFERENCE: Field = Field::new("radius.Tunnel_Preference", "Tunnel-Preference", Place::Sub(0x00ff_ffff)).ft(32);
static ARAP_CHALLENGE_RESPONSE: Field = bytes("radius.ARAP_Challenge_Response", "ARAP-Challenge-Response");
static ACCT_INTERIM_INTERVAL: Field = long("radius.Acct_Interim_Interval", "Acct-Interim-Interval");
static ACCT_TUNNEL_PACKETS_LOST: Field = long("radius.Acct_Tunnel_Packets_Lost", "Acct-Tunnel-Packets-Lost");
static NAS_PORT_ID: Field = text("radius.NAS_Port_Id", "NAS-Port-Id");
static FRAMED_POOL: Field = text("radius.Framed_Pool", "Framed-Pool");
static CHARGEABLE_USER_IDENTITY: Field = text("radius.Chargeable_User_Identity", "Chargeable-User-Identity");
static TUNNEL_CLIENT_AUTH_ID_TAG: Field = byte("radius.Tunnel_Client_Auth_Id.tag", "Tag").hex();
static TUNNEL_CLIENT_AUTH_ID: Field = text("radius.Tunnel_Client_Auth_Id", "Tunnel-Client-Auth-Id");
static TUNNEL_SERVER_AUTH_ID_TAG: Field = byte("radius.Tunnel_Server_Auth_Id.tag", "Tag").hex();
static TUNNEL_SERVER_AUTH_ID: Field = text("radius.Tunnel_Server_Auth_Id", "Tunnel-Server-Auth-Id");
static NAS_FILTER_RULE: Field = text("radius.NAS_Filter_Rule", "NAS-Filter-Rule");
static ORIGINATING_LINE_INFO: Field = text("radius.Originating_Line_Info", "Originating-Line-Info");
static NAS_IPV6_ADDRESS: Field = bytes("radius.NAS_IPv6_Address", "NAS-IPv6-Address").kind(Kind::Ip6);
static FRAMED_INTERFACE_ID: Field = bytes("radius.Framed_Interface_Id", "Framed-Interface-Id");
static FRAMED_IPV6_PREFIX: Field = bytes("radius.Framed_IPv6_Prefix", "Framed-IPv6-Prefix");
static LOGIN_IPV6_HOST: Field = bytes("radius.Login_IPv6_Host", "Login-IPv6-Host").kind(Kind::Ip6);
static FRAMED_IPV6_ROUTE: Field = text("radius.Framed_IPv6_Route", "Framed-IPv6-Route");
static FRAMED_IPV6_POOL: Field = text("radius.Framed_IPv6_Pool", "Framed-IPv6-Pool");
static ERROR_CAUSE: Field = long("radius.Error_Cause", "Error-Cause").names(&[(201, "Residual-Context-Removed"), (202, "Invalid-EAP-Packet")]);
static EAP_KEY_NAME: Field = text("radius.EAP_Key_Name", "EAP-Key-Name");
static DELEGATED_IPV6_PREFIX: Field = bytes("radius.Delegated_IPv6_Prefix", "Delegated-IPv6-Prefix");
static MIP6_FEATURE_VECTOR: Field = bytes("radius.MIP6_Feature_Vector", "MIP6-Feature-Vector");
static MIP6_HOME_LINK_PREFIX: Field = bytes("radius.MIP6_Home_Link_Prefix", "MIP6-Home-Link-Prefix");
static MULTI_LINK_FLAG: Field = long("radius.Multi_Link_Flag", "Multi-Link-Flag").names(&[(0, "False"), (1, "True")]);
static LOCATION_INFORMATION: Field = bytes("radius.Location_Information", "Location-Information");
static LOCATION_DATA: Field = bytes("radius.Location_Data", "Location-Data");
static BASIC_LOCATION_POLICY_RULES: Field = bytes("radius.Basic_Location_Policy_Rules", "Basic-Location-Policy-Rules");
static EXTENDED_LOCATION_POLICY_RULES: Field = text("radius.Extended_Location_Policy_Rules", "Extended-Location-Policy-Rules");
static LOCATION_CAPABLE: Field = long("radius.Location_Capable", "Location-Capable").names(&[(1, "Civic-Location"), (2, "Geo-Location"), (4, "Users-Location"), (8, "NAS-Location")]);
static REQUESTED_LOCATION_INFO: Field = long("radius.Requested_Location_Info", "Requested-Location-Info").names(&[(1, "Civic-Location"), (2, "Geo-Location"), (4, "Users-Location"), (8, "NAS-Location"), (16, "Future-Requests"), (32, "None")]);
static FRAMED_MANAGEMENT: Field = long("radius.Framed_Management", "Framed-Management").names(&[(1, "SNMP"), (2, "Web-Based"), (3, "Netconf"), (4, "FTP"), (5, "TFTP"), (6, "SFTP"), (7, "RCP"), (8, "SCP")]);
static MANAGEMENT_TRANSPORT_PROTECTION: Field = long("radius.Management_Transport_Protection", "Management-Transport-Protection").names(&[(1, "No-Protection"), (2, "Integrity-Protection"), (3, "Integrity-Confidentiality-Protection")]);
static MANAGEMENT_POLICY_ID: Field = text("radius.Management_Policy_Id", "Management-Policy-Id");
static MANAGEMENT_PRIVILEGE_LEVEL: Field = long("radius.Management_Privilege_Level", "Management-Privilege-Level");
static PKM_SS_CERT: Field = bytes("radius.PKM_SS_Cert", "PKM-SS-Cert");
static PKM_CA_CERT: Field = bytes("radius.PKM_CA_Cert", "PKM-CA-Cert");
static PKM_CONFIG_SETTINGS: Field = bytes("radius.PKM_Config_Settings", "PKM-Config-Settings");
static PKM_CRYPTOSUITE_LIST: Field = bytes("radius.PKM_Cryptosuite_List", "PKM-Cryptosuite-List");
static PKM_SAID: Field = long("radius.PKM_SAID", "PKM-SAID");
static PKM_SA_DESCRIPTOR: Field = bytes("radius.PKM_SA_Descriptor", "PKM-SA-Descriptor");
static PKM_AUTH_KEY: Field = bytes("radius.PKM_Auth_Key", "PKM-Auth-Key");
static DS_LITE_TUNNEL_NAME: Field = text("radius.DS_Lite_Tunnel_Name", "DS-Lite-Tunnel-Name");
static MOBILE_NODE_IDENTIFIER: Field = bytes("radius.Mobile_Node_Identifier", "Mobile-Node-Identifier");
static SERVICE_SELECTION: Field = text("radius.Service_Selection", "Service-Selection");
static PMIP6_HOME_LMA_IPV4_ADDRESS: Field = long("radius.PMIP6_Home_LMA_IPv4_Address", "PMIP6-Home-LMA-IPv4-Address").kind(Kind::Ip4);
static PMIP6_VISITED_LMA_IPV4_ADDRESS: Field = long("radius.PMIP6_Visited_LMA_IPv4_Address", "PMIP6-Visited-LMA-IPv4-Address").kind(Kind::Ip4);
static PMIP6_HOME_INTERFACE_ID: Field = bytes("radius.PMIP6_Home_Interface_ID", "PMIP6-Home-Interface-ID");
static PMIP6_VISITED_INTERFACE_ID: Field = bytes("radius.PMIP6_Visited_Interface_ID", "PMIP6-Visited-Interface-ID");
static PMIP6_HOME_IPV4_HOA: Field = bytes("radius.PMIP6_Home_IPv4_HoA", "PMIP6-Home-IPv4-HoA");
static PMIP6_VISITED_IPV4_HOA: Field = bytes("radius.PMIP6_Visited_IPv4_HoA", "PMIP6-Visited-IPv4-HoA");
static PMIP6_HOME_DHCP4_SERVER_ADDRESS: Field = long("radius.PMIP6_Home_DHCP4_Server_Address", "PMIP6-Home-DHCP4-Server-Address").kind(Kind::Ip4);
static PMIP6_VISITED_DHCP4_SERVER_ADDRESS: Field = long("radius.PMIP6_Visited_DHCP4_Server_Address", "PMIP6-Visited-DHCP4-Server-Address").kind(Kind::Ip4);
static PMIP6_HOME_IPV4_GATEWAY: Field = long("radius.PMIP6_Home_IPv4_Gateway", "PMIP6-Home-IPv4-Gateway").kind(Kind::Ip4);
static PMIP6_VISITED_IPV4_GATEWAY: Field = long("radius.PMIP6_Visited_IPv4_Gateway", "PMIP6-Visited-IPv4-Gateway").kind(Kind::Ip4);
static EAP_LOWER_LAYER: Field = long("radius.EAP_Lower_Layer", "EAP-Lower-Layer").names(&[(1, "Wired-IEEE-802.1X"), (2, "IEEE-802.1X-No-Preauth"), (3, "IEEE-802.1X-Preauth"), (4, "IEEE-802.16e"), (5, "IKEv2"), (6, "PPP"), (7, "PANA-No-Preauth"), (8, "GSS-API"), (9, "PANA-Preauth")]);
static GSS_ACCEPTOR_SERVICE_NAME: Field = text("radius.GSS_Acceptor_Service_Name", "GSS-Acceptor-Service-Name");
static GSS_ACCEPTOR_HOST_NAME: Field = text("radius.GSS_Acceptor_Host_Name", "GSS-Acceptor-Host-Name");
static GSS_ACCEPTOR_SERVICE_SPECIFICS: Field = text("radius.GSS_Acceptor_Service_Specifics", "GSS-Acceptor-Service-Specifics");
static GSS_ACCEPTOR_REALM_NAME: Field = text("radius.GSS_Acceptor_Realm_Name", "GSS-Acceptor-Realm-Name");
static FRAMED_IPV6_ADDRESS: Field = bytes("radius.Framed_IPv6_Address", "Framed-IPv6-Address").kind(Kind::Ip6);
static DNS_SERVER_IPV6_ADDRESS: Field = bytes("radius.DNS_Server_IPv6_Address", "DNS-Server-IPv6-Address").kind(Kind::Ip6);
static ROUTE_IPV6_INFORMATION: Field = bytes("radius.Route_IPv6_Information", "Route-IPv6-Information");
static DELEGATED_IPV6_PREFIX_POOL: Field = text("radius.Delegated_IPv6_Prefix_Pool", "Delegated-IPv6-Prefix-Pool");
static STATEFUL_IPV6_ADDRESS_POOL: Field = text("radius.Stateful_IPv6_Address_Pool", "Stateful-IPv6-Address-Pool");
static DIGEST_RESPONSE: Field = text("radius.Digest_Response", "Digest-Response");
static DIGEST_ATTRIBUTES: Field = bytes("radius.Digest_Attributes", "Digest-Attributes");
static CHAR_NOECHO: Field = long("radius.Char_Noecho", "Char-Noecho");

const fn text(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.left())).kind(Kind::Show(&text::UTF8_TO_ZERO))
}
const fn bytes(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.left()))
}

/// What an attribute says, by its type: <https://www.iana.org/assignments/radius-types>.
static VALUE: Field = Field::part(Place::Pick(
    &[
        (1, &[&USER_NAME]),
        (2, &[&USER_PASSWORD_ENCRYPTED]),
        (4, &[&Field::part(Place::When(|h| h.left() == 4, &[&NAS_IP_ADDRESS]))]),
        (5, &[&Field::part(Place::When(|h| h.left() == 4, &[&NAS_PORT]))]),
        (6, &[&Field::part(Place::When(|h| h.left() == 4, &[&SERVICE_TYPE]))]),
        (7, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_PROTOCOL]))]),
        (8, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_IP_ADDRESS]))]),
        (9, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_IP_NETMASK]))]),
        (10, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_ROUTING]))]),
        (11, &[&FILTER_ID]),
        (12, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_MTU]))]),
        (13, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_COMPRESSION]))]),
        (14, &[&Field::part(Place::When(|h| h.left() == 4, &[&LOGIN_IP_HOST]))]),
        (15, &[&Field::part(Place::When(|h| h.left() == 4, &[&LOGIN_SERVICE]))]),
        (16, &[&Field::part(Place::When(|h| h.left() == 4, &[&LOGIN_TCP_PORT]))]),
        (17, &[&OLD_PASSWORD]),
        (18, &[&REPLY_MESSAGE]),
        (19, &[&CALLBACK_NUMBER]),
        (20, &[&CALLBACK_ID]),
        (22, &[&FRAMED_ROUTE]),
        (24, &[&STATE]),
        (25, &[&CLASS]),
        (27, &[&Field::part(Place::When(|h| h.left() == 4, &[&SESSION_TIMEOUT]))]),
        (28, &[&Field::part(Place::When(|h| h.left() == 4, &[&IDLE_TIMEOUT]))]),
        (29, &[&Field::part(Place::When(|h| h.left() == 4, &[&TERMINATION_ACTION]))]),
        (30, &[&CALLED_STATION_ID]),
        (31, &[&CALLING_STATION_ID]),
        (32, &[&NAS_IDENTIFIER]),
        (33, &[&PROXY_STATE]),
        (34, &[&LOGIN_LAT_SERVICE]),
        (35, &[&LOGIN_LAT_NODE]),
        (36, &[&LOGIN_LAT_GROUP]),
        (37, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_APPLETALK_LINK]))]),
        (38, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_APPLETALK_NETWORK]))]),
        (39, &[&FRAMED_APPLETALK_ZONE]),
        (40, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_STATUS_TYPE]))]),
        (41, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_DELAY_TIME]))]),
        (42, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_INPUT_OCTETS]))]),
        (43, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_OUTPUT_OCTETS]))]),
        (44, &[&ACCT_SESSION_ID]),
        (45, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_AUTHENTIC]))]),
        (46, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_SESSION_TIME]))]),
        (47, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_INPUT_PACKETS]))]),
        (48, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_OUTPUT_PACKETS]))]),
        (49, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_TERMINATE_CAUSE]))]),
        (50, &[&ACCT_MULTI_SESSION_ID]),
        (51, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_LINK_COUNT]))]),
        (52, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_INPUT_GIGAWORDS]))]),
        (53, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_OUTPUT_GIGAWORDS]))]),
        (55, &[&Field::part(Place::When(|h| h.left() == 4, &[&EVENT_TIMESTAMP]))]),
        (57, &[&Field::part(Place::When(|h| h.left() == 4, &[&INGRESS_FILTERS]))]),
        (59, &[&USER_PRIORITY_TABLE]),
        (60, &[&CHAP_CHALLENGE]),
        (61, &[&Field::part(Place::When(|h| h.left() == 4, &[&NAS_PORT_TYPE]))]),
        (62, &[&Field::part(Place::When(|h| h.left() == 4, &[&PORT_LIMIT]))]),
        (63, &[&LOGIN_LAT_PORT]),
        (64, &[&Field::part(Place::When(|h| h.left() == 4, &[&Field::part(Place::Told(|r| { number(r, &TUNNEL_TYPE_TAG)?; r.field(&WORD)?; r.field(&TUNNEL_TYPE) }, &[&TUNNEL_TYPE_TAG, &WORD, &TUNNEL_TYPE]))]))]),
        (65, &[&Field::part(Place::When(|h| h.left() == 4, &[&Field::part(Place::Told(|r| { number(r, &TUNNEL_MEDIUM_TYPE_TAG)?; r.field(&WORD)?; r.field(&TUNNEL_MEDIUM_TYPE) }, &[&TUNNEL_MEDIUM_TYPE_TAG, &WORD, &TUNNEL_MEDIUM_TYPE]))]))]),
        (66, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_CLIENT_ENDPOINT_TAG])), &TUNNEL_CLIENT_ENDPOINT]),
        (67, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_SERVER_ENDPOINT_TAG])), &TUNNEL_SERVER_ENDPOINT]),
        (68, &[&ACCT_TUNNEL_CONNECTION]),
        (69, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_PASSWORD_ENCRYPTED_TAG])), &TUNNEL_PASSWORD_ENCRYPTED]),
        (70, &[&ARAP_PASSWORD]),
        (71, &[&ARAP_FEATURES]),
        (72, &[&Field::part(Place::When(|h| h.left() == 4, &[&ARAP_ZONE_ACCESS]))]),
        (73, &[&Field::part(Place::When(|h| h.left() == 4, &[&ARAP_SECURITY]))]),
        (74, &[&ARAP_SECURITY_DATA]),
        (75, &[&Field::part(Place::When(|h| h.left() == 4, &[&PASSWORD_RETRY]))]),
        (76, &[&Field::part(Place::When(|h| h.left() == 4, &[&PROMPT]))]),
        (77, &[&CONNECT_INFO]),
        (78, &[&CONFIGURATION_TOKEN]),
        (80, &[&MESSAGE_AUTHENTICATOR]),
        (81, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_PRIVATE_GROUP_ID_TAG])), &TUNNEL_PRIVATE_GROUP_ID]),
        (82, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_ASSIGNMENT_ID_TAG])), &TUNNEL_ASSIGNMENT_ID]),
        (83, &[&Field::part(Place::When(|h| h.left() == 4, &[&Field::part(Place::Told(|r| { number(r, &TUNNEL_PREFERENCE_TAG)?; r.field(&WORD)?; r.field(&TUNNEL_PREFERENCE) }, &[&TUNNEL_PREFERENCE_TAG, &WORD, &TUNNEL_PREFERENCE]))]))]),
        (84, &[&ARAP_CHALLENGE_RESPONSE]),
        (85, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_INTERIM_INTERVAL]))]),
        (86, &[&Field::part(Place::When(|h| h.left() == 4, &[&ACCT_TUNNEL_PACKETS_LOST]))]),
        (87, &[&NAS_PORT_ID]),
        (88, &[&FRAMED_POOL]),
        (89, &[&CHARGEABLE_USER_IDENTITY]),
        (90, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_CLIENT_AUTH_ID_TAG])), &TUNNEL_CLIENT_AUTH_ID]),
        (91, &[&Field::part(Place::When(|h| h.byte(h.at) <= 0x1f && h.left() > 0, &[&TUNNEL_SERVER_AUTH_ID_TAG])), &TUNNEL_SERVER_AUTH_ID]),
        (92, &[&NAS_FILTER_RULE]),
        (94, &[&ORIGINATING_LINE_INFO]),
        (95, &[&Field::part(Place::When(|h| h.left() == 16, &[&NAS_IPV6_ADDRESS]))]),
        (96, &[&FRAMED_INTERFACE_ID]),
        (97, &[&Field::part(Place::When(|h| (2..=18).contains(&h.left()) && h.byte(h.at + 1) <= 128, &[&FRAMED_IPV6_PREFIX]))]),
        (98, &[&Field::part(Place::When(|h| h.left() == 16, &[&LOGIN_IPV6_HOST]))]),
        (99, &[&FRAMED_IPV6_ROUTE]),
        (100, &[&FRAMED_IPV6_POOL]),
        (101, &[&Field::part(Place::When(|h| h.left() == 4, &[&ERROR_CAUSE]))]),
        (102, &[&EAP_KEY_NAME]),
        (123, &[&Field::part(Place::When(|h| (2..=18).contains(&h.left()) && h.byte(h.at + 1) <= 128, &[&DELEGATED_IPV6_PREFIX]))]),
        (124, &[&MIP6_FEATURE_VECTOR]),
        (125, &[&MIP6_HOME_LINK_PREFIX]),
        (126, &[&Field::part(Place::When(|h| h.left() == 4, &[&MULTI_LINK_FLAG]))]),
        (127, &[&LOCATION_INFORMATION]),
        (128, &[&LOCATION_DATA]),
        (129, &[&BASIC_LOCATION_POLICY_RULES]),
        (130, &[&EXTENDED_LOCATION_POLICY_RULES]),
        (131, &[&Field::part(Place::When(|h| h.left() == 4, &[&LOCATION_CAPABLE]))]),
        (132, &[&Field::part(Place::When(|h| h.left() == 4, &[&REQUESTED_LOCATION_INFO]))]),
        (133, &[&Field::part(Place::When(|h| h.left() == 4, &[&FRAMED_MANAGEMENT]))]),
        (134, &[&Field::part(Place::When(|h| h.left() == 4, &[&MANAGEMENT_TRANSPORT_PROTECTION]))]),
        (135, &[&MANAGEMENT_POLICY_ID]),
        (136, &[&Field::part(Place::When(|h| h.left() == 4, &[&MANAGEMENT_PRIVILEGE_LEVEL]))]),
        (137, &[&PKM_SS_CERT]),
        (138, &[&PKM_CA_CERT]),
        (139, &[&PKM_CONFIG_SETTINGS]),
        (140, &[&PKM_CRYPTOSUITE_LIST]),
        (141, &[&Field::part(Place::When(|h| h.left() == 4, &[&PKM_SAID]))]),
        (142, &[&PKM_SA_DESCRIPTOR]),
        (143, &[&PKM_AUTH_KEY]),
        (144, &[&DS_LITE_TUNNEL_NAME]),
        (145, &[&MOBILE_NODE_IDENTIFIER]),
        (146, &[&SERVICE_SELECTION]),
        (149, &[&Field::part(Place::When(|h| h.left() == 4, &[&PMIP6_HOME_LMA_IPV4_ADDRESS]))]),
        (150, &[&Field::part(Place::When(|h| h.left() == 4, &[&PMIP6_VISITED_LMA_IPV4_ADDRESS]))]),
        (153, &[&PMIP6_HOME_INTERFACE_ID]),
        (154, &[&PMIP6_VISITED_INTERFACE_ID]),
        (155, &[&PMIP6_HOME_IPV4_HOA]),
        (156, &[&PMIP6_VISITED_IPV4_HOA]),
        (157, &[&Field::part(Place::When(|h| h.left() == 4, &[&PMIP6_HOME_DHCP4_SERVER_ADDRESS]))]),
        (158, &[&Field::part(Place::When(|h| h.left() == 4, &[&PMIP6_VISITED_DHCP4_SERVER_ADDRESS]))]),
        (161, &[&Field::part(Place::When(|h| h.left() == 4, &[&PMIP6_HOME_IPV4_GATEWAY]))]),
        (162, &[&Field::part(Place::When(|h| h.left() == 4, &[&PMIP6_VISITED_IPV4_GATEWAY]))]),
        (163, &[&Field::part(Place::When(|h| h.left() == 4, &[&EAP_LOWER_LAYER]))]),
        (164, &[&GSS_ACCEPTOR_SERVICE_NAME]),
        (165, &[&GSS_ACCEPTOR_HOST_NAME]),
        (166, &[&GSS_ACCEPTOR_SERVICE_SPECIFICS]),
        (167, &[&GSS_ACCEPTOR_REALM_NAME]),
        (168, &[&Field::part(Place::When(|h| h.left() == 16, &[&FRAMED_IPV6_ADDRESS]))]),
        (169, &[&Field::part(Place::When(|h| h.left() == 16, &[&DNS_SERVER_IPV6_ADDRESS]))]),
        (170, &[&ROUTE_IPV6_INFORMATION]),
        (171, &[&DELEGATED_IPV6_PREFIX_POOL]),
        (172, &[&STATEFUL_IPV6_ADDRESS_POOL]),
        (206, &[&DIGEST_RESPONSE]),
        (207, &[&DIGEST_ATTRIBUTES]),
        (250, &[&Field::part(Place::When(|h| h.left() == 4, &[&CHAR_NOECHO]))]),
        (3, &[&CHAP_PASSWORD, &CHAP_IDENT, &CHAP_STRING]),
        (26, &[&VENDOR]),
        (56, &[&Field::part(Place::When(|h| h.left() == 4, &[&EGRESS, &EGRESS_VLANID_TAG, &EGRESS_VLANID_PAD, &EGRESS_VLANID]))]),
        (58, &[&Field::part(Place::When(|h| h.left() > 0, &[&EGRESS_VLAN_NAME_TAG, &EGRESS_VLAN_NAME]))]),
        (79, &[&EAP_FRAGMENT]),
    ],
    &[&UNKNOWN],
));
static VENDOR: Field = Field::part(Place::When(|h| h.left() >= 4, &[&VENDOR_ID, &VENDORS]));
static VENDORS: Field = Field::part(Place::Told(vendor, &[&VSA]));

/// RADIUS.
pub static PROTOCOL: Protocol = Protocol {
    name: "radius",
    title: "RADIUS Protocol",
    column: "RADIUS",
    spec: "RFC 2865",
    size: 20,
    fields: &[&CODE, &ID, &LENGTH, &AUTHENTICATOR, &REQ, &RSP, &REQFRAME, &RSPFRAME, &TIME, &ATTRIBUTES],
    under: &[
        (Space::UdpPort, 1812),
        (Space::UdpPort, 1813),
        (Space::UdpPort, 1645),
        (Space::UdpPort, 1646),
        (Space::UdpPort, 1700),
        (Space::UdpPort, 3799),
    ],
    line: &[Word::Of(&CODE), Word::Say(" id="), Word::Plain(&ID), Word::Call(user)],
    more: Some(eap),
    alone: true,
    sealed: true,
    classes: &[form::messages::RADIUS, form::services::ATTRIBUTES, form::services::VENDORS],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.first().is_some_and(|code| text::named(&CODE, (*code).into()).is_none()) {
        return Step::reject();
    }
    let length = LENGTH.num(bytes).unwrap_or(0) as usize;
    if bytes.len() < 20 || length > below.wire {
        return Step { header: if bytes.len() < 4 { 0 } else { bytes.len().min(20) }, total: below.wire, ..Step::cut(bytes) };
    }
    Step { again: true, ..datagram(bytes, below, 20) }
}
/// The EAP packet in an attribute of its own. One in several attributes is not joined.
fn eap(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let head = layer.head(frame);
    let start = layer.start as usize;
    let mut all = attributes(head).filter(|(_, kind, value)| *kind == 79 && !value.is_empty());
    let (at, _, value) = all.next()?;
    let from = start + at + 2;
    (after < from && all.next().is_none()).then_some(Inner { id: id::eap, start: from, held: from + value.len(), end: from + value.len() })
}
/// Where each attribute begins, its type and value, as far as they are whole.
fn attributes(head: &[u8]) -> impl Iterator<Item = (usize, u8, &[u8])> {
    let mut at = 20;
    std::iter::from_fn(move || {
        let (kind, n) = (*head.get(at)?, usize::from(*head.get(at + 1)?));
        let value = head.get(at + 2..at + n.max(2))?;
        let from = at;
        at += n.max(2);
        Some((from, kind, value))
    })
}
fn asks(packet: &Packet<'_>, layer: usize) -> bool {
    matches!(CODE.num(packet.head(layer)), Some(1 | 4 | 7 | 12 | 21 | 23 | 25 | 26 | 33 | 40 | 43 | 50 | 129))
}
fn answers(packet: &Packet<'_>, layer: usize) -> bool {
    matches!(CODE.num(packet.head(layer)), Some(2 | 3 | 5 | 8 | 9 | 11 | 22 | 24 | 27 | 34 | 41 | 42 | 44 | 45 | 51 | 130..=132))
}
/// What a request and its responses have in common, and whether it is a response.
pub(crate) fn exchange(packet: &[u8]) -> Option<(u64, bool)> {
    let &[code, number, ..] = packet else { return None };
    let (request, answers) = match code {
        1 | 4 | 7 | 12 | 40 | 43 => (code, false),
        2 | 3 | 11 => (1, true),
        5 => (4, true),
        8 | 9 => (7, true),
        41 | 42 => (40, true),
        44 | 45 => (43, true),
        _ => return None,
    };
    Some((u64::from(request) << 8 | u64::from(number), answers))
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let length = LENGTH.num(r.here().head).unwrap_or(0) as usize;
    let mut left = length.saturating_sub(20);
    while let [_, n, ..] = r.rest() {
        let n = usize::from(*n);
        if n < 2 || n > left || n > r.rest().len() {
            return Continue(());
        }
        left -= n;
        r.record(&AVP, n, |r| r.fields(&[&AVP_TYPE, &AVP_LENGTH, &VALUE]))?;
    }
    Continue(())
}
/// Attributes of a vendor's own, of the same form (RFC 2865, 5.26).
fn vendor(r: &mut Reader<'_, '_>) -> Flow {
    let vendor = r.here().number;
    while let [kind, n, ..] = r.rest() {
        let (kind, n) = (*kind, usize::from(*n));
        if n < 2 || n > r.rest().len() {
            return Continue(());
        }
        r.record(&VSA, n, |r| {
            r.fields(&[&VENDOR_TYPE, &VENDOR_LEN])?;
            match (vendor, kind) {
                (9, 1) => r.field(&CISCO_AVPAIR),
                // Of these Wireshark knows names.
                _ if text::named(&VENDOR_ID, vendor).is_some() => Continue(()),
                _ => r.field(&UNKNOWN),
            }
        })?;
    }
    Continue(())
}
/// A tag in front of a number of three bytes (RFC 2868, 3.1).
fn number(r: &mut Reader<'_, '_>, tag: &'static Field) -> Flow {
    let n = r.rest().first().copied().unwrap_or(0);
    r.tell(tag, 0, 1, Value::Num(n.into()))
}
/// `, User-Name: bob`
fn user(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    if let Some((_, _, name)) = attributes(packet.head(layer)).find(|(_, kind, _)| *kind == 1) {
        out.extend(b", User-Name: ");
        text::utf8(name, out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn request_and_accept() {
        let mut request = vec![1, 7, 0, 39];
        request.extend([0; 16]);
        request.extend(b"\x01\x05bob"); // User-Name
        request.extend(b"\x04\x06\x0a\0\0\x01"); // NAS-IP-Address
        request.extend(b"\x4f\x08\x02\x01\0\x06\x03\x04"); // EAP-Message
        let bytes = udp_of(40000, 1812, &request);
        let names = ["radius.code", "radius.id", "radius.User_Name", "radius.NAS_IP_Address", "radius.avp.type", "radius.avp", "radius.req"];
        assert_eq!(fields_of(228, &bytes, &names), "1 7 bob 10.0.0.1 1,4,79 0105626f62,04060a000001,4f08020100060304 1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:radius:eap End");
        cut_everywhere(228, &bytes);
        let mut accept = vec![2, 7, 0, 50];
        accept.extend([0; 16]);
        accept.extend(b"\x40\x06\x01\0\0\x0d"); // Tunnel-Type, tag 1, VLAN
        accept.extend(b"\x51\x06\x01100"); // Tunnel-Private-Group-Id, tag 1
        accept.extend(b"\x1a\x12\0\0\0\x09\x01\x0cshell:x=10"); // Vendor-Specific
        let bytes = udp_of(1812, 40000, &accept);
        let names = ["radius.Tunnel_Type", "radius.Tunnel_Type.tag", "radius.Tunnel_Private_Group_Id", "radius.avp.vendor_id", "radius.Cisco_AVPair"];
        assert_eq!(fields_of(228, &bytes, &names), "13 0x01 100 9 shell:x=10");
        cut_everywhere(228, &bytes);
    }
}
