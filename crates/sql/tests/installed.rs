//! What the tests of both programs need of a machine.

/// True where a program is installed; on a machine that must have it, it has to be.
pub(crate) fn installed(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).any(|folder| folder.join(program).is_file());
    assert!(found || std::env::var_os("CI").is_none(), "{program} is not installed, and may not be missing here");
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}
