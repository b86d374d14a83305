//! `pkt handshakes -i` on a terminal: a table that keeps itself up to date, the newest attempt first. `q` or Ctrl-C ends it.

use super::handshakes::Watch;
use anyhow::Context;
use pktlab::capture::live::Control;
use pktlab::flow::{Attempt, Verdict};
use pktlab::render::handshakes::{TITLES, row, span};
use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyModifiers};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Cell, Row, Table};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Attempts that are counted in the head line.
const COUNTED: usize = 10_000;

/// The screen, as long as it lives.
pub(super) struct Screen {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn start(watch: Arc<Mutex<Watch>>, control: Control, color: bool) -> anyhow::Result<Screen> {
        let mut terminal = ratatui::try_init().context("terminal")?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            while !stopped.load(Relaxed) {
                let drawn = terminal.draw(|frame| {
                    let watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
                    draw(frame, &watch, &control, color);
                });
                let asked = || -> std::io::Result<bool> {
                    if !event::poll(Duration::from_millis(250))? {
                        return Ok(false);
                    }
                    Ok(match event::read()? {
                        // In raw mode Ctrl-C is a key.
                        Event::Key(key) => match key.code {
                            KeyCode::Char('q') | KeyCode::Esc => true,
                            KeyCode::Char('c') => key.modifiers.contains(KeyModifiers::CONTROL),
                            _ => false,
                        },
                        _ => false,
                    })
                };
                // A terminal that went away ends it, too.
                if drawn.is_err() || asked().unwrap_or(true) {
                    control.stop();
                    break;
                }
            }
            ratatui::restore();
        });
        Ok(Screen { stop, thread: Some(thread) })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn draw(frame: &mut Frame<'_>, watch: &Watch, control: &Control, color: bool) {
    let [head, body, foot] = Layout::vertical([Constraint::Length(2), Constraint::Min(3), Constraint::Length(1)]).areas(frame.area());
    let attempts: Vec<&Attempt> = watch.attempts().rev().filter(|attempt| attempt.verdict() != Verdict::MidStream).take(COUNTED).collect();
    let bold = Style::new().add_modifier(Modifier::BOLD);
    frame.render_widget(Line::styled(summary(&attempts), bold), head);
    let first = attempts.last().map_or(0, |attempt| attempt.start);
    let rows = attempts.iter().take(body.height.into()).map(|attempt| {
        let style = match (color, attempt.succeeded(), attempt.verdict()) {
            (false, ..) => Style::new(),
            (_, true, _) => Style::new().fg(Color::Green),
            (_, _, Verdict::TimedOut | Verdict::HalfOpen) => Style::new().fg(Color::Yellow),
            _ => Style::new().fg(Color::Red),
        };
        let cells = row(attempt, first);
        Row::new(cells.into_iter().enumerate().map(|(i, text)| if i == 4 { Cell::new(text).style(style) } else { Cell::new(text) }))
    });
    let widths = [6, 11, 24, 24, 17, 8, 8, 4].map(Constraint::Length).into_iter().chain([Constraint::Min(20)]);
    frame.render_widget(Table::new(rows, widths).header(Row::new(TITLES).style(bold)), body);
    let counts = control.counts();
    let dropped = counts.dropped + counts.left_out;
    let lost = if dropped > 0 { format!(", {dropped} lost") } else { String::new() };
    frame.render_widget(Line::raw(format!("{} packets{lost} · q ends", counts.captured)), foot);
}

/// `12 attempts, 91.7 % connected · set-up p50 20.1 ms, p95 1.02 s · 1 refused`.
fn summary(attempts: &[&Attempt]) -> String {
    let mut times: Vec<i64> = attempts.iter().filter_map(|attempt| attempt.setup_time()).collect();
    times.sort_unstable();
    let at =
        |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).map_or_else(|| "–".to_owned(), |time| span(*time));
    let succeeded = attempts.iter().filter(|attempt| attempt.succeeded()).count();
    let share = if attempts.is_empty() { 0.0 } else { succeeded as f64 * 100.0 / attempts.len() as f64 };
    let failed = Verdict::ALL.into_iter().filter_map(|verdict| {
        let n = attempts.iter().filter(|attempt| attempt.verdict() == verdict && !attempt.succeeded()).count();
        (n > 0).then(|| format!("{n} {}", verdict.name()))
    });
    let mut parts = vec![
        format!("{} attempts, {share:.1} % connected", attempts.len()),
        format!("set-up p50 {}, p95 {}, p99 {}", at(50), at(95), at(99)),
    ];
    parts.extend(failed);
    parts.join(" · ")
}
