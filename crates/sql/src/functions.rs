//! Functions for addresses, ports, bytes. All of them are strict: what is not known makes the answer unknown.

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, BooleanBuilder, Float64Array, Int64Array, StringViewArray, StringViewBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use pktlab::flow;
use pktlab::net::vendors::Vendors;
use pktlab::proto::{self, conn};
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, LazyLock};

/// What an argument has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    Text,
    /// Text, or a list of it: true for any of the list.
    Texts,
    Int,
    /// Bytes, or text's bytes.
    Bytes,
}

/// A function.
#[derive(Debug)]
struct Function {
    name: &'static str,
    wants: &'static [Want],
    /// So many of them must be given.
    least: usize,
    gives: DataType,
    run: fn(&[ArrayRef]) -> Result<ArrayRef>,
    signature: Signature,
    /// How it is called and what it is, for a person.
    title: &'static str,
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}
impl Eq for Function {}
impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.name
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.gives.clone())
    }
    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        if given.len() < self.least || given.len() > self.wants.len() {
            return plan_err!("{} takes {}: {}", self.name, count(self.least, self.wants.len()), self.title);
        }
        let coerce = |(want, given): (&Want, &DataType)| {
            let text = matches!(given, DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 | DataType::Null)
                || matches!(given, DataType::Dictionary(_, of) if of.is_string());
            match want {
                Want::Text if text => Ok(DataType::Utf8View),
                Want::Texts if text => Ok(DataType::Utf8View),
                Want::Texts if matches!(given, DataType::List(item) if item.data_type().is_string()) => Ok(given.clone()),
                Want::Int if given.is_integer() || given.is_null() => Ok(DataType::Int64),
                Want::Bytes if text => Ok(DataType::Utf8View),
                Want::Bytes if matches!(given, DataType::Binary | DataType::BinaryView | DataType::LargeBinary) => Ok(DataType::Binary),
                Want::Bytes if matches!(given, DataType::FixedSizeBinary(_)) => Ok(DataType::Binary),
                Want::Bytes if given.is_integer() => Ok(DataType::Int64),
                _ => plan_err!("{}: not of {given}: {}", self.name, self.title),
            }
        };
        self.wants.iter().zip(given).map(coerce).collect()
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let scalar = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if scalar { 1 } else { args.number_rows };
        let arrays = args.args.iter().map(|arg| arg.to_array(rows)).collect::<Result<Vec<_>>>()?;
        let made = (self.run)(&arrays)?;
        if scalar {
            return Ok(ColumnarValue::Scalar(datafusion::common::ScalarValue::try_from_array(&made, 0)?));
        }
        Ok(ColumnarValue::Array(made))
    }
}

fn count(least: usize, most: usize) -> String {
    let arguments = if most == 1 { "argument" } else { "arguments" };
    if least == most { format!("{most} {arguments}") } else { format!("{least} to {most} {arguments}") }
}

/// A function that always gives the same for the same.
fn function(
    name: &'static str,
    wants: &'static [Want],
    least: usize,
    gives: DataType,
    title: &'static str,
    run: fn(&[ArrayRef]) -> Result<ArrayRef>,
) -> Arc<ScalarUDF> {
    let signature = Signature::user_defined(Volatility::Immutable);
    Arc::new(ScalarUDF::from(Function { name, wants, least, gives, run, signature, title }))
}

/// All of our functions.
pub fn all() -> Vec<Arc<ScalarUDF>> {
    use Want::{Bytes, Int, Text, Texts};
    vec![
        function("in_cidr", &[Texts, Text], 2, DataType::Boolean, "in_cidr(address, '10.0.0.0/8')", in_cidr),
        function("subnet", &[Text, Int, Int], 2, DataType::Utf8View, "subnet(address, bits [, bits of IPv6])", subnet),
        function("port_name", &[Int], 1, DataType::Utf8View, "port_name(port)", port_name),
        function("proto_name", &[Int], 1, DataType::Utf8View, "proto_name(IP protocol number)", proto_name),
        function("mac_vendor", &[Text], 1, DataType::Utf8View, "mac_vendor(MAC address)", mac_vendor),
        function(
            "community_id",
            &[Text, Int, Text, Int, Int],
            5,
            DataType::Utf8View,
            "community_id(source, source port, destination, destination port, IP protocol number)",
            community_id,
        ),
        function("hex", &[Bytes], 1, DataType::Utf8View, "hex(bytes, text or number)", hex),
        function("entropy", &[Bytes], 1, DataType::Float64, "entropy(bytes or text), in bits a byte", entropy),
        function("address", &[Text], 1, DataType::Utf8View, "address(text): text that is in the addresses' order", address),
        function("address_text", &[Text], 1, DataType::Utf8View, "address_text(what address() gave)", address_text),
    ]
}

