//! Rights that are given back when the interfaces are open, and the files the process is confined to.

use super::exit;
use super::term::Term;
use std::path::Path;

/// Becomes the user, and gives back all capabilities. `writes`: files will still be created, in folders that may be others'.
///
/// It is for the thread that calls and those it starts: call it before there are any.
#[cfg(all(unix, not(target_vendor = "apple")))]
pub(super) fn drop_rights(user: Option<&str>, writes: bool) -> anyhow::Result<()> {
    use anyhow::Context;
    use nix::unistd::{Uid, User, setgid, setgroups, setuid};
    if let Some(name) = user {
        let user = User::from_name(name).context("-Z")?.ok_or_else(|| exit::usage(format!("-Z: there is no user `{name}`")))?;
        if !Uid::effective().is_root() {
            return Err(exit::usage("-Z: only root can become another user"));
        }
        setgroups(&[user.gid]).and_then(|()| setgid(user.gid)).and_then(|()| setuid(user.uid)).context("-Z")?;
    }
    #[cfg(target_os = "linux")]
    {
        use caps::{CapSet, Capability, CapsHashSet};
        // Root without it could not write into another user's folder.
        let wanted: CapsHashSet = if writes && user.is_none() { [Capability::CAP_DAC_OVERRIDE].into() } else { CapsHashSet::new() };
        let had = caps::read(None, CapSet::Permitted).unwrap_or_default();
        let keep: CapsHashSet = wanted.intersection(&had).copied().collect();
        // The ambient and inheritable ones first: they cannot be more than the permitted.
        let _ = caps::clear(None, CapSet::Ambient);
        caps::set(None, CapSet::Inheritable, &CapsHashSet::new()).context("giving back capabilities")?;
        caps::set(None, CapSet::Effective, &keep).context("giving back capabilities")?;
        caps::set(None, CapSet::Permitted, &keep).context("giving back capabilities")?;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = writes;
    Ok(())
}

// Apple's setgroups leaves groups that a directory service knows of (setgroups(2)), so rights would only seem to be given back.
#[cfg(any(not(unix), target_vendor = "apple"))]
pub(super) fn drop_rights(user: Option<&str>, _writes: bool) -> anyhow::Result<()> {
    match user {
        Some(_) => Err(exit::usage("-Z: users cannot be changed on this system")),
        None => Ok(()),
    }
}

/// Confines this thread, and those it starts, to what a capture needs: reading the interfaces' counts and the time zones, writing
/// into the folder of the output where files come one after another. What is open stays open.
#[cfg(target_os = "linux")]
pub(super) fn confine(folder: Option<&Path>, term: &Term) {
    if let Err(error) = landlock(folder)
        && term.verbose > 0
    {
        term.say(&format!("note: not confined: {error}"));
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn confine(_folder: Option<&Path>, _term: &Term) {}

#[cfg(target_os = "linux")]
fn landlock(folder: Option<&Path>) -> Result<(), landlock::RulesetError> {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, path_beneath_rules};
    // Older kernels know less of it: what they know is done.
    let abi = ABI::V6;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let write = AccessFs::MakeReg | AccessFs::WriteFile | AccessFs::Truncate | AccessFs::RemoveFile | AccessFs::ReadFile;
    let rules = Ruleset::default().handle_access(AccessFs::from_all(abi))?.handle_access(AccessNet::from_all(abi))?.create()?;
    let rules = rules.add_rules(path_beneath_rules(["/sys", "/usr/share/zoneinfo", "/etc/localtime"], read))?;
    rules.add_rules(path_beneath_rules(folder, write))?.restrict_self()?;
    Ok(())
}
