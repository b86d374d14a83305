//! What a query names, made into what DataFusion knows: dotted fields, files in FROM, `display_filter('...')`.
//!
//! A query is read before it is planned. Each table it names, and each file, becomes a table with the columns that the query
//! mentions; planning one with thousands would take longer than most queries.

use crate::column::{self, Meaning, USUAL, column_name};
use crate::source::{Kind, schema};
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::{
    self, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName, ObjectNamePart, Query, SelectItem, TableAlias,
    TableFactor, Value, VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};
use pktlab::filter;
use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;

/// A query that cannot be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(pub String);

/// A table that a query names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Named {
    /// The name under which it is to be known.
    pub name: String,
    /// What it is.
    pub what: What,
}

/// What a name in FROM means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// Captures: of these files, or those of the command line.
    Captures(&'static str, Option<Vec<String>>),
    /// A Parquet file.
    Parquet(String),
}

/// A query that is ready to be planned.
pub struct Prepared {
    /// What is to be done.
    pub statement: Statement,
    /// The tables it names.
    pub tables: Vec<Named>,
    /// The columns of `packets` that it mentions.
    pub columns: Vec<String>,
}

/// The statements of a text.
///
/// # Errors
/// Where it is no SQL.
pub fn parse(text: &str) -> Result<Vec<Statement>, Wrong> {
    let wrong = |error: datafusion::common::DataFusionError| Wrong(error.strip_backtrace());
    let mut parser = DFParserBuilder::new(text).with_dialect(&GenericDialect {}).with_recursion_limit(200).build().map_err(wrong)?;
    Ok(parser.parse_statements().map_err(wrong)?.into())
}

/// Makes a statement ready. `views` are names that are known already.
///
/// # Errors
/// Where a display filter is wrong, or is none.
pub fn prepare(mut statement: Statement, views: &dyn Fn(&str) -> bool) -> Result<Prepared, Wrong> {
    let text = statement.to_string();
    let mut columns = BTreeSet::new();
    let mut reader =
        Reader { views, tables: Vec::new(), hidden: HashSet::new(), aliases: HashSet::new(), wild: false, filters: vec![], wrong: None };
    reader.statement(&mut statement, Pass::Tables);
    reader.statement(&mut statement, Pass::Columns);
    if let Some(wrong) = reader.wrong {
        return Err(wrong);
    }
    mention(&text, &mut columns);
    let mut all: Vec<String> = Vec::new();
    if reader.wild {
        all.extend(USUAL.iter().map(|name| (*name).to_owned()));
    }
    all.extend(columns.into_iter().filter(|name| !USUAL.contains(&name.as_str()) || !reader.wild));
    for filter in reader.filters {
        if !all.contains(&filter) {
            all.push(filter);
        }
    }
    let mut tables = reader.tables;
    tables.sort();
    tables.dedup();
    Ok(Prepared { statement, tables, columns: all })
}

