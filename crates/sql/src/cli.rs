//! What `pkt sql` does: arguments, results, signals, exit codes.

use crate::column::{self, USUAL, column_name};
use crate::convert::{By, Folder};
use crate::index::Index;
use crate::names;
use crate::output::{Format, Sink};
use crate::plot::Plot;
use crate::prompt::{Prompt, Read};
use crate::scan::Done;
use crate::session::{Error, Session, Settings, expand};
use clap::{Parser, ValueEnum, ValueHint};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::DataFusionError;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, execute_stream};
use datafusion::sql::parser::Statement;
use futures::StreamExt;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How the program ends; the same numbers as all of `pkt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Code {
    /// It went well.
    Ok = 0,
    /// The query, an option.
    Usage = 2,
    /// A file, an output, a fault of the program.
    File = 3,
    /// No answer from the cluster.
    Network = 5,
    /// Stopped by a signal.
    Interrupted = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> ExitCode {
        ExitCode::from(code as u8)
    }
}

/// SQL over captures
#[derive(Debug, Parser)]
#[command(
    name = "pkt sql",
    version,
    after_long_help = "\
The tables are packets (every field is a column: ip.src is ip_src, and may be written ip.src), flows, handshakes, dns, http and tls:
SHOW TABLES and DESCRIBE list them and their columns. Captures are named behind the query, or in it; a file in quotes is a table
of packets. `SELECT *` shows the usual columns, and those that the query names.

A field that a packet may have several times is a list (ip_addr, dns_a); of others it is the first, which is the outermost:
ip_src_all is the list of all, dns_a_first the first of the list. Addresses compare and sort as addresses. frame_number, tcp_stream
and the like count in each file.

Functions besides DataFusion's: in_cidr(address, '10.0.0.0/8'), subnet(address, 24), port_name(port), proto_name(number),
mac_vendor(mac), community_id(src, srcport, dst, dstport, proto), hex(bytes), entropy(bytes), display_filter('tcp.port == 80').

Examples:
  pkt sql \"SELECT src, count(*), sum(frame_len) FROM 'captures/*.pcap' GROUP BY 1 ORDER BY 3 DESC LIMIT 10\"
  pkt sql \"SELECT file, count(*) FROM packets WHERE tcp.flags.syn AND NOT tcp.flags.ack GROUP BY file\" a.pcap b.pcapng
  pkt sql \"SELECT server, verdict, count(*), avg(rtt) FROM handshakes GROUP BY 1, 2\" captures/ -T json
  pkt sql \"SELECT name, count(*) FROM dns('a.pcap') WHERE NOT response GROUP BY 1 ORDER BY 2 DESC\"
  pkt sql --index big.pcapng                       # so that it can be read in parts, and asked of times at once
  pkt sql --convert a.parquet a.pcap               # for DuckDB, Spark, ClickHouse
  pkt sql a.pcap                                   # without a query: a prompt"
)]
pub struct Args {
    /// The query, then capture files, folders, patterns; `-` is standard input. Without a query: a prompt
    #[arg(value_name = "QUERY | FILE", value_hint = ValueHint::FilePath)]
    operands: Vec<String>,
    /// Read the query from a file
    #[arg(short = 'f', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,

    /// The view of the result
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table", help_heading = "Output")]
    format: Format,
    /// Write the result into a file, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Draw a result of two columns in the terminal: bars, or a series over time or numbers
    #[arg(long, help_heading = "Output", conflicts_with = "output")]
    plot: bool,
    /// Draw it as a picture
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath, conflicts_with = "output")]
    svg: Option<PathBuf>,
    /// Write the packets of captures, or a query's result, as Parquet (zstd): a file, or with --partition-by a folder
    #[arg(long, value_name = "PATH", help_heading = "Output", value_hint = ValueHint::FilePath, conflicts_with_all = ["output", "format", "plot", "svg"])]
    convert: Option<PathBuf>,
    /// With --convert: these columns, or `all` fields [default: the usual ones of SELECT *]
    #[arg(long, value_name = "NAMES", help_heading = "Output", value_delimiter = ',', requires = "convert")]
    columns: Vec<String>,
    /// With --convert: a folder of files, divided by this
    #[arg(long, value_name = "WHAT", help_heading = "Output", requires = "convert")]
    partition_by: Option<By>,

    /// Of fields that a packet has several times, tell only the first: no lists
    #[arg(long, help_heading = "Input")]
    first: bool,
    /// Leave out files that are no captures; of broken ones take what can be read. Both are said
    #[arg(long, help_heading = "Input")]
    skip_bad: bool,
    /// Make an index beside each capture (FILE.pktidx), in one walk over its records
    #[arg(long, help_heading = "Input", conflicts_with_all = ["file", "output"])]
    index: bool,

    /// Threads, and parts read side by side [default: one for each processor]
    #[arg(long, value_name = "N", help_heading = "Work", value_parser = clap::value_parser!(u16).range(1..=1024))]
    partitions: Option<u16>,
    /// Divide captures into parts of at most so many bytes, as 64M [default: what the threads share, at most 128M]
    #[arg(long, value_name = "BYTES", help_heading = "Work", value_parser = bytes)]
    split: Option<u64>,
    /// Memory for sorting, grouping and joining, as 500M; more goes to the disk [default: half of the machine's]
    #[arg(long, value_name = "BYTES", help_heading = "Work", value_parser = bytes)]
    memory: Option<u64>,

    /// Ask a cluster, whose scheduler is there (pkt cluster --help); it reads the files by the same names
    #[arg(long, value_name = "HOST:PORT", help_heading = "Cluster", conflicts_with_all = ["index", "memory"])]
    pub cluster: Option<String>,
    /// The cluster's token [default: PKT_CLUSTER_TOKEN, or none]
    #[arg(long, value_name = "FILE", help_heading = "Cluster", value_hint = ValueHint::FilePath)]
    pub token_file: Option<PathBuf>,

    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto", alias = "colour", help_heading = "For every verb")]
    color: When,
    /// Say nothing on stderr but errors
    #[arg(short, long, help_heading = "For every verb")]
    quiet: bool,
    /// Say more on stderr
    #[arg(short, long, help_heading = "For every verb", action = clap::ArgAction::Count)]
    verbose: u8,
}

impl Args {
    /// True where only errors are to be said.
    pub fn quiet(&self) -> bool {
        self.quiet
    }

    /// How much more is to be said.
    pub fn verbose(&self) -> u8 {
        self.verbose
    }

    /// True where the number of partitions was given.
    pub fn divided(&self) -> bool {
        self.partitions.is_some()
    }
}

/// Whether there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// In a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// A number of bytes: `500M`, `2GiB`, `4096`.
///
/// # Errors
/// Where it is none.
pub fn bytes(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no number of bytes, as 500M or 2G");
    let lower = text.trim().to_ascii_lowercase();
    let number = lower.trim_end_matches("ib").trim_end_matches('b');
    let (number, shift) = match number.chars().last() {
        Some('k') => (number.trim_end_matches('k'), 10),
        Some('m') => (number.trim_end_matches('m'), 20),
        Some('g') => (number.trim_end_matches('g'), 30),
        Some('t') => (number.trim_end_matches('t'), 40),
        _ => (number, 0),
    };
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    let bytes = number * (1u64 << shift) as f64;
    if (1.0..1e18).contains(&bytes) { Ok(bytes as u64) } else { Err(wrong()) }
}

/// Where sessions come from: this process, or a cluster.
pub trait Engine {
    /// A session with these settings.
    ///
    /// # Errors
    /// Where there can be none.
    fn session(&self, settings: Settings) -> impl Future<Output = Result<Session, Error>>;

    /// Who did the work, for `--verbose`.
    fn account(&self) -> impl Future<Output = Option<String>> {
        std::future::ready(None)
    }

    /// Whoever else works for our queries stops; what is to be said of it.
    fn cancel(&self) -> impl Future<Output = Option<String>> {
        std::future::ready(None)
    }
}

/// This process.
pub struct Here;

/// This process, which is asked for a cluster: that takes another program.
pub struct Elsewhere;

impl Engine for Elsewhere {
    async fn session(&self, _: Settings) -> Result<Session, Error> {
        Err(Error::Query("--cluster: pkt-cluster does this, not pkt-sql; `pkt sql --cluster ...` runs it".to_owned()))
    }
}

impl Engine for Here {
    async fn session(&self, settings: Settings) -> Result<Session, Error> {
        Session::new(settings)
    }
}

/// Says what is wrong with the arguments, or what help was asked for.
pub fn refuse(error: &clap::Error) -> Code {
    match error.print() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Code::File,
        _ if error.use_stderr() => Code::Usage,
        _ => Code::Ok,
    }
}

/// No panic message reaches a user: one sentence that says it is our fault, and exit code 3.
pub fn explain_panics() {
    std::panic::set_hook(Box::new(|info| {
        let message = info.payload().downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| info.payload().downcast_ref::<&str>().copied()).unwrap_or("no message");
        if message.contains("Broken pipe") {
            std::process::exit(Code::Ok as i32);
        }
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let message = message.lines().next().unwrap_or_default();
        say(&format!("this is a bug in pkt-sql {}, please report it with what you did: {message}{place}", env!("CARGO_PKG_VERSION")));
        std::process::exit(Code::File as i32);
    }));
}

/// A line on stderr.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Runs the program.
pub fn run(args: Args, engine: &impl Engine) -> Code {
    let threads = args.partitions.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    // One more than work: who reads standard input may wait for long, and signals are to be heard meanwhile.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads + 1).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("error: {error}"));
            return Code::File;
        }
    };
    let code = runtime.block_on(async {
        let mut program = match Program::new(args, threads, engine).await {
            Ok(program) => program,
            Err(error) => return report(&error),
        };
        // At the prompt Ctrl-C ends a query, not the program.
        if program.queries.is_empty() && !program.args.index {
            return program.run().await;
        }
        let done = program.session.done.clone();
        let (quiet, verbose) = (program.args.quiet, program.args.verbose);
        // They are heard before anything is written.
        let mut signals = Signals::new();
        // What hangs, as where nobody takes what is written, ends as well.
        let mut late = Signals::new();
        tokio::spawn(async move {
            late.next().await;
            tokio::time::sleep(GRACE).await;
            std::process::exit(Code::Interrupted as i32);
        });
        tokio::select! {
            code = program.run() => {
                if verbose > 0 && let Some(text) = engine.account().await {
                    say(&text);
                }
                code
            }
            () = signals.next() => {
                done.stop();
                let said = tokio::select! {
                    said = engine.cancel() => said,
                    () = signals.next() => None,
                };
                if !quiet {
                    say(&said.unwrap_or_else(|| format!("stopped: {} packets read", done.packets.load(Relaxed))));
                }
                Code::Interrupted
            }
        }
    });
    // What still reads is left alone: nothing of it is wanted.
    runtime.shutdown_background();
    code
}

/// So long a program that was stopped may take to its end.
const GRACE: Duration = Duration::from_secs(10);

/// SIGINT and SIGTERM, from now on.
struct Signals([Option<Signal>; 2]);

impl Signals {
    fn new() -> Signals {
        Signals([SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()))
    }

    /// Returns at the next.
    async fn next(&mut self) {
        std::future::poll_fn(|cx| {
            let come = self.0.iter_mut().flatten().any(|signal| signal.poll_recv(cx).is_ready());
            if come { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
}

/// Says what went wrong, and returns the code for it.
fn report(error: &Error) -> Code {
    let mut text = error.to_string();
    if text.contains("Broken pipe") {
        return Code::Ok;
    }
    while let Some(at) = text.find(" (os error ") {
        let Some(end) = text.get(at..).and_then(|rest| rest.find(')')) else { break };
        text.replace_range(at..=at + end, "");
    }
    match error {
        Error::Query(_) => {
            say(&format!("error: {text}"));
            Code::Usage
        }
        Error::Network(_) => {
            say(&text);
            Code::Network
        }
        _ => {
            say(&text);
            Code::File
        }
    }
}

struct Program {
    args: Args,
    session: Session,
    queries: Vec<String>,
}

/// True for an operand that is a query, not a file.
fn is_query(text: &str) -> bool {
    let first = text.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_uppercase();
    let words = ["SELECT", "WITH", "EXPLAIN", "DESCRIBE", "DESC", "SHOW", "VALUES", "CREATE", "COPY", "SET", "TABLE", "DROP"];
    let several = text.trim().contains(char::is_whitespace);
    // One word is a query only as `VALUES(1)`; several words that no file is called by are a query that went wrong.
    let looks = if several { true } else { words.contains(&first.as_str()) && text.contains('(') };
    looks && !Path::new(text).exists() && (words.contains(&first.as_str()) || !text.contains(['*', '?']))
}

/// The columns of a conversion, for SELECT.
fn chosen(names: &[String]) -> Result<String, Error> {
    if names.is_empty() {
        return Ok(USUAL.join(", "));
    }
    let mut all = Vec::new();
    for name in names {
        if name == "all" {
            all.extend(column::all().into_iter().map(|(name, ..)| name));
            continue;
        }
        let column = column_name(name.trim());
        if column::find(&column).is_none() {
            return Err(Error::Query(format!("there is no column `{name}`{}", column::hint(&column))));
        }
        all.push(column);
    }
    Ok(all.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
}

impl Program {
    async fn new(mut args: Args, threads: usize, engine: &impl Engine) -> Result<Program, Error> {
        if args.cluster.is_none() && args.token_file.is_some() {
            return Err(Error::Query("--token-file is for --cluster".to_owned()));
        }
        let mut queries = Vec::new();
        if let Some(file) = &args.file {
            queries.push(std::fs::read_to_string(file).map_err(|error| Error::File(format!("{}: {error}", file.display())))?);
        } else if !args.index && args.operands.first().is_some_and(|text| is_query(text)) {
            queries.push(args.operands.remove(0));
        }
        if args.convert.is_some() {
            args.format = Format::Parquet;
            if args.partition_by.is_none() {
                args.output = args.convert.take();
            }
            if queries.is_empty() {
                queries.push(format!("SELECT {} FROM packets", chosen(&args.columns)?));
            }
        }
        let settings = Settings {
            files: args.operands.clone(),
            partitions: threads,
            split: args.split,
            memory: usize::try_from(args.memory.unwrap_or_else(half_of_memory)).unwrap_or(usize::MAX),
            skip_bad: args.skip_bad,
            first: args.first,
            spread: false,
        };
        let session = engine.session(settings).await?;
        Ok(Program { args, session, queries })
    }

    async fn run(&mut self) -> Code {
        let done = if self.args.index {
            self.index().await
        } else if self.queries.is_empty() && !io::stdin().is_terminal() {
            Err(Error::Query("a query is wanted: pkt sql \"SELECT ...\" FILE (pkt sql --help shows examples)".to_owned()))
        } else if self.queries.is_empty() {
            self.converse().await
        } else {
            self.all().await
        };
        if let Err(error) = done {
            return report(&error);
        }
        self.tell()
    }

    /// What was left out is said, and makes no difference to the code: it was asked for.
    fn tell(&self) -> Code {
        let left_out = self.session.left_out.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let skipped = self.session.done.skipped.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for text in left_out.iter().chain(skipped.iter()) {
            say(&format!("skipped: {text}"));
        }
        let bad = left_out.len() + skipped.len();
        if bad > 0 && !self.args.quiet {
            say(&format!("{bad} bad {} left out or cut short", if bad == 1 { "file was" } else { "files were" }));
        }
        if self.args.verbose > 0 && self.args.cluster.is_none() {
            let Done { bytes, packets, walked, .. } = self.session.done.as_ref();
            say(&format!("{} packets read ({} bytes), {} decoded", packets.load(Relaxed), bytes.load(Relaxed), walked.load(Relaxed)));
        }
        Code::Ok
    }

    /// Queries from a terminal, until its end.
    async fn converse(&mut self) -> Result<(), Error> {
        let failed = |error: rustyline::error::ReadlineError| Error::Other(error.to_string());
        let mut prompt = Prompt::new().map_err(failed)?;
        if !self.args.quiet {
            say("SQL over captures; a query ends with `;`. SHOW TABLES; DESCRIBE packets; Tab completes, Ctrl-D ends.");
        }
        loop {
            let text = match tokio::task::block_in_place(|| prompt.read()).map_err(failed)? {
                Read::Text(text) => text,
                Read::Nothing => continue,
                Read::End => return Ok(()),
            };
            let trimmed = text.trim().trim_end_matches(';').trim();
            match trimmed {
                "" => continue,
                "\\q" | "exit" | "quit" => return Ok(()),
                "\\?" | "help" => {
                    say("SHOW TABLES; DESCRIBE packets; SELECT src, count(*) FROM packets GROUP BY 1; \\q ends");
                    continue;
                }
                _ => {}
            }
            let statements = match names::parse(&text) {
                Ok(statements) => statements,
                Err(error) => {
                    report(&error.into());
                    continue;
                }
            };
            for statement in statements {
                let begun = Instant::now();
                let done = tokio::select! {
                    done = self.answer(statement) => done,
                    _ = tokio::signal::ctrl_c() => Err(Error::Other("stopped".to_owned())),
                };
                match done {
                    Ok(()) if !self.args.quiet => say(&format!("{:.3} s", begun.elapsed().as_secs_f64())),
                    Ok(()) => {}
                    Err(error) => {
                        report(&error);
                        break;
                    }
                }
            }
        }
    }

    async fn all(&mut self) -> Result<(), Error> {
        let text = self.queries.join(";\n");
        let statements = names::parse(&text)?;
        if statements.is_empty() {
            return Err(Error::Query("the query is empty".to_owned()));
        }
        for statement in statements {
            self.answer(statement).await?;
        }
        Ok(())
    }

    /// Answers one statement. Where a capture's parts could not be told apart, and nothing was written yet, it is read as a whole.
    async fn answer(&self, statement: Statement) -> Result<(), Error> {
        let mut written = false;
        match self.once(statement.clone(), false, &mut written).await {
            Err(Error::Uncertain(why)) if !written => {
                if self.args.verbose > 0 {
                    say(&format!("note: {why}; it is read as a whole"));
                }
                // It is told once, by the second reading.
                self.session.done.skipped.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
                self.once(statement, true, &mut written).await
            }
            done => done,
        }
    }

    async fn once(&self, statement: Statement, whole: bool, written: &mut bool) -> Result<(), Error> {
        let query = self.session.plan(statement, whole).await?;
        let wrong = |error: DataFusionError| self.session.wrong(&error, &[]);
        let context = Arc::new(query.frame.task_ctx());
        let plan = query.frame.create_physical_plan().await.map_err(wrong)?;
        let schema = plan.schema();
        let bar = self.bar(query.bytes);
        let mut streams = streams(plan, query.in_order, &context).map_err(wrong)?;
        let mut out: Option<Output> = None;
        let drawn = self.args.plot || self.args.svg.is_some();
        let mut plot = Plot::default();
        let mut folder = match (self.args.partition_by, &self.args.convert) {
            (Some(by), Some(path)) => Some(Folder::new(path, by, &schema)?),
            _ => None,
        };
        while let Some(batch) = streams.next().await {
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => {
                    if let Some(bar) = &bar {
                        bar.clear();
                    }
                    return Err(wrong(error));
                }
            };
            if let Some(bar) = &bar {
                bar.show(self.session.done.bytes.load(Relaxed));
            }
            if batch.num_rows() == 0 {
                continue;
            }
            if drawn {
                plot.take(&batch)?;
                continue;
            }
            if let Some(folder) = &mut folder {
                folder.write(&batch)?;
                continue;
            }
            if self.args.format == Format::Table && self.args.output.is_none() && batch.schema().field(0).name() == "plan_type" {
                // Plans are lines, which a table's cell would break.
                crate::output::each_row(&batch, |cells| {
                    let _ = writeln!(io::stdout(), "{}", cells.join("\n").trim_end());
                })?;
                return Ok(());
            }
            let out = match &mut out {
                Some(out) => out,
                None => out.insert(self.open(&schema)?),
            };
            *written |= self.args.output.is_none();
            out.sink.write(&batch).map_err(|error| out.failed(error))?;
            out.sink.flush().map_err(|error| out.failed(error))?;
        }
        if let Some(bar) = &bar {
            bar.clear();
        }
        if let Some(folder) = folder {
            return folder.finish();
        }
        if drawn {
            return self.draw(&plot);
        }
        let out = match out {
            Some(out) => out,
            None => self.open(&schema)?,
        };
        out.finish()
    }

    fn open(&self, schema: &SchemaRef) -> Result<Output, Error> {
        let format = self.args.format;
        let Some(path) = &self.args.output else {
            let terminal = io::stdout().is_terminal();
            if terminal && matches!(format, Format::Parquet | Format::Arrow) {
                return Err(Error::Query("this view is not for a terminal: name a file with --output".to_owned()));
            }
            let width = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
            let out = Box::new(io::BufWriter::with_capacity(64 << 10, io::stdout()));
            return Ok(Output { sink: Sink::new(format, schema, out, width).map_err(stdout)?, file: None });
        };
        let failed = |error: io::Error| Error::File(format!("{}: {error}", path.display()));
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let out = Box::new(io::BufWriter::with_capacity(256 << 10, file.reopen().map_err(failed)?));
        Ok(Output { sink: Sink::new(format, schema, out, None).map_err(failed)?, file: Some((file, path.clone())) })
    }

    fn draw(&self, plot: &Plot) -> Result<(), Error> {
        if let Some(path) = &self.args.svg {
            let failed = |error: io::Error| Error::File(format!("{}: {error}", path.display()));
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
            file.write_all(plot.svg().as_bytes()).map_err(failed)?;
            readable(file.as_file()).map_err(failed)?;
            file.persist(path).map_err(|error| failed(error.error))?;
        }
        if self.args.plot {
            let width = terminal_size::terminal_size_of(io::stdout()).map_or(100, |(width, _)| width.0.into());
            let mut out = io::stdout().lock();
            out.write_all(plot.text(width).as_bytes()).and_then(|()| out.flush()).map_err(stdout)?;
        }
        Ok(())
    }

    fn bar(&self, bytes: u64) -> Option<Bar> {
        let seen = !self.args.quiet && io::stderr().is_terminal() && bytes > 0;
        seen.then(|| Bar { bytes, begun: Instant::now(), bar: std::sync::OnceLock::new(), before: self.session.done.bytes.load(Relaxed) })
    }

    /// Makes indexes.
    async fn index(&self) -> Result<(), Error> {
        if self.args.operands.is_empty() {
            return Err(Error::Query("--index: of which captures?".to_owned()));
        }
        for name in &self.args.operands {
            for path in expand(name)? {
                let shown = path.display().to_string();
                let of = path.clone();
                // Not in this task: signals are to be heard meanwhile.
                let made = tokio::task::spawn_blocking(move || Index::make(&of, &shown)).await;
                let index = match made.map_err(|error| Error::Other(error.to_string()))? {
                    Ok(index) => index,
                    Err(error) if self.args.skip_bad => {
                        say(&format!("skipped: {error}"));
                        continue;
                    }
                    Err(error) => return Err(Error::File(error.to_string())),
                };
                let beside = index.save(&path).map_err(|error| Error::File(error.to_string()))?;
                if !self.args.quiet {
                    say(&format!("{}: {} packets", beside.display(), index.packets));
                }
            }
        }
        Ok(())
    }
}

fn stdout(error: io::Error) -> Error {
    Error::File(format!("standard output: {error}"))
}

/// Files for a moment are the owner's only; this one is to stay.
fn readable(file: &std::fs::File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}

/// A result that is being written.
struct Output {
    sink: Sink,
    /// A file gets its name when it is whole.
    file: Option<(tempfile::NamedTempFile, PathBuf)>,
}

impl Output {
    fn failed(&self, error: io::Error) -> Error {
        match &self.file {
            Some((_, path)) => Error::File(format!("{}: {error}", path.display())),
            None => stdout(error),
        }
    }

    fn finish(self) -> Result<(), Error> {
        let Some((file, path)) = self.file else { return self.sink.finish().map_err(stdout) };
        let failed = |error: io::Error| Error::File(format!("{}: {error}", path.display()));
        self.sink.finish().map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        readable(file.as_file()).map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(())
    }
}

/// How far the reading is.
struct Bar {
    bytes: u64,
    before: u64,
    begun: Instant,
    bar: std::sync::OnceLock<ProgressBar>,
}

impl Bar {
    fn show(&self, read: u64) {
        if self.begun.elapsed() < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let form = "{bar:40} {percent}% of {total_bytes}, {bytes_per_sec}, {eta} left";
            let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(self.bytes).with_style(style).with_elapsed(self.begun.elapsed())
        });
        bar.set_position(read.saturating_sub(self.before));
    }
    fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

type Batches = futures::stream::BoxStream<'static, Result<RecordBatch, DataFusionError>>;

/// A task that ends where nobody wants what it makes.
struct Wanted(tokio::task::AbortHandle);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The rows of a plan. In order: those of the first partition first, while the others are read already, a little.
fn streams(
    plan: Arc<dyn ExecutionPlan>,
    in_order: bool,
    context: &Arc<datafusion::execution::TaskContext>,
) -> Result<Batches, DataFusionError> {
    let partitions = plan.output_partitioning().partition_count();
    // Above parts that are read side by side stands what takes whatever comes first: it is done here, in order.
    let below = plan.children().first().map(|below| Arc::clone(below));
    let (plan, partitions) = match below {
        Some(below) if in_order && plan.name() == "CoalescePartitionsExec" => {
            let partitions = below.output_partitioning().partition_count();
            (below, partitions)
        }
        _ => (plan, partitions),
    };
    let several = if in_order && partitions > 1 {
        (0..partitions).map(|partition| plan.execute(partition, context.clone())).collect::<Result<Vec<_>, _>>()?
    } else {
        vec![execute_stream(plan, context.clone())?]
    };
    let mut all = Vec::new();
    for mut batches in several {
        // A task of its own, even where there is one: who reads may have to wait, and signals are to be heard meanwhile.
        let (to, mut from) = tokio::sync::mpsc::channel(16);
        let task = tokio::spawn(async move {
            while let Some(batch) = batches.next().await {
                if to.send(batch).await.is_err() {
                    return;
                }
            }
        });
        let wanted = Wanted(task.abort_handle());
        all.push(futures::stream::poll_fn(move |cx| {
            let Wanted(_) = &wanted;
            from.poll_recv(cx)
        }));
    }
    Ok(futures::stream::iter(all).flatten().boxed())
}

/// Half of the machine's memory.
fn half_of_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    total.map_or(1 << 30, |kib| kib * 512)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_made() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn bytes_have_units() {
        assert_eq!(bytes("4096"), Ok(4096));
        assert_eq!(bytes("64M"), Ok(64 << 20));
        assert_eq!(bytes("1.5GiB"), Ok(3 << 29));
        assert!(bytes("much").is_err() && bytes("0").is_err() && bytes("-1").is_err());
    }

    #[test]
    fn queries_are_told_from_files() {
        assert!(is_query("SELECT 1"));
        assert!(is_query(" with a as (select 1) select * from a"));
        assert!(is_query("-- a remark\nSELECT 1"));
        assert!(is_query("SELEC 1 FROM packets"));
        assert!(!is_query("select.pcap"));
        assert!(!is_query("captures/*.pcap"));
        assert!(!is_query("-"));
    }
}
