//! Interfaces, routes and neighbours, held against iproute2 in a network namespace of their own.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A bridge, a pair, a point-to-point interface; routes of all kinds; a rule. What a kernel may lack is left out.
const SETUP: &str = r"
echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode 2>/dev/null
set -e
ip link set lo up
ip link add left type veth peer name right
ip link add br0 type bridge
ip link set right master br0
ip link set left alias 'to the bridge'
ip link set left mtu 1400
ip addr add 10.1.0.1/24 dev left
ip addr add 10.1.0.4/24 dev left label left:1
ip addr add 2001:db8::1/64 dev left nodad
ip addr add fe80::2/64 dev right nodad
ip link set left up; ip link set right up; ip link set br0 up
ip link add link left name left.7 type vlan id 7 2>/dev/null || true
ip tuntap add mode tun point
ip addr add 10.2.0.1 peer 10.2.0.9/32 dev point
ip link set point up
ip route add 10.9.0.0/16 via 10.1.0.2 metric 50 mtu 1300
ip route add blackhole 10.66.0.0/16
ip route add unreachable 2001:db8:66::/48
ip route add 10.8.0.0/16 nexthop via 10.1.0.2 weight 1 nexthop via 10.1.0.3 weight 5
ip route add default via 10.1.0.3 table 100
ip rule add from 10.2.0.1 lookup 100
ip rule add fwmark 7 lookup 100
ip rule add from 10.3.0.0/16 iif left lookup 100
ip -6 route add 2001:db8:9::/48 via 2001:db8::2
ip neigh add 10.1.0.2 lladdr 02:00:00:00:00:02 dev left
ip neigh add 2001:db8::2 lladdr 02:00:00:00:00:12 dev left router
set +e
";

/// What a script prints in a namespace with these interfaces, with `$PKT` as the program; `None`, said, where that cannot be.
fn in_namespace(script: &str) -> Option<String> {
    let out =
        Command::new("unshare").args(["--net", "sh", "-c", &format!("{SETUP}{script}")]).env("PKT", env!("CARGO_BIN_EXE_pkt")).output();
    let out = match out {
        Ok(out) if out.status.success() => out,
        Ok(out) if String::from_utf8_lossy(&out.stderr).contains("Operation not permitted") => {
            eprintln!("skipped: a network namespace needs root");
            return None;
        }
        Ok(out) => panic!("{}", String::from_utf8_lossy(&out.stderr)),
        Err(_) => {
            eprintln!("skipped: unshare is missing");
            return None;
        }
    };
    Some(String::from_utf8(out.stdout).unwrap())
}

/// Several JSON texts, one behind the other.
fn values(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text).into_iter().map(Result::unwrap).collect()
}

/// Ours between two of iproute2's; asked again where the machine changed meanwhile.
fn both(theirs: &str, ours: &str) -> Option<(Value, Value)> {
    for _ in 0..10 {
        let all = values(&in_namespace(&format!("{theirs}; $PKT {ours}; {theirs}"))?);
        let [mut before, ours, mut after] = all.try_into().expect("three answers");
        without_clocks(&mut before);
        without_clocks(&mut after);
        if before == after {
            return Some((before, ours));
        }
    }
    panic!("the interfaces do not come to rest");
}