/// The columns that a text mentions, dotted or not. More than are meant do no harm.
fn mention(text: &str, columns: &mut BTreeSet<String>) {
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, text).tokenize() else { return };
    let mut path: Vec<String> = Vec::new();
    let mut joined = false;
    for token in tokens.iter().chain([&Token::EOF]) {
        match token {
            Token::Word(word) => {
                if !joined {
                    path.clear();
                }
                path.push(if word.quote_style.is_some() { word.value.clone() } else { word.value.to_ascii_lowercase() });
                joined = false;
                for from in 0..path.len() {
                    let name = column_name(&path.get(from..).unwrap_or(&[]).join("."));
                    if column::find(&name).is_some() {
                        columns.insert(name);
                    }
                }
            }
            Token::Period => joined = true,
            _ => {
                joined = false;
                path.clear();
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Tables,
    Columns,
}

struct Reader<'v> {
    views: &'v dyn Fn(&str) -> bool,
    tables: Vec<Named>,
    /// Names that WITH gives.
    hidden: HashSet<String>,
    /// Names of tables and their aliases.
    aliases: HashSet<String>,
    wild: bool,
    filters: Vec<String>,
    wrong: Option<Wrong>,
}

struct Visit<'r, 'v>(&'r mut Reader<'v>, Pass);

impl Reader<'_> {
    fn statement(&mut self, statement: &mut Statement, pass: Pass) {
        let mut visit = Visit(self, pass);
        match statement {
            Statement::Statement(statement) => drop(statement.visit(&mut visit)),
            Statement::Explain(explain) => self.statement(&mut explain.statement, pass),
            Statement::CopyTo(copy) => {
                if let datafusion::sql::parser::CopyToSource::Query(query) = &mut copy.source {
                    let _ = query.visit(&mut visit);
                }
            }
            _ => {}
        }
    }

    /// What a name in FROM becomes.
    fn relation(&mut self, factor: &mut TableFactor) {
        let TableFactor::Table { name, alias, args, .. } = factor else { return };
        let [ObjectNamePart::Identifier(ident)] = name.0.as_slice() else { return };
        let ident = ident.clone();
        if let Some(alias) = alias {
            self.aliases.insert(alias.name.value.to_ascii_lowercase());
        }
        let plain = ident.value.to_ascii_lowercase();
        let kind = Kind::named(&plain).filter(|_| ident.quote_style.is_none());
        let quoted = |name: &str| ObjectName(vec![ObjectNamePart::Identifier(Ident::with_quote('"', name))]);
        if let Some(given) = args {
            let Some(kind) = kind else { return };
            let mut files = Vec::new();
            for arg in &given.args {
                match literal(arg) {
                    Some(file) => files.push(file),
                    None => return self.fail(format!("{}: files in quotes are wanted, as {0}('a.pcap')", kind.name())),
                }
            }
            let shown = files.iter().map(|file| format!("'{}'", file.replace('\'', "''"))).collect::<Vec<_>>().join(", ");
            let known = format!("{}({shown})", kind.name());
            *name = quoted(&known);
            *args = None;
            let short =
                alias.get_or_insert_with(|| TableAlias { explicit: true, name: Ident::new(kind.name()), columns: vec![], at: None });
            self.aliases.insert(short.name.value.to_ascii_lowercase());
            let files = if files.is_empty() { None } else { Some(files) };
            self.tables.push(Named { name: known, what: What::Captures(kind.name(), files) });
            return;
        }
        if self.hidden.contains(&plain) || ident.quote_style.is_none() && (self.views)(&plain) {
            self.aliases.insert(plain);
            return;
        }
        if let Some(kind) = kind {
            self.aliases.insert(plain);
            self.tables.push(Named { name: kind.name().to_owned(), what: What::Captures(kind.name(), None) });
        } else if ident.quote_style.is_some() && !(self.views)(&ident.value) {
            let file = ident.value.clone();
            *name = quoted(&file);
            let what =
                if file.ends_with(".parquet") { What::Parquet(file.clone()) } else { What::Captures("packets", Some(vec![file.clone()])) };
            self.tables.push(Named { name: file, what });
        } else {
            self.aliases.insert(plain);
        }
    }

    fn fail(&mut self, wrong: String) {
        self.wrong.get_or_insert(Wrong(wrong));
    }

    /// What a dotted name becomes: `ip.src`, `p.ip.src`.
    fn dotted(&self, parts: &[Ident]) -> Option<Expr> {
        let of = |parts: &[Ident]| -> Option<Ident> {
            let name = column_name(&parts.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join("."));
            column::find(&name).map(|_| Ident::with_quote('"', name))
        };
        let (first, rest) = parts.split_first()?;
        let qualifies = self.aliases.contains(&first.value.to_ascii_lowercase());
        // A name of two parts whose first is a table's is a column of that table.
        if qualifies && rest.len() == 1 {
            return None;
        }
        if qualifies && let Some(column) = of(rest) {
            return Some(Expr::CompoundIdentifier(vec![first.clone(), column]));
        }
        of(parts).map(Expr::Identifier)
    }

    /// `display_filter('tcp')`, `display_filter('tcp', p)`.
    fn passes(&mut self, function: &ast::Function) -> Option<Expr> {
        let FunctionArguments::List(list) = &function.args else { return None };
        let usage = "display_filter: a display filter in quotes is wanted, as display_filter('tcp.flags.syn == 1')";
        let Some(text) = list.args.first().and_then(literal) else {
            self.fail(usage.to_owned());
            return None;
        };
        if let Err(error) = filter::compile(&text) {
            self.fail(error.to_string());
            return None;
        }
        let name = column::passes(&text);
        let column = Ident::with_quote('"', name.replace('"', "\"\""));
        self.filters.push(name);
        match list.args.get(1) {
            None => Some(Expr::Identifier(column)),
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(table)))) => {
                Some(Expr::CompoundIdentifier(vec![table.clone(), column]))
            }
            Some(_) => {
                self.fail(usage.to_owned());
                None
            }
        }
    }

    /// `min(ip_src)`: the least as an address, not as text.
    fn extreme(&self, function: &ast::Function) -> Option<Expr> {
        let FunctionArguments::List(list) = &function.args else { return None };
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(of))] = list.args.as_slice() else { return None };
        let column = match of {
            Expr::Identifier(ident) => ident,
            Expr::CompoundIdentifier(parts) => parts.last()?,
            _ => return None,
        };
        let name = column.value.to_ascii_lowercase();
        let address = column::find(&name).is_some_and(|column| column.meaning == Meaning::Address && !column.list)
            || Kind::ALL.iter().any(|kind| {
                let schema = schema(*kind, &[], false);
                schema.field_with_name(&name).is_ok_and(|field| field.metadata().contains_key(column::MEANING))
            });
        if !address {
            return None;
        }
        let mut inner = function.clone();
        if let FunctionArguments::List(list) = &mut inner.args {
            list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(call("address", of.clone())))];
        }
        Some(call("address_text", Expr::Function(inner)))
    }
}