/// The function of that name.
pub fn named(name: &str) -> Option<Arc<ScalarUDF>> {
    all().into_iter().find(|function| function.name() == name)
}

/// The argument as texts; a cluster's plan may bring them in another form.
fn texts(args: &[ArrayRef], i: usize) -> Result<StringViewArray> {
    let Some(array) = args.get(i) else { return exec_err!("an argument is missing") };
    Ok(cast(array, &DataType::Utf8View)?.as_string_view().clone())
}
fn ints(args: &[ArrayRef], i: usize) -> Result<Int64Array> {
    let Some(array) = args.get(i) else { return exec_err!("an argument is missing") };
    Ok(cast(array, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
}
fn bytes(args: &[ArrayRef], i: usize) -> Result<BinaryArray> {
    let Some(array) = args.get(i) else { return exec_err!("an argument is missing") };
    Ok(match array.data_type() {
        DataType::Int64 => array.as_primitive::<Int64Type>().iter().map(|n| n.map(significant)).collect(),
        DataType::Utf8View => cast(&cast(array, &DataType::Utf8)?, &DataType::Binary)?.as_binary().clone(),
        _ => cast(array, &DataType::Binary)?.as_binary().clone(),
    })
}
/// A number's bytes without the zeros before them, at least one.
fn significant(n: i64) -> Vec<u8> {
    let bytes = n.to_be_bytes();
    let zeros = bytes.iter().take(7).take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or(&[]).to_vec()
}

/// Rows of text, made of rows.
fn text_rows(rows: usize, mut of: impl FnMut(usize) -> Option<String>) -> ArrayRef {
    let mut to = StringViewBuilder::with_capacity(rows);
    for row in 0..rows {
        match of(row) {
            Some(text) => to.append_value(text),
            None => to.append_null(),
        }
    }
    Arc::new(to.finish())
}

/// A network: an address and how many of its bits count.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Net(IpAddr, u32);

impl Net {
    fn parse(text: &str) -> Option<Net> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.trim(), Some(bits.trim())),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.parse().ok()).filter(|bits| *bits <= most)?;
        Some(Net(address, bits))
    }
    fn holds(self, address: IpAddr) -> bool {
        match (self.0, address) {
            (IpAddr::V4(net), IpAddr::V4(of)) => (net.to_bits() ^ of.to_bits()).checked_shr(32 - self.1).unwrap_or(0) == 0,
            (IpAddr::V6(net), IpAddr::V6(of)) => (net.to_bits() ^ of.to_bits()).checked_shr(128 - self.1).unwrap_or(0) == 0,
            _ => false,
        }
    }
    /// The network itself: all other bits 0.
    fn start(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(of) => Ipv4Addr::from_bits(of.to_bits() & u32::MAX.checked_shl(32 - self.1).unwrap_or(0)).into(),
            IpAddr::V6(of) => Ipv6Addr::from_bits(of.to_bits() & u128::MAX.checked_shl(128 - self.1).unwrap_or(0)).into(),
        }
    }
}

fn in_cidr(args: &[ArrayRef]) -> Result<ArrayRef> {
    let nets = texts(args, 1)?;
    let mut last: Option<(String, Net)> = None;
    let mut net_of = |row: usize| -> Result<Option<Net>> {
        if nets.is_null(row) {
            return Ok(None);
        }
        let text = nets.value(row);
        if let Some((known, net)) = &last
            && known == text
        {
            return Ok(Some(*net));
        }
        let Some(net) = Net::parse(text) else { return exec_err!("in_cidr: `{text}` is no network, as 10.0.0.0/8 or 2001:db8::/32") };
        last = Some((text.to_owned(), net));
        Ok(Some(net))
    };
    let inside = |net: Net, text: &str| text.parse().is_ok_and(|address| net.holds(address));
    if let Some(lists) = args.first().and_then(|array| array.as_list_opt::<i32>()) {
        let mut to = BooleanBuilder::new();
        for row in 0..lists.len() {
            match net_of(row)? {
                Some(net) if !lists.is_null(row) => {
                    let items = texts(&[lists.value(row)], 0)?;
                    to.append_value(items.iter().flatten().any(|text| inside(net, text)));
                }
                _ => to.append_null(),
            }
        }
        return Ok(Arc::new(to.finish()));
    }
    let addresses = texts(args, 0)?;
    let answer = |row: usize| -> Result<Option<bool>> {
        let net = net_of(row)?;
        Ok(if addresses.is_null(row) { None } else { net.map(|net| inside(net, addresses.value(row))) })
    };
    Ok(Arc::new((0..addresses.len()).map(answer).collect::<Result<BooleanArray>>()?))
}

