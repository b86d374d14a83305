//! A page about a capture's attempts to connect: what was counted, a plot of set-up times, a table that sorts, ladders. It needs
//! nothing but itself.
use super::handshakes::{SERVER_TITLES, TITLES, row, scans, server_row, span};
use super::ladder_svg::{STYLE, escaped, figure};
use crate::flow::{Attempt, Summary, Verdict};
use std::fmt::Write;

const PAGE: &str = "\
:root{color-scheme:light dark;--ink:#1b1f24;--dim:#5f6873;--line:#d8dde3;--paper:#ffffff;--band:#f4f6f8;--good:#1a7a43;--bad:#b42318;--dot:#0b62a8}\
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--dim:#98a2ad;--line:#343b43;--paper:#15181c;--band:#1d2126;--good:#5fce8f;--bad:#ff8a7a;--dot:#6cb6ff}}\
body{margin:2rem auto;max-width:72rem;padding:0 1rem;background:var(--paper);color:var(--ink);font:15px/1.5 ui-sans-serif,system-ui,sans-serif}\
h1{font-size:1.5rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:2rem 0 .6rem}p{color:var(--dim);margin:.2rem 0}\
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);white-space:nowrap}td:last-child{white-space:normal;min-width:16rem}\
thead th{position:sticky;top:0;background:var(--paper)}#attempts th{cursor:pointer}th[aria-sort=ascending]::after{content:' ▲'}th[aria-sort=descending]::after{content:' ▼'}\
#attempts tbody tr.row{cursor:pointer}#attempts tbody tr.row:hover,#attempts tbody tr.row:focus{background:var(--band)}td.yes{color:var(--good)}td.no{color:var(--bad)}\
tr.more td{white-space:normal}tr.more svg{max-width:100%;height:auto}\
.plot{width:100%;height:auto}.plot text{fill:var(--dim);font:11px ui-sans-serif,system-ui,sans-serif}.plot line{stroke:var(--line)}\
.plot circle{fill:var(--dot);fill-opacity:.7}.plot path{stroke:var(--bad);stroke-width:1.6;fill:none}";

const SCRIPT: &str = "\
const table=document.getElementById('attempts'),body=table.tBodies[0];\
const rows=()=>[...body.querySelectorAll('tr.row')];\
const toggle=row=>{const next=row.nextElementSibling;if(next&&next.classList.contains('more')){next.hidden=!next.hidden;row.setAttribute('aria-expanded',!next.hidden)}};\
for(const row of rows()){row.addEventListener('click',()=>toggle(row));row.addEventListener('keydown',e=>{if(e.key==='Enter'){toggle(row)}})}\
[...table.tHead.rows[0].cells].forEach((cell,at)=>cell.addEventListener('click',()=>{\
const down=cell.getAttribute('aria-sort')==='ascending';\
for(const other of table.tHead.rows[0].cells){other.removeAttribute('aria-sort')}\
cell.setAttribute('aria-sort',down?'descending':'ascending');\
const key=row=>{const c=row.cells[at];return c.dataset.n===undefined?c.textContent:c.dataset.n===''?Infinity:Number(c.dataset.n)};\
const sorted=rows().map(row=>[key(row),row]).sort((a,b)=>(a[0]<b[0]?-1:a[0]>b[0]?1:0)*(down?-1:1));\
for(const [,row] of sorted){const more=row.nextElementSibling;body.append(row);if(more&&more.classList.contains('more')){body.append(more)}}\
}));";

