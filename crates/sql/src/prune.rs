//! Leaving out parts that cannot hold what is wanted, by what their index tells of times and numbers, and by their file's name.

use crate::part::{Borders, Part};
use crate::source::Table;
use datafusion::arrow::array::{ArrayRef, BooleanArray, Int64Array, StringViewArray, TimestampNanosecondArray, UInt64Array};
use datafusion::catalog::Session;
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::{Column, Result, ScalarValue};
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::conjunction;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use std::collections::HashSet;
use std::sync::Arc;

/// The parts that may hold rows for which the filters are true.
pub(crate) fn kept(table: &Table, parts: Vec<(usize, Part)>, filters: &[Expr], state: &dyn Session) -> Result<Vec<(usize, Part)>> {
    use datafusion::common::ToDFSchema;
    let schema = table.arrow();
    let Some(filter) = conjunction(filters.iter().cloned()) else { return Ok(parts) };
    let expression = state.create_physical_expr(filter, &schema.clone().to_dfschema()?)?;
    // What cannot be told from statistics lets all parts stay.
    let Ok(predicate) = PruningPredicateBuilder::new().with_file_schema(schema).try_build(expression) else { return Ok(parts) };
    let known = parts.iter().map(|(i, part)| Known::of(table, *i, part)).collect();
    let keep = predicate.prune(&Parts(known))?;
    Ok(parts.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(part, _)| part).collect())
}

/// What is known of a part.
struct Known {
    shown: String,
    numbers: Option<(u64, u64)>,
    times: Option<(i64, i64)>,
}

impl Known {
    fn of(table: &Table, capture: usize, part: &Part) -> Known {
        let index = table.captures.get(capture).and_then(|capture| capture.index.as_ref());
        let (numbers, times) = match (index, &part.by) {
            (Some(index), Borders::Whole) => ((index.packets > 0).then_some((1, index.packets)), index.times()),
            (Some(index), _) => match index.tells(part) {
                Some((before, after, times)) => ((after > before).then_some((before + 1, after)), times),
                None => (None, None),
            },
            _ => (None, None),
        };
        Known { shown: part.shown.clone(), numbers, times }
    }
}

struct Parts(Vec<Known>);

impl Parts {
    fn bound(&self, column: &Column, of: impl Fn((u64, u64)) -> u64, at: impl Fn((i64, i64)) -> i64) -> Option<ArrayRef> {
        match column.name.as_str() {
            "file" => Some(Arc::new(StringViewArray::from_iter_values(self.0.iter().map(|part| &part.shown)))),
            "frame_number" => {
                Some(Arc::new(self.0.iter().map(|part| part.numbers.map(|numbers| of(numbers) as i64)).collect::<Int64Array>()))
            }
            "frame_time" => {
                let times = self.0.iter().map(|part| part.times.map(&at)).collect::<TimestampNanosecondArray>();
                Some(Arc::new(times.with_timezone("UTC")))
            }
            _ => None,
        }
    }
}

impl PruningStatistics for Parts {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bound(column, |(from, _)| from, |(from, _)| from)
    }
    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bound(column, |(_, to)| to, |(_, to)| to)
    }
    fn num_containers(&self) -> usize {
        self.0.len()
    }
    fn null_counts(&self, _: &Column) -> Option<ArrayRef> {
        None
    }
    fn row_counts(&self) -> Option<ArrayRef> {
        Some(Arc::new(self.0.iter().map(|part| part.numbers.map(|(from, to)| to + 1 - from)).collect::<UInt64Array>()))
    }
    fn contained(&self, _: &Column, _: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}