fn subnet(args: &[ArrayRef]) -> Result<ArrayRef> {
    let (addresses, bits) = (texts(args, 0)?, ints(args, 1)?);
    let wide = if args.len() > 2 { Some(ints(args, 2)?) } else { None };
    Ok(text_rows(addresses.len(), |row| {
        let address: IpAddr = addresses.is_valid(row).then(|| addresses.value(row).parse().ok())??;
        let bits = match (&wide, address) {
            (Some(wide), IpAddr::V6(_)) => wide.is_valid(row).then(|| wide.value(row))?,
            _ => bits.is_valid(row).then(|| bits.value(row))?,
        };
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = u32::try_from(bits).ok().filter(|bits| *bits <= most)?;
        Some(format!("{}/{bits}", shown(Net(address, bits).start())))
    }))
}

fn port_name(args: &[ArrayRef]) -> Result<ArrayRef> {
    let ports = ints(args, 0)?;
    let name = |row: usize| proto::service(u16::try_from(ports.value(row)).ok()?).map(str::to_owned);
    Ok(text_rows(ports.len(), |row| ports.is_valid(row).then(|| name(row))?))
}

fn proto_name(args: &[ArrayRef]) -> Result<ArrayRef> {
    let numbers = ints(args, 0)?;
    Ok(text_rows(numbers.len(), |row| numbers.is_valid(row).then(|| u8::try_from(numbers.value(row)).ok().map(flow::table::name))?))
}

fn mac_vendor(args: &[ArrayRef]) -> Result<ArrayRef> {
    static VENDORS: LazyLock<Vendors> = LazyLock::new(Vendors::of_this_machine);
    let addresses = texts(args, 0)?;
    let name = |text: &str| {
        let mut mac = [0; 6];
        let mut parts = text.split([':', '-']);
        for byte in &mut mac {
            *byte = u8::from_str_radix(parts.next()?, 16).ok()?;
        }
        VENDORS.name(mac).map(str::to_owned)
    };
    Ok(text_rows(addresses.len(), |row| addresses.is_valid(row).then(|| name(addresses.value(row)))?))
}

fn community_id(args: &[ArrayRef]) -> Result<ArrayRef> {
    let (from, to) = (texts(args, 0)?, texts(args, 2)?);
    let (from_port, to_port, number) = (ints(args, 1)?, ints(args, 3)?, ints(args, 4)?);
    let octets = |text: &str| -> Option<Vec<u8>> {
        Some(match text.parse().ok()? {
            IpAddr::V4(of) => of.octets().to_vec(),
            IpAddr::V6(of) => of.octets().to_vec(),
        })
    };
    Ok(text_rows(from.len(), |row| {
        let there = from.is_valid(row) && to.is_valid(row) && from_port.is_valid(row) && to_port.is_valid(row) && number.is_valid(row);
        if !there {
            return None;
        }
        let (a, b) = (octets(from.value(row))?, octets(to.value(row))?);
        let ports = [u16::try_from(from_port.value(row)).ok()?, u16::try_from(to_port.value(row)).ok()?];
        Some(conn::community(&a, &b, u8::try_from(number.value(row)).ok()?, ports))
    }))
}

fn hex(args: &[ArrayRef]) -> Result<ArrayRef> {
    let all = bytes(args, 0)?;
    Ok(text_rows(all.len(), |row| {
        all.is_valid(row).then(|| {
            let mut out = Vec::new();
            pktlab::text::bytes(all.value(row), &mut out);
            String::from_utf8_lossy(&out).into_owned()
        })
    }))
}

fn entropy(args: &[ArrayRef]) -> Result<ArrayRef> {
    let all = bytes(args, 0)?;
    let of = |bytes: &[u8]| {
        let mut counts = [0usize; 256];
        bytes.iter().for_each(|byte| counts[*byte as usize] += 1);
        let len = bytes.len() as f64;
        // Not `-sum`: that of none would be -0.
        counts.iter().filter(|count| **count > 0).map(|count| *count as f64 / len).map(|share| share * (1.0 / share).log2()).sum::<f64>()
    };
    Ok(Arc::new(all.iter().map(|bytes| bytes.map(of)).collect::<Float64Array>()))
}

/// Text whose order is that of addresses: IPv4, then IPv6, then what is none. (Text and not bytes: a window's order may be text.)
pub fn sortable(text: &str) -> String {
    match text.parse() {
        Ok(IpAddr::V4(of)) => format!("4{:08x}", of.to_bits()),
        Ok(IpAddr::V6(of)) => format!("6{:032x}", of.to_bits()),
        Err(_) => format!("7{text}"),
    }
}

fn address(args: &[ArrayRef]) -> Result<ArrayRef> {
    let all = texts(args, 0)?;
    Ok(text_rows(all.len(), |row| all.is_valid(row).then(|| sortable(all.value(row)))))
}

