//! The README: its commands are run, and print what it says; its example is the one in `examples/`.

use std::path::Path;
use std::process::Command;

/// The blocks of that language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("\n```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap_or(rest)).collect()
}

/// Commands behind `$ `, each with what it prints.
fn commands(block: &str) -> Vec<(&str, String)> {
    let mut all: Vec<(&str, String)> = vec![];
    for line in block.lines() {
        match (line.strip_prefix("$ "), all.last_mut()) {
            (Some(command), _) => all.push((command, String::new())),
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => panic!("output without a command: {line}"),
        }
    }
    all
}

#[test]
fn commands_print_what_the_readme_says() {
    let (root, readme) = (Path::new(env!("CARGO_MANIFEST_DIR")), include_str!("../README.md"));
    let program = assert_cmd::cargo::cargo_bin!("pkt");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut run = 0;
    for (command, said) in blocks(readme, "console").into_iter().flat_map(commands) {
        if command.contains("| jq ") && !crate::installed("jq") {
            continue;
        }
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{{ {command}; }} 2>&1")]).current_dir(root).env("PATH", &path).env("XDG_CONFIG_HOME", "/nonexistent");
        let output = shell.env_remove("COLUMNS").output().unwrap();
        // Blanks at the ends do not survive editors.
        let printed: String = String::from_utf8_lossy(&output.stdout).lines().map(|line| format!("{}\n", line.trim_end())).collect();
        assert_eq!(printed.trim_end(), said.trim_end(), "$ {command}");
        run += 1;
    }
    assert!(run > 5, "{run} commands in the README");
}

#[test]
fn the_example_is_the_one_that_is_compiled() {
    let example = include_str!("../examples/read.rs");
    let shown = blocks(include_str!("../README.md"), "rust");
    assert!(shown.iter().any(|block| example.contains(block)), "examples/read.rs is not what the README shows");
}
