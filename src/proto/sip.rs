//! Session Initiation Protocol, [RFC 3261](https://www.rfc-editor.org/rfc/rfc3261).
//!
//! ```text
//! INVITE sip:bob@example.com SP SIP/2.0 CRLF      or      SIP/2.0 SP 200 SP OK CRLF
//! Header: value CRLF ...
//! CRLF
//! body, of Content-Length bytes
//! ```
use super::fields::string;
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stop;
use crate::text;
use std::ops::ControlFlow::Continue;

static REQUEST_LINE: Field = string("sip.Request-Line", "Request-Line");
/// What is asked.
pub static METHOD: Field = string("sip.Method", "Method");
/// Of whom.
pub static R_URI: Field = string("sip.r-uri", "Request-URI");
static R_USER: Field = string("sip.r-uri.user", "Request-URI User Part");
static R_HOST: Field = string("sip.r-uri.host", "Request-URI Host Part");
static R_PORT: Field = string("sip.r-uri.port", "Request-URI Host Port");
static STATUS_LINE: Field = string("sip.Status-Line", "Status-Line");
/// What became of it.
pub static STATUS_CODE: Field = number("sip.Status-Code", "Status-Code");
static MSG_HDR: Field = string("sip.msg_hdr", "Message Header");
static MSG_BODY: Field = Field::new("sip.msg_body", "Message Body", Place::Derived(|p, i| p.layer(i).filter(|l| l.carried() > 0).map(|_| Value::Num(1)))).kind(Kind::Present);
static H_ACCEPT: Field = string("sip.Accept", "Accept");
static H_ACCEPT_CONTACT: Field = string("sip.Accept-Contact", "Accept-Contact");
static H_ACCEPT_ENCODING: Field = string("sip.Accept-Encoding", "Accept-Encoding");
static H_ACCEPT_LANGUAGE: Field = string("sip.Accept-Language", "Accept-Language");
static H_ACCEPT_RESOURCE_PRIORITY: Field = string("sip.Accept-Resource-Priority", "Accept-Resource-Priority");
static H_ADDITIONAL_IDENTITY: Field = string("sip.Additional-Identity", "Additional-Identity");
static H_ALERT_INFO: Field = string("sip.Alert-Info", "Alert-Info");
static H_ALLOW: Field = string("sip.Allow", "Allow");
static H_ALLOW_EVENTS: Field = string("sip.Allow-Events", "Allow-Events");
static H_ANSWER_MODE: Field = string("sip.Answer-Mode", "Answer-Mode");
static H_ATTESTATION_INFO: Field = string("sip.Attestation-Info", "Attestation-Info");
static H_AUTHENTICATION_INFO: Field = string("sip.Authentication-Info", "Authentication-Info");
static H_AUTHORIZATION: Field = string("sip.Authorization", "Authorization");
static H_CALL_ID: Field = string("sip.Call-ID", "Call-ID");
static H_CALL_INFO: Field = string("sip.Call-Info", "Call-Info");
static H_CELLULAR_NETWORK_INFO: Field = string("sip.Cellular-Network-Info", "Cellular-Network-Info");
static H_CONTACT: Field = string("sip.Contact", "Contact");
static H_CONTENT_DISPOSITION: Field = string("sip.Content-Disposition", "Content-Disposition");
static H_CONTENT_ENCODING: Field = string("sip.Content-Encoding", "Content-Encoding");
static H_CONTENT_LANGUAGE: Field = string("sip.Content-Language", "Content-Language");
static H_CONTENT_LENGTH: Field = number("sip.Content-Length", "Content-Length");
static H_CONTENT_TYPE: Field = string("sip.Content-Type", "Content-Type");
static H_CSEQ: Field = string("sip.CSeq", "CSeq");
static H_DATE: Field = string("sip.Date", "Date");
static H_ERROR_INFO: Field = string("sip.Error-Info", "Error-Info");
static H_EVENT: Field = string("sip.Event", "Event");
static H_EXPIRES: Field = number("sip.Expires", "Expires");
static H_FEATURE_CAPS: Field = string("sip.Feature-Caps", "Feature-Caps");
static H_FLOW_TIMER: Field = string("sip.Flow-Timer", "Flow-Timer");
static H_FROM: Field = string("sip.From", "From");
static H_GEOLOCATION: Field = string("sip.Geolocation", "Geolocation");
static H_GEOLOCATION_ERROR: Field = string("sip.Geolocation-Error", "Geolocation-Error");
static H_GEOLOCATION_ROUTING: Field = string("sip.Geolocation-Routing", "Geolocation-Routing");
static H_HISTORY_INFO: Field = string("sip.History-Info", "History-Info");
static H_IDENTITY: Field = string("sip.Identity", "Identity");
static H_IDENTITY_INFO: Field = string("sip.Identity-info", "Identity-info");
static H_INFO_PACKAGE: Field = string("sip.Info-Package", "Info-Package");
static H_IN_REPLY_TO: Field = string("sip.In-Reply-To", "In-Reply-To");
static H_JOIN: Field = string("sip.Join", "Join");
static H_MAX_BREADTH: Field = number("sip.Max-Breadth", "Max-Breadth");
static H_MAX_FORWARDS: Field = number("sip.Max-Forwards", "Max-Forwards");
static H_MIME_VERSION: Field = string("sip.MIME-Version", "MIME-Version");
static H_MIN_EXPIRES: Field = string("sip.Min-Expires", "Min-Expires");
static H_MIN_SE: Field = string("sip.Min-SE", "Min-SE");
static H_ORGANIZATION: Field = string("sip.Organization", "Organization");
static H_ORIGINATION_ID: Field = string("sip.Origination-Id", "Origination-Id");
static H_P_ACCESS_NETWORK_INFO: Field = string("sip.P-Access-Network-Info", "P-Access-Network-Info");
static H_P_ANSWER_STATE: Field = string("sip.P-Answer-State", "P-Answer-State");
static H_P_ASSERTED_IDENTITY: Field = string("sip.P-Asserted-Identity", "P-Asserted-Identity");
static H_P_ASSERTED_SERVICE: Field = string("sip.P-Asserted-Service", "P-Asserted-Service");
static H_P_CHARGE_INFO: Field = string("sip.P-Charge-Info", "P-Charge-Info");
static H_P_ASSOCIATED_URI: Field = string("sip.P-Associated-URI", "P-Associated-URI");
static H_P_CALLED_PARTY_ID: Field = string("sip.P-Called-Party-ID", "P-Called-Party-ID");
static H_P_CHARGING_FUNCTION_ADDRESSES: Field = string("sip.P-Charging-Function-Addresses", "P-Charging-Function-Addresses");
static H_P_CHARGING_VECTOR: Field = string("sip.P-Charging-Vector", "P-Charging-Vector");
static H_P_DCS_TRACE_PARTY_ID: Field = string("sip.P-DCS-Trace-Party-ID", "P-DCS-Trace-Party-ID");
static H_P_DCS_OSPS: Field = string("sip.P-DCS-OSPS", "P-DCS-OSPS");
static H_P_DCS_BILLING_INFO: Field = string("sip.P-DCS-Billing-Info", "P-DCS-Billing-Info");
static H_P_DCS_LAES: Field = string("sip.P-DCS-LAES", "P-DCS-LAES");
static H_P_DCS_REDIRECT: Field = string("sip.P-DCS-Redirect", "P-DCS-Redirect");
static H_P_EARLY_MEDIA: Field = string("sip.P-Early-Media", "P-Early-Media");
static H_P_MEDIA_AUTHORIZATION: Field = string("sip.P-Media-Authorization", "P-Media-Authorization");
static H_P_PREFERRED_IDENTITY: Field = string("sip.P-Preferred-Identity", "P-Preferred-Identity");
static H_P_PREFERRED_SERVICE: Field = string("sip.P-Preferred-Service", "P-Preferred-Service");
static H_P_PROFILE_KEY: Field = string("sip.P-Profile-Key", "P-Profile-Key");
static H_P_REFUSED_URI_LIST: Field = string("sip.P-Refused-URI-List", "P-Refused-URI-List");
static H_P_SERVED_USER: Field = string("sip.P-Served-User", "P-Served-User");
static H_P_USER_DATABASE: Field = string("sip.P-User-Database", "P-User-Database");
static H_P_VISITED_NETWORK_ID: Field = string("sip.P-Visited-Network-ID", "P-Visited-Network-ID");
static H_PATH: Field = string("sip.Path", "Path");
static H_PERMISSION_MISSING: Field = string("sip.Permission-Missing", "Permission-Missing");
static H_PRIORITY: Field = string("sip.Priority", "Priority");
static H_PRIORITY_SHARE: Field = string("sip.Priority-Share", "Priority-Share");
static H_PRIV_ANSWER_MODE: Field = string("sip.Priv-Answer-mode", "Priv-Answer-mode");
static H_PRIVACY: Field = string("sip.Privacy", "Privacy");
static H_PROXY_AUTHENTICATE: Field = string("sip.Proxy-Authenticate", "Proxy-Authenticate");
static H_PROXY_AUTHORIZATION: Field = string("sip.Proxy-Authorization", "Proxy-Authorization");
static H_PROXY_REQUIRE: Field = string("sip.Proxy-Require", "Proxy-Require");
static H_RACK: Field = string("sip.RAck", "RAck");
static H_REASON: Field = string("sip.Reason", "Reason");
static H_REASON_PHRASE: Field = string("sip.Reason-Phrase", "Reason-Phrase");
static H_RECORD_ROUTE: Field = string("sip.Record-Route", "Record-Route");
static H_RECV_INFO: Field = string("sip.Recv-Info", "Recv-Info");
static H_REFER_SUB: Field = string("sip.Refer-Sub", "Refer-Sub");
static H_REFER_TO: Field = string("sip.Refer-To", "Refer-To");
static H_REFERRED_BY: Field = string("sip.Referred-by", "Referred By");
static H_REJECT_CONTACT: Field = string("sip.Reject-Contact", "Reject-Contact");
static H_RELAYED_CHARGE: Field = string("sip.Relayed-Charge", "Relayed-Charge");
static H_REPLACES: Field = string("sip.Replaces", "Replaces");
static H_REPLY_TO: Field = string("sip.Reply-To", "Reply-To");
static H_REQUEST_DISPOSITION: Field = string("sip.Request-Disposition", "Request-Disposition");
static H_REQUIRE: Field = string("sip.Require", "Require");
static H_RESOURCE_PRIORITY: Field = string("sip.Resource-Priority", "Resource-Priority");
static H_RESOURCE_SHARE: Field = string("sip.Resource-Share", "Resource-Share");
static H_RESPONSE_SOURCE: Field = string("sip.Response-Source", "Response-Source");
static H_RESTORATION_INFO: Field = string("sip.Restoration-Info", "Restoration-Info");
static H_RETRY_AFTER: Field = number("sip.Retry-After", "Retry-After");
static H_ROUTE: Field = string("sip.Route", "Route");
static H_RSEQ: Field = number("sip.RSeq", "RSeq");
static H_SECURITY_CLIENT: Field = string("sip.Security-Client", "Security-Client");
static H_SECURITY_SERVER: Field = string("sip.Security-Server", "Security-Server");
static H_SECURITY_VERIFY: Field = string("sip.Security-Verify", "Security-Verify");
static H_SERVER: Field = string("sip.Server", "Server");
static H_SERVICE_INTERACT_INFO: Field = string("sip.Service-Interact-Info", "Service-Interact-Info");
static H_SERVICE_ROUTE: Field = string("sip.Service-Route", "Service-Route");
static H_SESSION_EXPIRES: Field = string("sip.Session-Expires", "Session-Expires");
static H_SESSION_ID: Field = string("sip.Session-ID", "Session-ID");
static H_ETAG: Field = string("sip.ETag", "ETag");
static H_SUBJECT: Field = string("sip.Subject", "Subject");
static H_SUBSCRIPTION_STATE: Field = string("sip.Subscription-State", "Subscription-State");
static H_SUPPORTED: Field = string("sip.Supported", "Supported");
static H_TARGET_DIALOG: Field = string("sip.Target-Dialog", "Target-Dialog");
static H_TIMESTAMP: Field = string("sip.Timestamp", "Timestamp");
static H_TO: Field = string("sip.To", "To");
static H_TRIGGER_CONSENT: Field = string("sip.Trigger-Consent", "Trigger-Consent");
static H_UNSUPPORTED: Field = string("sip.Unsupported", "Unsupported");
static H_USER_AGENT: Field = string("sip.User-Agent", "User-Agent");
static H_VIA: Field = string("sip.Via", "Via");
static H_WARNING: Field = string("sip.Warning", "Warning");
static H_WWW_AUTHENTICATE: Field = string("sip.WWW-Authenticate", "WWW-Authenticate");
static H_DIVERSION: Field = string("sip.Diversion", "Diversion");
static FROM_DISPLAY: Field = string("sip.from.display.info", "SIP from display info");
static FROM_ADDR: Field = string("sip.from.addr", "SIP from address");
static FROM_USER: Field = string("sip.from.user", "SIP from address User Part");
static FROM_HOST: Field = string("sip.from.host", "SIP from address Host Part");
static FROM_PORT: Field = string("sip.from.port", "SIP from address Host Port");
static FROM_TAG: Field = string("sip.from.tag", "SIP from tag");
static TO_DISPLAY: Field = string("sip.to.display.info", "SIP to display info");
static TO_ADDR: Field = string("sip.to.addr", "SIP to address");
static TO_USER: Field = string("sip.to.user", "SIP to address User Part");
static TO_HOST: Field = string("sip.to.host", "SIP to address Host Part");
static TO_PORT: Field = string("sip.to.port", "SIP to address Host Port");
static TO_TAG: Field = string("sip.to.tag", "SIP to tag");
static TAG: Field = string("sip.tag", "SIP tag");
static CONTACT_URI: Field = string("sip.contact.uri", "Contact URI");
static CONTACT_USER: Field = string("sip.contact.user", "Contact URI User Part");
static CONTACT_HOST: Field = string("sip.contact.host", "Contact URI Host Part");
static CONTACT_PORT: Field = string("sip.contact.port", "Contact URI Host Port");
static CALL_ID_GENERATED: Field = string("sip.call_id_generated", "Generated Call-ID");
static CSEQ_SEQ: Field = number("sip.CSeq.seq", "Sequence Number");
static CSEQ_METHOD: Field = string("sip.CSeq.method", "Method");
static VIA_TRANSPORT: Field = string("sip.Via.transport", "Transport");
static VIA_ADDRESS: Field = string("sip.Via.sent-by.address", "Sent-by Address");
static VIA_PORT: Field = Field::new("sip.Via.sent-by.port", "Sent-by port", Place::Uint(16));
static VIA_BRANCH: Field = string("sip.Via.branch", "Branch");
static VIA_RPORT: Field = string("sip.Via.rport", "RPort");
static VIA_RECEIVED: Field = string("sip.Via.received", "Received");
static MESSAGE: Field = Field::part(Place::Told(
    read,
    &[&REQUEST_LINE, &METHOD, &R_URI, &R_USER, &R_HOST, &R_PORT, &STATUS_LINE, &STATUS_CODE, &MSG_HDR, &FROM_DISPLAY, &FROM_ADDR, &FROM_USER, &FROM_HOST, &FROM_PORT, &FROM_TAG, &TO_DISPLAY, &TO_ADDR, &TO_USER, &TO_HOST, &TO_PORT, &TO_TAG, &TAG, &CONTACT_URI, &CONTACT_USER, &CONTACT_HOST, &CONTACT_PORT, &CALL_ID_GENERATED, &CSEQ_SEQ, &CSEQ_METHOD, &VIA_TRANSPORT, &VIA_ADDRESS, &VIA_PORT, &VIA_BRANCH, &VIA_RPORT, &VIA_RECEIVED, &H_ACCEPT, &H_ACCEPT_CONTACT, &H_ACCEPT_ENCODING, &H_ACCEPT_LANGUAGE, &H_ACCEPT_RESOURCE_PRIORITY, &H_ADDITIONAL_IDENTITY, &H_ALERT_INFO, &H_ALLOW, &H_ALLOW_EVENTS, &H_ANSWER_MODE, &H_ATTESTATION_INFO, &H_AUTHENTICATION_INFO, &H_AUTHORIZATION, &H_CALL_ID, &H_CALL_INFO, &H_CELLULAR_NETWORK_INFO, &H_CONTACT, &H_CONTENT_DISPOSITION, &H_CONTENT_ENCODING, &H_CONTENT_LANGUAGE, &H_CONTENT_LENGTH, &H_CONTENT_TYPE, &H_CSEQ, &H_DATE, &H_ERROR_INFO, &H_EVENT, &H_EXPIRES, &H_FEATURE_CAPS, &H_FLOW_TIMER, &H_FROM, &H_GEOLOCATION, &H_GEOLOCATION_ERROR, &H_GEOLOCATION_ROUTING, &H_HISTORY_INFO, &H_IDENTITY, &H_IDENTITY_INFO, &H_INFO_PACKAGE, &H_IN_REPLY_TO, &H_JOIN, &H_MAX_BREADTH, &H_MAX_FORWARDS, &H_MIME_VERSION, &H_MIN_EXPIRES, &H_MIN_SE, &H_ORGANIZATION, &H_ORIGINATION_ID, &H_P_ACCESS_NETWORK_INFO, &H_P_ANSWER_STATE, &H_P_ASSERTED_IDENTITY, &H_P_ASSERTED_SERVICE, &H_P_CHARGE_INFO, &H_P_ASSOCIATED_URI, &H_P_CALLED_PARTY_ID, &H_P_CHARGING_FUNCTION_ADDRESSES, &H_P_CHARGING_VECTOR, &H_P_DCS_TRACE_PARTY_ID, &H_P_DCS_OSPS, &H_P_DCS_BILLING_INFO, &H_P_DCS_LAES, &H_P_DCS_REDIRECT, &H_P_EARLY_MEDIA, &H_P_MEDIA_AUTHORIZATION, &H_P_PREFERRED_IDENTITY, &H_P_PREFERRED_SERVICE, &H_P_PROFILE_KEY, &H_P_REFUSED_URI_LIST, &H_P_SERVED_USER, &H_P_USER_DATABASE, &H_P_VISITED_NETWORK_ID, &H_PATH, &H_PERMISSION_MISSING, &H_PRIORITY, &H_PRIORITY_SHARE, &H_PRIV_ANSWER_MODE, &H_PRIVACY, &H_PROXY_AUTHENTICATE, &H_PROXY_AUTHORIZATION, &H_PROXY_REQUIRE, &H_RACK, &H_REASON, &H_REASON_PHRASE, &H_RECORD_ROUTE, &H_RECV_INFO, &H_REFER_SUB, &H_REFER_TO, &H_REFERRED_BY, &H_REJECT_CONTACT, &H_RELAYED_CHARGE, &H_REPLACES, &H_REPLY_TO, &H_REQUEST_DISPOSITION, &H_REQUIRE, &H_RESOURCE_PRIORITY, &H_RESOURCE_SHARE, &H_RESPONSE_SOURCE, &H_RESTORATION_INFO, &H_RETRY_AFTER, &H_ROUTE, &H_RSEQ, &H_SECURITY_CLIENT, &H_SECURITY_SERVER, &H_SECURITY_VERIFY, &H_SERVER, &H_SERVICE_INTERACT_INFO, &H_SERVICE_ROUTE, &H_SESSION_EXPIRES, &H_SESSION_ID, &H_ETAG, &H_SUBJECT, &H_SUBSCRIPTION_STATE, &H_SUPPORTED, &H_TARGET_DIALOG, &H_TIMESTAMP, &H_TO, &H_TRIGGER_CONSENT, &H_UNSUPPORTED, &H_USER_AGENT, &H_VIA, &H_WARNING, &H_WWW_AUTHENTICATE, &H_DIVERSION],
));
/// Headers by their names in small letters, ascending.
const HEADERS: &[(&[u8], &Field)] = &[
    (b"accept", &H_ACCEPT),
    (b"accept-contact", &H_ACCEPT_CONTACT),
    (b"accept-encoding", &H_ACCEPT_ENCODING),
    (b"accept-language", &H_ACCEPT_LANGUAGE),
    (b"accept-resource-priority", &H_ACCEPT_RESOURCE_PRIORITY),
    (b"additional-identity", &H_ADDITIONAL_IDENTITY),
    (b"alert-info", &H_ALERT_INFO),
    (b"allow", &H_ALLOW),
    (b"allow-events", &H_ALLOW_EVENTS),
    (b"answer-mode", &H_ANSWER_MODE),
    (b"attestation-info", &H_ATTESTATION_INFO),
    (b"authentication-info", &H_AUTHENTICATION_INFO),
    (b"authorization", &H_AUTHORIZATION),
    (b"call-id", &H_CALL_ID),
    (b"call-info", &H_CALL_INFO),
    (b"cellular-network-info", &H_CELLULAR_NETWORK_INFO),
    (b"contact", &H_CONTACT),
    (b"content-disposition", &H_CONTENT_DISPOSITION),
    (b"content-encoding", &H_CONTENT_ENCODING),
    (b"content-language", &H_CONTENT_LANGUAGE),
    (b"content-length", &H_CONTENT_LENGTH),
    (b"content-type", &H_CONTENT_TYPE),
    (b"cseq", &H_CSEQ),
    (b"date", &H_DATE),
    (b"diversion", &H_DIVERSION),
    (b"error-info", &H_ERROR_INFO),
    (b"etag", &H_ETAG),
    (b"event", &H_EVENT),
    (b"expires", &H_EXPIRES),
    (b"feature-caps", &H_FEATURE_CAPS),
    (b"flow-timer", &H_FLOW_TIMER),
    (b"from", &H_FROM),
    (b"geolocation", &H_GEOLOCATION),
    (b"geolocation-error", &H_GEOLOCATION_ERROR),
    (b"geolocation-routing", &H_GEOLOCATION_ROUTING),
    (b"history-info", &H_HISTORY_INFO),
    (b"identity", &H_IDENTITY),
    (b"identity-info", &H_IDENTITY_INFO),
    (b"in-reply-to", &H_IN_REPLY_TO),
    (b"info-package", &H_INFO_PACKAGE),
    (b"join", &H_JOIN),
    (b"max-breadth", &H_MAX_BREADTH),
    (b"max-forwards", &H_MAX_FORWARDS),
    (b"mime-version", &H_MIME_VERSION),
    (b"min-expires", &H_MIN_EXPIRES),
    (b"min-se", &H_MIN_SE),
    (b"organization", &H_ORGANIZATION),
    (b"origination-id", &H_ORIGINATION_ID),
    (b"p-access-network-info", &H_P_ACCESS_NETWORK_INFO),
    (b"p-answer-state", &H_P_ANSWER_STATE),
    (b"p-asserted-identity", &H_P_ASSERTED_IDENTITY),
    (b"p-asserted-service", &H_P_ASSERTED_SERVICE),
    (b"p-associated-uri", &H_P_ASSOCIATED_URI),
    (b"p-called-party-id", &H_P_CALLED_PARTY_ID),
    (b"p-charge-info", &H_P_CHARGE_INFO),
    (b"p-charging-function-addresses", &H_P_CHARGING_FUNCTION_ADDRESSES),
    (b"p-charging-vector", &H_P_CHARGING_VECTOR),
    (b"p-dcs-billing-info", &H_P_DCS_BILLING_INFO),
    (b"p-dcs-laes", &H_P_DCS_LAES),
    (b"p-dcs-osps", &H_P_DCS_OSPS),
    (b"p-dcs-redirect", &H_P_DCS_REDIRECT),
    (b"p-dcs-trace-party-id", &H_P_DCS_TRACE_PARTY_ID),
    (b"p-early-media", &H_P_EARLY_MEDIA),
    (b"p-media-authorization", &H_P_MEDIA_AUTHORIZATION),
    (b"p-preferred-identity", &H_P_PREFERRED_IDENTITY),
    (b"p-preferred-service", &H_P_PREFERRED_SERVICE),
    (b"p-profile-key", &H_P_PROFILE_KEY),
    (b"p-refused-uri-list", &H_P_REFUSED_URI_LIST),
    (b"p-served-user", &H_P_SERVED_USER),
    (b"p-user-database", &H_P_USER_DATABASE),
    (b"p-visited-network-id", &H_P_VISITED_NETWORK_ID),
    (b"path", &H_PATH),
    (b"permission-missing", &H_PERMISSION_MISSING),
    (b"priority", &H_PRIORITY),
    (b"priority-share", &H_PRIORITY_SHARE),
    (b"priv-answer-mode", &H_PRIV_ANSWER_MODE),
    (b"privacy", &H_PRIVACY),
    (b"proxy-authenticate", &H_PROXY_AUTHENTICATE),
    (b"proxy-authorization", &H_PROXY_AUTHORIZATION),
    (b"proxy-require", &H_PROXY_REQUIRE),
    (b"rack", &H_RACK),
    (b"reason", &H_REASON),
    (b"reason-phrase", &H_REASON_PHRASE),
    (b"record-route", &H_RECORD_ROUTE),
    (b"recv-info", &H_RECV_INFO),
    (b"refer-sub", &H_REFER_SUB),
    (b"refer-to", &H_REFER_TO),
    (b"referred-by", &H_REFERRED_BY),
    (b"reject-contact", &H_REJECT_CONTACT),
    (b"relayed-charge", &H_RELAYED_CHARGE),
    (b"replaces", &H_REPLACES),
    (b"reply-to", &H_REPLY_TO),
    (b"request-disposition", &H_REQUEST_DISPOSITION),
    (b"require", &H_REQUIRE),
    (b"resource-priority", &H_RESOURCE_PRIORITY),
    (b"resource-share", &H_RESOURCE_SHARE),
    (b"response-source", &H_RESPONSE_SOURCE),
    (b"restoration-info", &H_RESTORATION_INFO),
    (b"retry-after", &H_RETRY_AFTER),
    (b"route", &H_ROUTE),
    (b"rseq", &H_RSEQ),
    (b"security-client", &H_SECURITY_CLIENT),
    (b"security-server", &H_SECURITY_SERVER),
    (b"security-verify", &H_SECURITY_VERIFY),
    (b"server", &H_SERVER),
    (b"service-interact-info", &H_SERVICE_INTERACT_INFO),
    (b"service-route", &H_SERVICE_ROUTE),
    (b"session-expires", &H_SESSION_EXPIRES),
    (b"session-id", &H_SESSION_ID),
    (b"subject", &H_SUBJECT),
    (b"subscription-state", &H_SUBSCRIPTION_STATE),
    (b"supported", &H_SUPPORTED),
    (b"target-dialog", &H_TARGET_DIALOG),
    (b"timestamp", &H_TIMESTAMP),
    (b"to", &H_TO),
    (b"trigger-consent", &H_TRIGGER_CONSENT),
    (b"unsupported", &H_UNSUPPORTED),
    (b"user-agent", &H_USER_AGENT),
    (b"via", &H_VIA),
    (b"warning", &H_WARNING),
    (b"www-authenticate", &H_WWW_AUTHENTICATE),
];
/// Their short forms (RFC 3261, 7.3.3), ascending.
const SHORT: &[(&[u8], &[u8])] = &[
    (b"a", b"accept-contact"),
    (b"b", b"referred-by"),
    (b"c", b"content-type"),
    (b"d", b"request-disposition"),
    (b"e", b"content-encoding"),
    (b"f", b"from"),
    (b"i", b"call-id"),
    (b"j", b"reject-contact"),
    (b"k", b"supported"),
    (b"l", b"content-length"),
    (b"m", b"contact"),
    (b"n", b"identity-info"),
    (b"o", b"event"),
    (b"r", b"refer-to"),
    (b"s", b"subject"),
    (b"t", b"to"),
    (b"u", b"allow-events"),
    (b"v", b"via"),
    (b"x", b"session-expires"),
    (b"y", b"identity"),
];