fn address_text(args: &[ArrayRef]) -> Result<ArrayRef> {
    let all = texts(args, 0)?;
    let text = |text: &str| match text.split_at_checked(1)? {
        ("4", digits) => u32::from_str_radix(digits, 16).ok().map(|bits| shown(Ipv4Addr::from_bits(bits).into())),
        ("6", digits) => u128::from_str_radix(digits, 16).ok().map(|bits| shown(Ipv6Addr::from_bits(bits).into())),
        ("7", text) => Some(text.to_owned()),
        _ => None,
    };
    Ok(text_rows(all.len(), |row| all.is_valid(row).then(|| text(all.value(row)))?))
}

/// An address as the columns have it: `2001:DB8::0:1` is `2001:db8::1`; other text as it is.
pub fn canonical(text: &str) -> String {
    text.parse::<IpAddr>().map_or_else(|_| text.to_owned(), shown)
}

/// An address as the columns have it.
fn shown(address: IpAddr) -> String {
    let mut out = Vec::new();
    match address {
        IpAddr::V4(of) => pktlab::text::ip4(of.octets(), &mut out),
        IpAddr::V6(of) => pktlab::text::ip6(of.octets(), &mut out),
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts_of(all: &[Option<&str>]) -> ArrayRef {
        Arc::new(all.iter().copied().collect::<StringViewArray>())
    }

    #[test]
    fn networks_hold_addresses() {
        let holds = |net: &str, address: &str| Net::parse(net).unwrap().holds(address.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.255.0.1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "255.255.255.255"));
        assert!(!holds("0.0.0.0/0", "::1"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1"));
        assert!(holds("::/0", "ffff::"));
        assert!(holds("10.0.0.1", "10.0.0.1"));
        assert_eq!(Net::parse("10.0.0.0/33"), None);
        assert_eq!(Net::parse("ten/8"), None);
    }

    #[test]
    fn unknown_is_neither_inside_nor_outside() {
        let nets = texts_of(&[Some("10.0.0.0/8"), Some("10.0.0.0/8"), None]);
        let answer = in_cidr(&[texts_of(&[Some("10.1.1.1"), None, Some("10.1.1.1")]), nets]).unwrap();
        assert_eq!(answer.as_boolean().iter().collect::<Vec<_>>(), [Some(true), None, None]);
    }

    #[test]
    fn addresses_sort_as_numbers() {
        let mut all = ["10.0.0.10", "::1", "10.0.0.9", "fe80::1", "9.9.9.9", "nobody"];
        all.sort_by_key(|text| sortable(text));
        assert_eq!(all, ["9.9.9.9", "10.0.0.9", "10.0.0.10", "::1", "fe80::1", "nobody"]);
        let back = address_text(&[address(&[texts_of(&[Some("10.0.0.9"), Some("2001:db8::1"), Some("x"), None])]).unwrap()]).unwrap();
        assert_eq!(back.as_string_view().iter().collect::<Vec<_>>(), [Some("10.0.0.9"), Some("2001:db8::1"), Some("x"), None]);
    }

    #[test]
    fn entropy_is_in_bits_a_byte() {
        let all: ArrayRef = Arc::new(BinaryArray::from_vec(vec![b"aaaa", b"ab", b"", &(0..=255).collect::<Vec<u8>>()]));
        let answer = entropy(&[all]).unwrap();
        assert_eq!(answer.as_primitive::<datafusion::arrow::datatypes::Float64Type>().values(), &[0.0, 1.0, 0.0, 8.0]);
    }

    #[test]
    fn a_network_of_an_address_has_its_bits_only() {
        let addresses = texts_of(&[Some("10.1.2.3"), Some("2001:db8:1:2::3"), Some("10.1.2.3")]);
        let bits: ArrayRef = Arc::new(Int64Array::from(vec![24, 24, 40]));
        let wide: ArrayRef = Arc::new(Int64Array::from(vec![48, 48, 48]));
        let answer = subnet(&[addresses, bits, wide]).unwrap();
        assert_eq!(answer.as_string_view().iter().collect::<Vec<_>>(), [Some("10.1.2.0/24"), Some("2001:db8:1::/48"), None]);
    }

    #[test]
    fn community_ids_are_those_of_the_specification() {
        // From the specification's baseline: 128.232.110.120:34855 to 66.35.250.204:80, TCP.
        let (a, b) = (texts_of(&[Some("128.232.110.120")]), texts_of(&[Some("66.35.250.204")]));
        let int = |n: i64| Arc::new(Int64Array::from(vec![n])) as ArrayRef;
        let answer = community_id(&[a, int(34855), b, int(80), int(6)]).unwrap();
        assert_eq!(answer.as_string_view().value(0), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
    }
}
