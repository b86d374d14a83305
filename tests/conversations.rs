//! Conversations of programs that are not ours, in a network namespace: captured by `pkt sniff` and decoded, the decode says which
//! method, topic, subject and value they were about.

use crate::live::Sniff;
use crate::netns::Net;
use crate::traffic::python_with;
use std::path::Path;

/// Runs a script on the namespace's loopback with a capture beside it, and gives what the fields of the packets say, joined by `|`,
/// without the packets that have none of them.
fn told(script: &str, python: &Path, known: &[&str], fields: &[&str]) -> Option<Vec<String>> {
    let net = Net::new("a", "")?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("talk.pcapng");
    let file = file.to_str().unwrap();
    let sniff =
        Sniff::start(net.command('a', env!("CARGO_BIN_EXE_pkt"), &["sniff", "-i", "lo", "-w", file]).stdout(std::process::Stdio::piped()));
    let out = net.command('a', python.to_str().unwrap(), &["-c", script]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(sniff.stop().status.code(), Some(0));
    let mut read = crate::traffic::pkt(&["read", file, "-2", "-T", "fields", "-E", "separator=|"]);
    for field in fields {
        read.args(["-e", field]);
    }
    for rule in known {
        read.args(["-d", rule]);
    }
    let out = read.output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    Some(text.lines().filter(|line| line.chars().any(|sign| sign != '|')).map(str::to_owned).collect())
}

/// redis-py and redis-server, in both versions of the protocol: a queue, and a topic with its subscriber.
#[test]
fn of_redis_py() {
    let Some(python) = python_with("redis") else { return };
    if !crate::installed("redis-server") {
        return;
    }
    let script = r#"
import redis, subprocess, tempfile, time
with tempfile.TemporaryDirectory() as folder:
    server = subprocess.Popen(['redis-server', '--save', '', '--dir', folder, '--port', '6379'], stdout=subprocess.DEVNULL)
    try:
        for protocol in 2, 3:
            client = redis.Redis('127.0.0.1', protocol=protocol)
            for _ in range(600):
                try: client.ping(); break
                except redis.ConnectionError: time.sleep(0.1)
            client.delete('tasks', 'weather')
            client.rpush('tasks', 'first', b'\x00\xff')
            assert list(client.blpop('tasks', 5)) == [b'tasks', b'first']
            assert client.hset('weather', mapping={'rain': 7}) == 1
            assert client.hgetall('weather') == {b'rain': b'7'}
            heard = client.pubsub()
            heard.subscribe('news')
            assert heard.get_message(timeout=5)['type'] == 'subscribe'
            assert client.publish('news', 'it rains') == 1
            assert heard.get_message(timeout=5)['data'] == b'it rains'
            client.close()
    finally:
        server.terminate(); server.wait()
"#;
    let fields = ["resp.bulk_string.value", "resp.integer", "resp.map"];
    let Some(said) = told(script, &python, &[], &fields) else { return };
    let hex = |words: &[&str]| {
        words.iter().map(|word| word.bytes().map(|b| format!("{b:02x}")).collect::<String>()).collect::<Vec<_>>().join(",")
    };
    let times = |line: &str| said.iter().filter(|own| *own == line).count();
    let strings = |words: &[&str]| format!("{}||", hex(words));
    assert_eq!(times(&format!("{},00ff||", hex(&["RPUSH", "tasks", "first"]))), 2, "{said:#?}");
    assert_eq!(times(&strings(&["BLPOP", "tasks", "5"])), 2, "{said:#?}");
    assert_eq!(times(&strings(&["tasks", "first"])), 2, "{said:#?}");
    assert_eq!(times(&strings(&["PUBLISH", "news", "it rains"])), 2, "{said:#?}");
    assert_eq!(times(&strings(&["message", "news", "it rains"])), 2, "an array, and a push: {said:#?}");
    // The second version's pairs are an array, the third's a map.
    assert_eq!((times(&strings(&["rain", "7"])), times(&format!("{}||1", hex(&["rain", "7"])))), (1, 1), "{said:#?}");
}

/// pyzmq on both sides: a topic with its subscriber, and a task.
#[test]
fn of_pyzmq() {
    let Some(python) = python_with("zmq") else { return };
    let script = r#"
import zmq
context = zmq.Context()
pub, push = context.socket(zmq.XPUB), context.socket(zmq.PUSH)
pub.bind('tcp://127.0.0.1:5556'); push.bind('tcp://127.0.0.1:5557')
sub, pull = context.socket(zmq.SUB), context.socket(zmq.PULL)
sub.subscribe('weather.'); sub.connect('tcp://127.0.0.1:5556'); pull.connect('tcp://127.0.0.1:5557')
for s in pub, push, sub, pull: s.setsockopt(zmq.RCVTIMEO, 60000)
assert pub.recv() == b'\x01weather.'
pub.send_multipart([b'sport.news', b'nobody asked'])
pub.send_multipart([b'weather.north', b'rain'])
assert sub.recv_multipart() == [b'weather.north', b'rain']
push.send(b'a task')
assert pull.recv() == b'a task'
context.destroy(1000)
"#;
    let Some(said) = told(script, &python, &[], &["zmtp.frame.body"]) else { return };
    let has = |text: &str| said.iter().any(|line| line.contains(&text.bytes().map(|b| format!("{b:02x}")).collect::<String>()));
    assert!(has("weather.north") && has("rain") && has("a task"), "{said:#?}");
    assert!(!has("sport.news"), "what nobody subscribed to is not sent: {said:#?}");
}

/// The standard library's clients and servers.
#[test]
fn of_python() {
    let script = r#"
import http.server, smtplib, socketserver, threading, urllib.request, xmlrpc.client, xmlrpc.server
def serve(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        self.send_response(404 if self.path == '/none' else 200)
        self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
        for part in b'one ', b'page', b'': self.wfile.write(b'%x\r\n%s\r\n' % (len(part), part))
    def log_message(self, *words): pass
port = serve(http.server.HTTPServer(('127.0.0.1', 8080), Page))
assert urllib.request.urlopen(f'http://127.0.0.1:{port}/a?b=c').read() == b'one page'
calls = xmlrpc.server.SimpleXMLRPCServer(('127.0.0.1', 8081), logRequests=False)
calls.register_function(lambda n: 2 * n, 'double')
serve(calls)
assert xmlrpc.client.ServerProxy('http://127.0.0.1:8081').double(21) == 42
class Mail(socketserver.StreamRequestHandler):
    def handle(self):
        say = lambda line: self.wfile.write(line + b'\r\n')
        say(b'220 here')
        body = False
        for line in self.rfile:
            if body:
                body = line != b'.\r\n'
                if not body: say(b'250 taken')
            elif line.upper().startswith(b'DATA'): body = True; say(b'354 go on')
            elif line.upper().startswith(b'QUIT'): say(b'221 bye'); return
            else: say(b'250 well')
serve(socketserver.ThreadingTCPServer(('127.0.0.1', 2525), Mail))
with smtplib.SMTP('127.0.0.1', 2525) as mail:
    mail.sendmail('me@example.com', ['you@example.com'], 'Subject: Greetings\r\nFrom: me@example.com\r\n\r\nA mail\r\n')
"#;
    let fields = [
        "http.request.method",
        "http.request.uri",
        "http.response.code",
        "http.file_data",
        "xmlrpc.methodname",
        "imf.subject",
        "smtp.req.command",
    ];
    let rules = ["tcp.port==8080,http", "tcp.port==8081,http", "tcp.port==2525,smtp"];
    let Some(said) = told(script, Path::new("python3"), &rules, &fields) else { return };
    let has = |wanted: &str| assert!(said.iter().any(|line| line.contains(wanted)), "{wanted}: {said:#?}");
    has("GET|/a?b=c|||||");
    has("||200|one page|||");
    has("POST|/RPC2||");
    has("|double||");
    has("|Greetings|");
    has("||||||mail");
}