/// A bridge tells how its timers stand.
fn without_clocks(links: &mut Value) {
    for info in links.as_array_mut().into_iter().flatten().filter_map(|link| link.get_mut("linkinfo")?.as_object_mut()) {
        info.retain(|key, _| key == "info_kind");
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("an array")
}

#[test]
fn interfaces_are_those_of_ip_addr() {
    // By name: numbers of the other side of a pair are another's, and namespaces begin their numbers alike.
    let Some((theirs, ours)) = both("sleep 0.2; ip -j -d addr", "ifaces -T json") else { return };
    let theirs: Vec<Value> = list(&theirs).iter().filter(|link| link.get("ifname").is_some()).cloned().collect();
    let mut ours: Vec<Value> = list(&ours).iter().filter(|row| row.get("index").is_some()).cloned().collect();
    ours.sort_by_key(|row| row["index"].as_u64());
    assert!(theirs.len() >= 5, "{theirs:?}");
    assert_eq!(theirs.len(), ours.len());
    for (theirs, ours) in theirs.iter().zip(&ours) {
        let flag = |name: &str| list(&theirs["flags"]).contains(&json!(name));
        let addresses = |addresses: &Value, address: &str, prefix: &str, peer: &str| {
            let of = |a: &Value| format!("{} {} {} {}", a[address], a[prefix], a[peer], a["scope"]);
            list(addresses).iter().map(of).collect::<Vec<_>>()
        };
        let name = &ours["name"];
        assert_eq!(ours["index"], theirs["ifindex"], "{name}");
        assert_eq!(name, &theirs["ifname"]);
        assert_eq!(ours["mtu"], theirs["mtu"], "{name}");
        assert_eq!(ours["mac"], theirs["address"], "{name}");
        assert_eq!(ours["alias"], theirs["ifalias"], "{name}");
        assert_eq!(ours["state"], json!(theirs["operstate"].as_str().unwrap().to_lowercase()), "{name}");
        let kind = theirs["linkinfo"].get("info_kind").unwrap_or(&theirs["link_type"]);
        assert_eq!(&ours["kind"], kind, "{name}");
        for (ours_name, theirs_name) in [("up", "UP"), ("loopback", "LOOPBACK"), ("broadcast", "BROADCAST"), ("no_arp", "NOARP")] {
            assert_eq!(ours["flags"][ours_name], json!(flag(theirs_name)), "{name} {ours_name}");
        }
        assert_eq!(ours["flags"]["point_to_point"], json!(flag("POINTOPOINT")), "{name}");
        assert_eq!(
            addresses(&ours["addresses"], "address", "prefix", "peer"),
            addresses(&theirs["addr_info"], "local", "prefixlen", "address"),
            "{name}"
        );
        assert_eq!(ours["capture"]["allowed"], ours["flags"]["up"], "root may capture on what is up: {name}");
    }
    let master = ours.iter().find(|row| row["name"] == "right").map(|row| &row["master"]);
    assert_eq!(master, ours.iter().find(|row| row["name"] == "br0").map(|row| &row["index"]));
}

#[test]
fn routes_are_those_of_ip_route() {
    for family in ["-4", "-6"] {
        let Some((theirs, ours)) = both(&format!("ip -j -d {family} route show table all"), &format!("routes {family} --all -T json"))
        else {
            return;
        };
        let (theirs, ours) = (list(&theirs), list(&ours["routes"]));
        assert!(theirs.len() > 5, "{theirs:?}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let hop = |hop: &Value, interface: &str| format!("{} {} {}", text(&hop["gateway"]), text(&hop[interface]), hop["weight"]);
        let hops = |route: &Value, interface: &str| {
            let all = route["nexthops"].as_array();
            all.map(|all| all.iter().map(|one| hop(one, interface)).collect::<Vec<_>>().join(", ")).unwrap_or_default()
        };
        let number = |value: &Value| value.as_u64().unwrap_or(0);
        let own = ours.iter().map(|route| {
            let target = match (text(&route["destination"]), number(&route["prefix"])) {
                (address, 0) if address == "0.0.0.0" || address == "::" => "default".to_owned(),
                (address, prefix) if prefix == if family == "-4" { 32 } else { 128 } => address,
                (address, prefix) => format!("{address}/{prefix}"),
            };
            let words = ["type", "gateway", "interface", "source", "table", "protocol", "scope"].map(|key| text(&route[key]));
            format!(
                "{target} {} {} {} {} {}",
                words.join(" "),
                number(&route["metric"]),
                number(&route["mtu"]),
                hops(route, "interface"),
                route["flags"]
            )
        });
        let other = theirs.iter().map(|route| {
            let words = ["type", "gateway", "dev", "prefsrc", "table", "protocol", "scope"].map(|key| text(&route[key]));
            let mtu = route["metrics"].get(0).map_or(0, |metrics| number(&metrics["mtu"]));
            format!(
                "{} {} {} {mtu} {} {}",
                text(&route["dst"]),
                words.join(" "),
                number(&route["metric"]),
                hops(route, "dev"),
                route["flags"]
            )
        });
        let (own, other): (BTreeSet<String>, BTreeSet<String>) = (own.collect(), other.collect());
        assert_eq!(own, other);
    }
}

#[test]
fn rules_are_those_of_ip_rule() {
    for family in ["-4", "-6"] {
        let Some((theirs, ours)) = both(&format!("ip -j {family} rule"), &format!("routes {family} -T json")) else { return };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let ours = list(&ours["rules"]).iter().map(|rule| {
            let mark = rule["mark"].as_u64().map(|mark| format!("{mark:#x}"));
            (rule["priority"].clone(), text(&rule["from"]), text(&rule["iif"]), mark, text(&rule["table"]))
        });
        let theirs = list(&theirs).iter().map(|rule| {
            let from = text(&rule["src"]).filter(|from| from != "all");
            let from = from.map(|from| rule.get("srclen").map_or_else(|| from.clone(), |bits| format!("{from}/{bits}")));
            (rule["priority"].clone(), from, text(&rule["iif"]), text(&rule["fwmark"]), text(&rule["table"]))
        });
        let (ours, theirs): (Vec<_>, Vec<_>) = (ours.collect(), theirs.collect());
        assert_eq!(ours, theirs);
        assert!(ours.len() >= if family == "-4" { 6 } else { 2 }, "{ours:?}");
    }
}

#[test]
fn neighbours_are_those_of_ip_neigh() {
    let Some((theirs, ours)) = both("ip -j neigh", "routes -T json") else { return };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let ours = list(&ours["neighbours"])
        .iter()
        .map(|n| format!("{} {} {} {} {}", text(&n["address"]), text(&n["interface"]), text(&n["mac"]), text(&n["state"]), n["router"]));
    let theirs = list(&theirs).iter().map(|n| {
        let state = text(&n["state"][0]).to_lowercase();
        format!("{} {} {} {state} {}", text(&n["dst"]), text(&n["dev"]), text(&n["lladdr"]), n.get("router").is_some())
    });
    let (ours, theirs): (BTreeSet<String>, BTreeSet<String>) = (ours.collect(), theirs.collect());
    assert_eq!(ours, theirs);
    assert!(ours.contains("2001:db8::2 left 02:00:00:00:00:12 permanent true"), "{ours:?}");
}

#[test]
fn the_way_is_the_kernels() {
    // By table, by rule, by mark, by a limit; to a neighbour, to the machine itself, into a group.
    let asked = [
        ("10.1.0.77", ""),
        ("10.9.0.1", ""),
        ("10.1.0.1", ""),
        ("10.2.0.9", ""),
        ("127.0.0.1", ""),
        ("224.0.0.251", "oif left"),
        ("10.77.0.1", "from 10.2.0.1"),
        ("10.77.0.1", "mark 7"),
        ("2001:db8::77", ""),
        ("2001:db8:9::1", ""),
        ("fe80::1", "oif right"),
    ];
    let script = asked.map(|(to, limit)| {
        let ours = limit.replace("oif", "-i").replace("from", "--from").replace("mark", "--mark");
        format!("ip -j route get {to} {limit}; $PKT routes {to} {ours} -T json")
    });
    let Some(answers) = in_namespace(&script.join(";")) else { return };
    let answers = values(&answers);
    assert_eq!(answers.len(), 2 * asked.len());
    for (pair, asked) in answers.chunks(2).zip(asked) {
        let (theirs, ours) = (&pair[0][0], &pair[1]);
        assert_eq!(ours["to"], theirs["dst"], "{asked:?}");
        assert_eq!(ours["interface"], theirs["dev"], "{asked:?}");
        assert_eq!(ours["gateway"], theirs["gateway"], "{asked:?}");
        assert_eq!(ours["source"], *theirs.get("prefsrc").unwrap_or(&theirs["from"]), "{asked:?}");
        let table = theirs.get("table").cloned().unwrap_or_else(|| ours["table"].clone());
        assert_eq!(ours["table"], table, "{asked:?}");
    }
    let router = answers.iter().find(|answer| answer["to"] == "10.9.0.1").unwrap();
    assert_eq!((&router["mtu"], &router["neighbour"]["mac"]), (&json!(1300), &json!("02:00:00:00:00:02")));
}

#[test]
fn where_there_is_no_way_the_code_is_5() {
    let script = ["10.66.0.1", "2001:db8:66::1", "172.16.0.1"].map(|to| format!("$PKT routes {to} 2>&1; echo $?"));
    let Some(said) = in_namespace(&script.join(";")) else { return };
    let want = "no route to 10.66.0.1: a blackhole drops what is sent there\n5\n\
                no route to 2001:db8:66::1: No route to host\n5\n\
                no route to 172.16.0.1: Network is unreachable\n5\n";
    assert_eq!(said, want);
}

#[test]
fn numbers_are_those_of_sniff() {
    // libpcap's order goes by which interfaces are up, and a bridge takes its time: so ours stands between two of sniff's that are equal.
    let script = "for turn in $(seq 40); do \
                  before=$($PKT sniff -D | cut -d' ' -f1); rows=$($PKT ifaces -T json); after=$($PKT sniff -D | cut -d' ' -f1); \
                  [ \"$before\" = \"$after\" ] && break; sleep 0.1; done; \
                  echo \"$before\"; echo ---; echo \"$rows\"; echo ---; echo \"$after\"";
    let Some(said) = in_namespace(script) else { return };
    let [listed, rows, again] = said.split("---\n").collect::<Vec<_>>().try_into().expect("three answers");
    assert_eq!(listed, again, "the interfaces do not come to rest");
    let rows = values(rows).remove(0);
    assert!(listed.lines().count() >= 5, "{listed}");
    for line in listed.lines() {
        let (number, name) = line.split_once('.').unwrap();
        let row = list(&rows).iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(row["number"].to_string(), number, "{name}");
    }
}

#[test]
fn an_interface_that_is_not_there_is_code_2() {
    let out = Command::new(Path::new(env!("CARGO_BIN_EXE_pkt"))).args(["ifaces", "no-such-interface"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("there is no interface `no-such-interface`"));
}