const fn number(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(32))
}

/// SIP.
pub static PROTOCOL: Protocol = Protocol {
    name: "sip",
    title: "Session Initiation Protocol",
    column: "SIP",
    spec: "RFC 3261",
    fields: &[&MESSAGE, &MSG_BODY],
    under: &[(Space::UdpPort, 5060), (Space::TcpPort, 5060)],
    looks: &[(Space::UdpPort, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", begins), (Space::TcpPort, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", begins)],
    line: &[Word::Call(info)],
    stream: Some(Stream::PLAIN),
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if !begins(bytes) {
        return Step::reject();
    }
    let whole = bytes.len() == below.wire;
    let stream = below.over() == id::tcp;
    let Some(body) = end(bytes) else {
        return match (stream, whole) {
            (true, true) => Step::more(bytes, 0),
            (_, false) => Step { total: below.wire, ..Step::cut(bytes) },
            _ => Step::new(bytes.len(), below.wire, id::data),
        };
    };
    let head = bytes.get(..body).unwrap_or(bytes);
    let (mut length, mut next) = (None, id::data);
    for (name, value) in headers(head) {
        if is(name, b"content-length") {
            length = decimal(trim(value));
        } else if is(name, b"content-type") {
            let kind = trim(value).split(|b| matches!(b, b';' | b' ')).next().unwrap_or(&[]);
            if kind.eq_ignore_ascii_case(b"application/sdp") {
                next = id::sdp;
            }
        }
    }
    let rest = below.wire - body.min(below.wire);
    let carried = match length {
        Some(n) => usize::try_from(n).unwrap_or(usize::MAX),
        None if stream => 0,
        None => rest,
    };
    if stream && carried > bytes.len() - body {
        return if whole { Step::more(bytes, body.saturating_add(carried)) } else { Step { stop: Stop::Cut, ..Step::more(bytes, 0) } };
    }
    let total = body + carried.min(rest);
    Step { again: stream, ..Step::new(body, if stream { total } else { below.wire }, if carried == 0 { id::data } else { next }) }
}
/// Whether the first line is one of SIP's.
fn begins(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"SIP/2.0 ") {
        return true;
    }
    let line = first_line(bytes);
    let method = line.iter().take_while(|b| b.is_ascii_uppercase()).count();
    method > 2 && line.get(method) == Some(&b' ') && line.ends_with(b" SIP/2.0")
}
fn first_line(bytes: &[u8]) -> &[u8] {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or(bytes);
    line.strip_suffix(b"\r").unwrap_or(line)
}
/// Where the body begins, behind the empty line.
fn end(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(n) = bytes.get(from..)?.iter().position(|b| *b == b'\n') {
        if matches!(bytes.get(from..from + n)?, [] | [b'\r']) && from > 0 {
            return Some(from + n + 1);
        }
        from += n + 1;
    }
    None
}
/// The headers behind the first line: name and value, a value's further lines with it.
fn headers(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = head.iter().position(|b| *b == b'\n').and_then(|n| head.get(n + 1..)).unwrap_or(&[]);
    std::iter::from_fn(move || {
        loop {
            let mut n = rest.iter().position(|b| *b == b'\n')?;
            while let Some(b' ' | b'\t') = rest.get(n + 1) {
                n += 1 + rest.get(n + 1..)?.iter().position(|b| *b == b'\n')?;
            }
            let line = rest.get(..n)?;
            rest = rest.get(n + 1..)?;
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                return None;
            }
            if let Some(colon) = line.iter().position(|b| *b == b':') {
                return Some((line.get(..colon)?, line.get(colon + 1..)?));
            }
        }
    })
}
fn trim(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}
fn decimal(text: &[u8]) -> Option<u64> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=18).contains(&digits).then(|| text.iter().take(digits).fold(0, |n, b| n * 10 + u64::from(b - b'0')))
}
/// The name in full and small letters, into room for the longest one.
fn full<'r>(name: &[u8], room: &'r mut [u8; 40]) -> &'r [u8] {
    let name = trim(name);
    let n = name.len().min(room.len());
    room.iter_mut().zip(name).for_each(|(to, from)| *to = from.to_ascii_lowercase());
    let short = room.get(..n).unwrap_or(&[]);
    match SHORT.iter().find(|(s, _)| *s == short) {
        Some((_, long)) => long,
        None => room.get(..n).unwrap_or(&[]),
    }
}
fn is(name: &[u8], wanted: &[u8]) -> bool {
    full(name, &mut [0; 40]) == wanted
}
/// Where a part of the message lies.
fn at(whole: &[u8], part: &[u8]) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let message = r.rest();
    let tell = |r: &mut Reader<'_, '_>, f: &'static Field, part: &[u8]| r.tell(f, at(message, part), part.len(), Value::Bytes(part));
    let first = first_line(message);
    if first.starts_with(b"SIP/2.0 ") {
        tell(r, &STATUS_LINE, first)?;
        let code = first.get(8..).unwrap_or(&[]);
        if let Some(n) = decimal(code) {
            r.tell(&STATUS_CODE, 8, 3, Value::Num(n))?;
        }
    } else {
        tell(r, &REQUEST_LINE, first)?;
        let mut words = first.split(|b| *b == b' ');
        tell(r, &METHOD, words.next().unwrap_or(&[]))?;
        let uri = words.next().unwrap_or(&[]);
        tell(r, &R_URI, uri)?;
        address(r, message, uri, [&R_USER, &R_HOST, &R_PORT])?;
    }
    let Some(headers_at) = message.iter().position(|b| *b == b'\n').map(|n| n + 1) else { return Continue(()) };
    r.show(&MSG_HDR, headers_at, usize::MAX)?;
    for (name, value) in headers(message) {
        let value = trim(value);
        let mut room = [0; 40];
        let name = full(name, &mut room);
        let Ok(i) = HEADERS.binary_search_by(|(n, _)| (*n).cmp(name)) else { continue };
        let Some((_, field)) = HEADERS.get(i) else { continue };
        if matches!(field.place, Place::Uint(_)) {
            if let Some(n) = decimal(value) {
                r.tell(field, at(message, value), value.len(), Value::Num(n))?;
            }
            continue;
        }
        tell(r, field, value)?;
        match name {
            b"from" => party(r, message, value, [&FROM_DISPLAY, &FROM_ADDR, &FROM_USER, &FROM_HOST, &FROM_PORT, &FROM_TAG])?,
            b"to" => party(r, message, value, [&TO_DISPLAY, &TO_ADDR, &TO_USER, &TO_HOST, &TO_PORT, &TO_TAG])?,
            b"contact" if value != b"*" => {
                let (_, uri, _) = name_addr(value);
                tell(r, &CONTACT_URI, uri)?;
                address(r, message, uri, [&CONTACT_USER, &CONTACT_HOST, &CONTACT_PORT])?;
            }
            b"call-id" => tell(r, &CALL_ID_GENERATED, value)?,
            b"cseq" => {
                if let Some(n) = decimal(value) {
                    r.tell(&CSEQ_SEQ, at(message, value), value.len(), Value::Num(n))?;
                }
                let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
                tell(r, &CSEQ_METHOD, trim(value.get(digits..).unwrap_or(&[])))?;
            }
            b"via" => via(r, message, value)?,
            _ => {}
        }
    }
    Continue(())
}
/// A display name, the address, and what stands behind it.
fn name_addr(value: &[u8]) -> (&[u8], &[u8], &[u8]) {
    match (value.iter().position(|b| *b == b'<'), value.iter().position(|b| *b == b'>')) {
        (Some(from), Some(to)) if from < to => {
            (trim(value.get(..from).unwrap_or(&[])), value.get(from + 1..to).unwrap_or(&[]), value.get(to + 1..).unwrap_or(&[]))
        }
        _ => {
            let n = value.iter().position(|b| *b == b';').unwrap_or(value.len());
            let (uri, rest) = value.split_at_checked(n).unwrap_or((value, &[]));
            (&[], trim(uri), rest)
        }
    }
}
fn party(r: &mut Reader<'_, '_>, message: &[u8], value: &[u8], [display, addr, user, host, port, tag]: [&'static Field; 6]) -> Flow {
    let (name, uri, rest) = name_addr(value);
    if !name.is_empty() {
        r.tell(display, at(message, name), name.len(), Value::Bytes(name))?;
    }
    r.tell(addr, at(message, uri), uri.len(), Value::Bytes(uri))?;
    address(r, message, uri, [user, host, port])?;
    if let Some(value) = parameter(rest, b"tag") {
        r.tell(tag, at(message, value), value.len(), Value::Bytes(value))?;
        r.tell(&TAG, at(message, value), value.len(), Value::Bytes(value))?;
    }
    Continue(())
}
/// The value of a parameter in `;name=value;name=value`.
fn parameter<'a>(text: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    text.split(|b| *b == b';').find_map(|part| {
        let part = trim(part);
        let equals = part.iter().position(|b| *b == b'=')?;
        trim(part.get(..equals)?).eq_ignore_ascii_case(wanted).then(|| part.get(equals + 1..).map(trim))?
    })
}
/// User, host and port of `sip:user@host:port;parameters`.
fn address(r: &mut Reader<'_, '_>, message: &[u8], uri: &[u8], [user, host, port]: [&'static Field; 3]) -> Flow {
    let Some(colon) = uri.iter().position(|b| *b == b':') else { return Continue(()) };
    let rest = uri.get(colon + 1..).unwrap_or(&[]);
    let n = rest.iter().position(|b| matches!(b, b';' | b'?' | b'>')).unwrap_or(rest.len());
    let mut rest = rest.get(..n).unwrap_or(rest);
    if let Some(n) = rest.iter().position(|b| *b == b'@') {
        let name = rest.get(..n).unwrap_or(&[]);
        r.tell(user, at(message, name), n, Value::Bytes(name))?;
        rest = rest.get(n + 1..).unwrap_or(&[]);
    }
    let (name, number) = host_port(rest);
    if !name.is_empty() {
        r.tell(host, at(message, name), name.len(), Value::Bytes(name))?;
    }
    if !number.is_empty() {
        r.tell(port, at(message, number), number.len(), Value::Bytes(number))?;
    }
    Continue(())
}
fn host_port(text: &[u8]) -> (&[u8], &[u8]) {
    // An IPv6 address stands in brackets.
    let from = if text.starts_with(b"[") { text.iter().position(|b| *b == b']').unwrap_or(0) } else { 0 };
    match text.get(from..).and_then(|rest| rest.iter().position(|b| *b == b':')) {
        Some(n) => (text.get(..from + n).unwrap_or(&[]), text.get(from + n + 1..).unwrap_or(&[])),
        None => (text, &[]),
    }
}
/// `SIP/2.0/UDP host:port;branch=z9hG4bK..`
fn via(r: &mut Reader<'_, '_>, message: &[u8], value: &[u8]) -> Flow {
    let tell = |r: &mut Reader<'_, '_>, f: &'static Field, part: &[u8]| r.tell(f, at(message, part), part.len(), Value::Bytes(part));
    let Some(n) = value.iter().position(|b| *b == b' ') else { return Continue(()) };
    let protocol = value.get(..n).unwrap_or(&[]);
    tell(r, &VIA_TRANSPORT, protocol.rsplit(|b| *b == b'/').next().unwrap_or(&[]))?;
    let rest = trim(value.get(n..).unwrap_or(&[]));
    let n = rest.iter().position(|b| *b == b';').unwrap_or(rest.len());
    let (host, port) = host_port(trim(rest.get(..n).unwrap_or(rest)));
    tell(r, &VIA_ADDRESS, host)?;
    if let Some(n) = decimal(port).filter(|n| *n <= 0xffff) {
        r.tell(&VIA_PORT, at(message, port), port.len(), Value::Num(n))?;
    }
    for (name, f) in [(&b"branch"[..], &VIA_BRANCH), (b"rport", &VIA_RPORT), (b"received", &VIA_RECEIVED)] {
        if let Some(value) = parameter(rest.get(n..).unwrap_or(&[]), name) {
            tell(r, f, value)?;
        }
    }
    Continue(())
}

/// `Request: INVITE sip:bob@example.com`; `Status: 200 OK (INVITE)`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let first = first_line(head);
    if let Some(status) = first.strip_prefix(b"SIP/2.0 ") {
        out.extend(b"Status: ");
        text::utf8(status, out);
        if let Some((_, value)) = headers(head).find(|(name, _)| is(name, b"cseq")) {
            out.extend(b" (");
            let value = trim(value);
            let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
            text::utf8(trim(value.get(digits..).unwrap_or(&[])), out);
            out.push(b')');
        }
    } else {
        out.extend(b"Request: ");
        text::utf8(first.strip_suffix(b" SIP/2.0").unwrap_or(first), out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const INVITE: &[u8] = b"INVITE sip:bob@example.com:5070;lr SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport=9\r\n\
From: \"Alice\" <sip:alice@example.com>;tag=88\r\nt: <sip:bob@example.com>\r\ni: 1@10.0.0.1\r\nCSeq: 7 INVITE\r\n\
Max-Forwards: 70\r\nContent-Type: application/sdp\r\nContent-Length: 7\r\n\r\nv=0\r\ns=";

    #[test]
    fn request() {
        let bytes = udp_of(5060, 5060, INVITE);
        let names = ["sip.Method", "sip.r-uri.user", "sip.r-uri.port", "sip.Via.sent-by.port", "sip.Via.branch", "sip.from.user", "sip.from.tag", "sip.to.host", "sip.Call-ID", "sip.CSeq.seq", "sip.Max-Forwards"];
        assert_eq!(fields_of(228, &bytes, &names), "INVITE bob 5070 5060 z9hG4bK1 alice 88 example.com 1@10.0.0.1 7 70");
        assert_eq!(layers_of(228, &bytes), "ip:udp:sip:sdp End");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(40000, 5060, &[INVITE, INVITE].concat());
        assert_eq!(layers_of(228, &bytes), "ip:tcp:sip:sdp:sip:sdp End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn response() {
        let bytes = udp_of(5060, 5060, b"SIP/2.0 404 Not Found\r\nCSeq: 1 REGISTER\r\n\r\n");
        assert_eq!(fields_of(228, &bytes, &["sip.Status-Code", "sip.CSeq.method", "sip.Method"]), "404 REGISTER -");
        assert_eq!(layers_of(228, &udp_of(31000, 5060, b"junk")), "ip:udp:data End");
    }
    #[test]
    fn headers_are_found() {
        assert!(super::HEADERS.is_sorted_by_key(|(name, _)| *name));
        assert!(super::SHORT.is_sorted_by_key(|(name, _)| *name));
    }
}
