//! Addresses are text, and compare as addresses: `ip_src < '10.0.0.100'` and `ORDER BY ip_src` go by their numbers, and
//! `ip_src = '2001:DB8::0:1'` finds `2001:db8::1`.
//!
//! An address column says so in its Arrow field. This rule finds where such a column is compared or put in order, and lets
//! `address()`, whose text is in that order, be compared instead.

use crate::column::MEANING;
use crate::functions::{canonical, named};
use datafusion::arrow::datatypes::FieldRef;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result, ScalarValue, plan_datafusion_err};
use datafusion::logical_expr::expr::{Between, InList, ScalarFunction, Sort as SortExpr, WindowFunction};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, Sort};
use datafusion::optimizer::analyzer::AnalyzerRule;

/// Compares addresses as such.
#[derive(Debug)]
pub struct Addresses;

impl AnalyzerRule for Addresses {
    fn name(&self) -> &str {
        "addresses"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| {
            let schema = merge_schema(&plan.inputs());
            if let LogicalPlan::Sort(Sort { expr, input, fetch }) = plan {
                let expr = expr.into_iter().map(|sort| ordered(sort, &schema)).collect::<Result<Vec<_>>>()?;
                return Ok(Transformed::yes(LogicalPlan::Sort(Sort { expr, input, fetch })));
            }
            // A scan's filters are about its own columns.
            if matches!(plan, LogicalPlan::TableScan(_)) {
                return Ok(Transformed::no(plan));
            }
            let names = NamePreserver::new(&plan);
            plan.map_expressions(|expr| {
                let name = names.save(&expr);
                let compared = expr.transform_up(|expr| compared(expr, &schema))?;
                Ok(compared.update_data(|expr| name.restore(expr)))
            })
        })
        .map(|done| done.data)
    }
}

fn ordered(sort: SortExpr, schema: &DFSchema) -> Result<SortExpr> {
    if is_address(&sort.expr, schema) { Ok(SortExpr { expr: address(sort.expr)?, ..sort }) } else { Ok(sort) }
}

fn compared(expr: Expr, schema: &DFSchema) -> Result<Transformed<Expr>> {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    Ok(match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_address(&left, schema) || is_address(&right, schema) => match op {
            Lt | LtEq | Gt | GtEq => {
                let (left, right) = (Box::new(address(*left)?), Box::new(address(*right)?));
                Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op, right }))
            }
            Eq | NotEq | IsDistinctFrom | IsNotDistinctFrom => {
                let (left, right) = (Box::new(literal(*left)), Box::new(literal(*right)));
                Transformed::yes(Expr::BinaryExpr(BinaryExpr { left, op, right }))
            }
            _ => Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right })),
        },
        Expr::Between(Between { expr, negated, low, high }) if is_address(&expr, schema) => {
            let (expr, low, high) = (Box::new(address(*expr)?), Box::new(address(*low)?), Box::new(address(*high)?));
            Transformed::yes(Expr::Between(Between { expr, negated, low, high }))
        }
        Expr::InList(InList { expr, list, negated }) if is_address(&expr, schema) => {
            let list = list.into_iter().map(literal).collect();
            Transformed::yes(Expr::InList(InList { expr, list, negated }))
        }
        Expr::WindowFunction(window) if window.params.order_by.iter().any(|sort| is_address(&sort.expr, schema)) => {
            let WindowFunction { fun, mut params } = *window;
            params.order_by = params.order_by.into_iter().map(|sort| ordered(sort, schema)).collect::<Result<Vec<_>>>()?;
            Transformed::yes(Expr::WindowFunction(Box::new(WindowFunction { fun, params })))
        }
        other => Transformed::no(other),
    })
}

fn is_address(expr: &Expr, schema: &DFSchema) -> bool {
    // Casts between kinds of text leave it an address.
    let inner = match expr {
        Expr::Cast(cast) => &cast.expr,
        Expr::TryCast(cast) => &cast.expr,
        expr => expr,
    };
    let marked = |field: FieldRef| field.data_type().is_string() && field.metadata().contains_key(MEANING);
    matches!(inner, Expr::Column(_) | Expr::Alias(_)) && inner.to_field(schema).is_ok_and(|(_, field)| marked(field))
}

fn address(expr: Expr) -> Result<Expr> {
    let function = named("address").ok_or_else(|| plan_datafusion_err!("there is no function `address`"))?;
    Ok(Expr::ScalarFunction(ScalarFunction::new_udf(function, vec![expr])))
}

/// A literal as the columns have it.
fn literal(expr: Expr) -> Expr {
    use ScalarValue::{LargeUtf8, Utf8, Utf8View};
    match expr {
        Expr::Literal(Utf8(Some(text)), meta) => Expr::Literal(Utf8(Some(canonical(&text))), meta),
        Expr::Literal(Utf8View(Some(text)), meta) => Expr::Literal(Utf8View(Some(canonical(&text))), meta),
        Expr::Literal(LargeUtf8(Some(text)), meta) => Expr::Literal(LargeUtf8(Some(canonical(&text))), meta),
        Expr::Cast(mut cast) => {
            cast.expr = Box::new(literal(*cast.expr));
            Expr::Cast(cast)
        }
        other => other,
    }
}