/// The page. `left_out` attempts have no row.
pub fn page(title: &str, attempts: &[Attempt], summary: &mut Summary, left_out: u64) -> String {
    let title = escaped(title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>Handshakes: {title}</title><style>{PAGE}{STYLE}</style></head><body>\n<h1>TCP handshakes</h1><p>{title}</p>\n"
    );
    let success = summary.all.success().map_or_else(|| "no attempts".to_owned(), |percent| format!("{percent:.1}% connected"));
    let mut at = |percent: f64| summary.all.percentile(percent).map_or_else(|| "–".to_owned(), span);
    let times = [50.0, 95.0, 99.0].map(|percent| format!("p{percent} {}", at(percent))).join(", ");
    let _ = writeln!(out, "<p>{} attempts, {success}; set-up time {times}</p>", summary.all.attempts());
    for line in scans(summary) {
        let _ = writeln!(out, "<p>{}</p>", escaped(&line));
    }
    out.push_str("<h2>Set-up times</h2>\n");
    plot(attempts, &mut out);
    out.push_str("<h2>Servers</h2>\n<div class=\"wide\"><table><thead><tr>");
    SERVER_TITLES.iter().for_each(|title| out.push_str(&format!("<th>{title}</th>")));
    out.push_str("</tr></thead><tbody>\n");
    for (end, tally) in summary.servers().into_iter().take(200) {
        out.push_str("<tr>");
        server_row(&end.to_string(), tally).iter().for_each(|cell| out.push_str(&format!("<td>{}</td>", escaped(cell))));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n<h2>Attempts</h2>\n<p>A column's title sorts, a row opens its ladder.</p>\n<div class=\"wide\"><table id=\"attempts\"><thead><tr>");
    TITLES.iter().for_each(|title| out.push_str(&format!("<th scope=\"col\">{title}</th>")));
    out.push_str("</tr></thead><tbody>\n");
    let first = attempts.first().map_or(0, |attempt| attempt.start);
    for attempt in attempts {
        let cells = row(attempt, first);
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let keys = [
            Some(attempt.number.to_string()),
            Some((attempt.start - first).to_string()),
            None,
            None,
            None,
            Some(number(attempt.setup_time())),
            Some(number(attempt.rtt())),
            Some(attempt.syns.to_string()),
            None,
        ];
        out.push_str("<tr class=\"row\" tabindex=\"0\" aria-expanded=\"false\">");
        for (i, (cell, key)) in cells.iter().zip(keys).enumerate() {
            let key = key.map_or_else(String::new, |key| format!(" data-n=\"{key}\""));
            let class = match (i, attempt.succeeded()) {
                (4, _) if attempt.verdict() == Verdict::MidStream => "",
                (4, true) => " class=\"yes\"",
                (4, false) => " class=\"no\"",
                _ => "",
            };
            let _ = write!(out, "<td{key}{class}>{}</td>", escaped(cell));
        }
        let _ = writeln!(out, "</tr>\n<tr class=\"more\" hidden><td colspan=\"{}\">{}</td></tr>", TITLES.len(), figure(attempt));
    }
    out.push_str("</tbody></table></div>\n");
    if left_out > 0 {
        let _ = writeln!(out, "<p>{left_out} more attempts have no row here.</p>");
    }
    let _ = writeln!(out, "<script>{SCRIPT}</script>\n</body></html>");
    out
}

/// Set-up times over when the attempts began: a dot each, on a logarithmic scale; crosses for those that failed.
fn plot(attempts: &[Attempt], out: &mut String) {
    const WIDTH: f64 = 1000.0;
    const HEIGHT: f64 = 260.0;
    const LEFT: f64 = 70.0;
    const BOTTOM: f64 = 40.0;
    let counted = || attempts.iter().filter(|attempt| attempt.verdict() != Verdict::MidStream);
    let Some(first) = counted().map(|attempt| attempt.start).min() else {
        out.push_str("<p>There is nothing to plot.</p>\n");
        return;
    };
    let last = counted().map(|attempt| attempt.start).max().unwrap_or(first).max(first + 1);
    let times = || counted().filter_map(Attempt::setup_time).map(|time| (time.max(1_000) as f64).log10());
    let (low, high) = times().fold((f64::MAX, f64::MIN), |(low, high), time| (low.min(time), high.max(time)));
    let (low, high) = if low > high { (6.0, 9.0) } else { (low.floor(), high.ceil().max(low.floor() + 1.0)) };
    let x = |time: i64| LEFT + (time - first) as f64 / (last - first) as f64 * (WIDTH - LEFT - 20.0);
    let y = |time: i64| HEIGHT - BOTTOM - 20.0 - ((time.max(1_000) as f64).log10() - low) / (high - low) * (HEIGHT - BOTTOM - 40.0);
    let _ = write!(out, "<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"set-up times\">");
    for power in low as i32..=high as i32 {
        let ns = 10f64.powi(power) as i64;
        let _ = write!(
            out,
            "<line x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{:.1}\" y2=\"{:.1}\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - 20.0,
            y(ns),
            y(ns),
            LEFT - 8.0,
            y(ns) + 4.0,
            span(ns)
        );
    }
    let floor = HEIGHT - BOTTOM;
    let _ = write!(out, "<text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">failed</text>", LEFT - 8.0, floor + 4.0);
    for attempt in counted() {
        let (at, name) = (x(attempt.start), format!("#{} {}", attempt.number + 1, attempt.verdict().name()));
        match attempt.setup_time().filter(|_| attempt.succeeded()) {
            Some(time) => {
                let _ = write!(out, "<circle cx=\"{at:.1}\" cy=\"{:.1}\" r=\"3\"><title>{name}, {}</title></circle>", y(time), span(time));
            }
            None => {
                let _ = write!(out, "<path d=\"M{:.1} {:.1}l6 6m0 -6l-6 6\"><title>{name}</title></path>", at - 3.0, floor - 3.0);
            }
        }
    }
    let _ = writeln!(
        out,
        "<text x=\"{LEFT}\" y=\"{:.0}\">0 s</text><text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text></svg>",
        HEIGHT - 8.0,
        WIDTH - 20.0,
        HEIGHT - 8.0,
        span(last - first)
    );
}
