//! Who may take part.

use crate::{Cluster, ends, program};
use arrow_flight::Ticket;
use arrow_flight::flight_service_client::FlightServiceClient;

const TOKEN: &str = "4f1d0a6b8c2e47d59b7a";

fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn without_the_token_nothing_is_answered() {
    let (right, wrong) = (file(&format!("{TOKEN}\n")), file("4f1d0a6b8c2e47d59b7b"));
    let path = |file: &tempfile::NamedTempFile| file.path().to_str().unwrap().to_owned();
    let (right, wrong) = (path(&right), path(&wrong));
    let cluster = Cluster::start(1, &["--token-file", &right]);
    let query = "SELECT src, count(*) AS n FROM 'captures/arp.pcap' GROUP BY 1 ORDER BY 1";
    let with = cluster.said(&[query, "-T", "csv"]);
    assert!(with.starts_with("src,n\n") && with.lines().count() > 1, "{with}");
    let args = ["sql", "--cluster", &cluster.address, query, "-T", "csv"];
    assert_eq!(ends(program(&args).env("PKT_CLUSTER_TOKEN", TOKEN)).1, with);
    for (token, says) in [(None, "wants a token"), (Some(&wrong), "wants another token")] {
        for words in [
            &["sql", "--cluster", &cluster.address, query][..],
            &["status", &cluster.address],
            &["executor", "--scheduler", &cluster.address],
        ] {
            let mut command = program(words);
            command.args(token.iter().flat_map(|token| ["--token-file", token]));
            let (code, stdout, stderr) = ends(&mut command);
            assert_eq!((code, stdout.as_str(), stderr.contains(says)), (Some(5), "", true), "{words:?}: {stderr}");
        }
    }
    // The results of an executor are not given to whoever comes, either.
    let (name, _) = &cluster.executors[0];
    let address = format!("http://{}", name.rsplit_once('-').unwrap().0);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let refused = runtime.block_on(async {
        let channel = tonic::transport::Endpoint::new(address).unwrap().connect().await.unwrap();
        let mut client = FlightServiceClient::new(channel);
        client.do_get(Ticket { ticket: b"x".to_vec().into() }).await.unwrap_err()
    });
    assert_eq!(refused.code(), tonic::Code::Unauthenticated);
}

#[test]
fn who_opens_the_door_is_told() {
    let mut scheduler = crate::Process::start(&mut program(&["scheduler", "--bind", "0.0.0.0", "--port", "0"]));
    scheduler.line("it warns", |line| line.starts_with("WARNING: 0.0.0.0: others reach this, and there is no token."));
    scheduler.line("it listens", |line| line.starts_with("scheduler: listening on 0.0.0.0:"));
    scheduler.signal(rustix::process::Signal::TERM);
    scheduler.line("it says that nothing is lost", |line| line == "scheduler: stopped");
    assert_eq!(scheduler.code(), Some(0));
    let short = file("short");
    let (code, _, stderr) = ends(&mut program(&["scheduler", "--port", "0", "--token-file", short.path().to_str().unwrap()]));
    assert_eq!((code, stderr.contains("a token is at least 16")), (Some(3), true), "{stderr}");
    let (code, _, stderr) = ends(&mut program(&["executor", "--bind", "0.0.0.0", "--scheduler", "127.0.0.1:1"]));
    assert_eq!((code, stderr.contains("--host NAME")), (Some(3), true), "{stderr}");
}