/// A function of one argument.
fn call(name: &str, of: Expr) -> Expr {
    let arguments = ast::FunctionArgumentList {
        duplicate_treatment: None,
        args: vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(of))],
        clauses: vec![],
    };
    Expr::Function(ast::Function {
        name: ObjectName(vec![ObjectNamePart::Identifier(Ident::new(name))]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(arguments),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: vec![],
    })
}

/// The text of an argument that is a literal.
fn literal(arg: &FunctionArg) -> Option<String> {
    let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) = arg else { return None };
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        Expr::Identifier(ident) if ident.quote_style.is_some() => Some(ident.value.clone()),
        _ => None,
    }
}

impl VisitorMut for Visit<'_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        if let Some(with) = &query.with {
            self.0.hidden.extend(with.cte_tables.iter().map(|table| table.alias.name.value.to_ascii_lowercase()));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut ast::Select) -> ControlFlow<()> {
        if self.1 == Pass::Tables {
            self.0.wild |= select.projection.iter().any(|item| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..)));
            return ControlFlow::Continue(());
        }
        // A column is called as the user wrote it, whatever becomes of it and wherever it comes from.
        for item in &mut select.projection {
            if let SelectItem::UnnamedExpr(expr) = item
                && !matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_))
            {
                let alias = Ident::with_quote('"', expr.to_string().replace('"', "\"\""));
                *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias };
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if self.1 == Pass::Tables {
            self.0.relation(factor);
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.1 == Pass::Tables {
            return ControlFlow::Continue(());
        }
        let new = match &*expr {
            Expr::CompoundIdentifier(parts) => self.0.dotted(parts),
            Expr::Function(function) => match lower(function).as_str() {
                "display_filter" => self.0.passes(function),
                "min" | "max" => self.0.extreme(function),
                _ => None,
            },
            _ => None,
        };
        if let Some(new) = new {
            *expr = new;
        }
        if self.0.wrong.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn lower(function: &ast::Function) -> String {
    function.name.to_string().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str) -> Prepared {
        prepare(parse(text).unwrap().remove(0), &|_| false).unwrap()
    }

    #[test]
    fn dotted_names_are_columns() {
        let done =
            prepared("SELECT ip.src, p.tcp.srcport, p.ip_dst FROM 'a b.pcap' p WHERE tcp.flags.syn GROUP BY ip.src ORDER BY p.ip.src");
        assert_eq!(
            done.statement.to_string(),
            "SELECT \"ip_src\", p.\"tcp_srcport\", p.ip_dst FROM \"a b.pcap\" p WHERE \"tcp_flags_syn\" GROUP BY \"ip_src\" ORDER BY p.\"ip_src\""
        );
        for column in ["ip_dst", "ip_src", "tcp_flags_syn", "tcp_srcport"] {
            assert!(done.columns.iter().any(|name| name == column), "{column}");
        }
        assert_eq!(done.tables, [Named { name: "a b.pcap".into(), what: What::Captures("packets", Some(vec!["a b.pcap".into()])) }]);
    }

    #[test]
    fn tables_and_fields_may_share_a_name() {
        let done = prepared("SELECT dns.id, dns.type FROM dns WHERE dns.flags.response");
        assert_eq!(done.statement.to_string(), "SELECT dns.id, dns.type FROM dns WHERE \"dns_flags_response\"");
        assert_eq!(done.tables, [Named { name: "dns".into(), what: What::Captures("dns", None) }]);
        // What WITH names is no table of ours.
        assert_eq!(prepared("WITH flows AS (SELECT 1) SELECT * FROM flows").tables, []);
    }

    #[test]
    fn functions_in_from_name_files() {
        let done = prepared("SELECT flows.src FROM flows('a.pcap', 'it''s.pcap')");
        assert_eq!(done.statement.to_string(), "SELECT flows.src FROM \"flows('a.pcap', 'it''s.pcap')\" AS flows");
        let files = Some(vec!["a.pcap".to_owned(), "it's.pcap".to_owned()]);
        assert_eq!(done.tables[0].what, What::Captures("flows", files));
    }

    #[test]
    fn display_filters_are_columns() {
        let done = prepared("SELECT count(*) FROM packets WHERE display_filter('tcp.port == 80') AND NOT display_filter('ip.ttl < 5')");
        assert_eq!(done.columns, ["display_filter('tcp.port == 80')", "display_filter('ip.ttl < 5')"]);
        let wrong = |text: &str| prepare(parse(text).unwrap().remove(0), &|_| false).err().unwrap().to_string();
        assert!(wrong("SELECT display_filter('tcp.prot == 80') FROM packets").contains("did you mean `tcp.port`?"));
        assert!(wrong("SELECT display_filter(1) FROM packets").contains("in quotes"));
    }

    #[test]
    fn the_least_address_is_no_text() {
        let done = prepared("SELECT min(ip_src), max(frame_len) FROM packets");
        assert_eq!(
            done.statement.to_string(),
            "SELECT address_text(min(address(ip_src))) AS \"min(ip_src)\", max(frame_len) AS \"max(frame_len)\" FROM packets"
        );
    }

    #[test]
    fn a_star_is_the_usual_columns() {
        let done = prepared("SELECT * FROM packets WHERE tcp.stream = 3 AND ip.src = '10.0.0.1'");
        assert_eq!(done.columns.len(), USUAL.len() + 2);
        assert_eq!(&done.columns[USUAL.len()..], ["ip_src", "tcp_stream"]);
        assert!(prepared("SELECT count(*) FROM packets").columns.is_empty());
    }
}
