"""The list of long tests names tests that are there: one that was renamed would begin late and slow the inner loop."""

from pathlib import Path

import pytest

from tests.support.slow import SLOW


@pytest.mark.parametrize("name", sorted(SLOW))
def test_a_long_test_is_where_the_list_says(name: str) -> None:
    file, test = name.split("::")
    assert f"def {test}(" in (Path(__file__).parent / file).read_text(encoding="utf-8")
