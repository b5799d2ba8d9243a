"""Tables of sums say what they count, so that erasing somebody counts them out."""

from careered.progress.completion import REACHED, State
from careered.progress.tables import ClassCounter
from tests.privacy.test_declarations import _all


def test_every_declared_sum_names_tables_and_columns_that_are_there() -> None:
    tables = {one.name: one.table for one in _all()}
    counting = [one for one in _all() if one.counts]
    assert [one.name for one in counting] == ["class_counter"]
    for one in counting:
        assert one.counts
        assert {*one.counts.by, one.counts.column} <= set(tables[one.counts.of].columns.keys())
        assert {*one.counts.by, *one.counts.groups} <= set(one.table.columns.keys())


def test_the_class_counts_what_progress_counts() -> None:
    assert ClassCounter.counts.groups == {"in_progress": {State.IN_PROGRESS}, "done": REACHED}
