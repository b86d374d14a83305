//! `pkt sql` hands over to a program that is built apart, or says how it is had. Its answers are tested beside it, in crates/sql.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// `pkt` in a folder of its own, where nothing else lies beside it.
fn alone() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join(format!("pkt{}", std::env::consts::EXE_SUFFIX));
    std::fs::hard_link(env!("CARGO_BIN_EXE_pkt"), &path).or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_pkt"), &path).map(drop)).unwrap();
    (folder, path)
}

/// Runs it where no program is to be found but in these folders.
fn run(pkt: &Path, paths: &Path, args: &[&str]) -> Output {
    Command::new(pkt).args(args).env("PATH", paths).env("HOME", paths.join("nobody")).output().unwrap()
}

#[test]
fn without_the_program_it_says_how_to_get_it() {
    let (folder, pkt) = alone();
    for args in [["sql", "SELECT 1"], ["sql", "--help"]] {
        let output = run(&pkt, &folder.path().join("empty"), &args);
        let beside = folder.path().canonicalize().unwrap();
        let expected = format!(
            "pkt sql needs the program pkt-sql, which is neither in {} nor in PATH.\n\
             It is built apart, as it brings a whole query engine: run `make sql` in Pktlab's source.",
            beside.display()
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&expected), "{said}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0));
    }
}

#[test]
fn without_the_cluster_s_program_too() {
    let (folder, pkt) = alone();
    for (args, verb) in [
        (&["cluster", "scheduler"][..], "cluster"),
        (&["cluster", "--help"], "cluster"),
        (&["sql", "--cluster", "localhost:1", "SELECT 1"], "sql --cluster"),
        (&["sql", "SELECT 1", "--cluster=localhost:1"], "sql --cluster"),
    ] {
        let output = run(&pkt, &folder.path().join("empty"), args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&format!("pkt {verb} needs the program pkt-cluster, which is neither in ")), "{said}");
        assert!(said.contains("run `make cluster` in"), "{said}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0));
    }
}

#[test]
#[cfg(unix)]
fn with_it_the_arguments_are_handed_over() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, pkt) = alone();
    let stand_in_for = |program: &str, folder: &Path, name: &str| {
        std::fs::create_dir_all(folder).unwrap();
        let path = folder.join(program);
        std::fs::write(&path, format!("#!/bin/sh\necho {name}\nfor word; do echo \"[$word]\"; done\nexit 7\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    let stand_in = |folder: &Path, name: &str| stand_in_for("pkt-sql", folder, name);
    let said = |output: Output| (String::from_utf8(output.stdout).unwrap(), output.status.code());
    let path = folder.path().join("bin");
    stand_in(&path, "path");
    let words = ["-q", "-v", "sql", "SELECT count(*) FROM 'a b.pcap'", "-T", "csv", "--", "-"];
    let handed = "[--quiet]\n[--verbose]\n[SELECT count(*) FROM 'a b.pcap']\n[-T]\n[csv]\n[--]\n[-]\n";
    assert_eq!(said(run(&pkt, &path, &words)), (format!("path\n{handed}"), Some(7)));
    // What lies beside pkt was built with it, and comes before what is installed.
    stand_in(folder.path(), "beside");
    assert_eq!(said(run(&pkt, &path, &words)), (format!("beside\n{handed}"), Some(7)));
    assert_eq!(said(run(&pkt, &path, &["sql", "--help"])), ("beside\n[--help]\n".to_owned(), Some(7)));
    // A cluster is another program's.
    stand_in_for("pkt-cluster", folder.path(), "cluster");
    let words = ["-q", "sql", "--cluster", "a:1", "SELECT 1"];
    assert_eq!(said(run(&pkt, &path, &words)), ("cluster\n[sql]\n[--quiet]\n[--cluster]\n[a:1]\n[SELECT 1]\n".to_owned(), Some(7)));
    let words = ["-v", "cluster", "status", "a:1", "--json"];
    assert_eq!(said(run(&pkt, &path, &words)), ("cluster\n[--verbose]\n[status]\n[a:1]\n[--json]\n".to_owned(), Some(7)));
    assert_eq!(said(run(&pkt, &path, &["sql", "SELECT 1", "--", "--cluster"])).0, "beside\n[SELECT 1]\n[--]\n[--cluster]\n");
}
