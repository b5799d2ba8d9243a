"""A time reaches SQLite in the text that SQLAlchemy would write."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import DateTime, create_engine
from sqlalchemy.types import TypeEngine

from careered.db.types import UtcDateTime

SQLITE = create_engine("sqlite://").dialect


def written(kind: TypeEngine[Any], moment: datetime | None) -> object:
    """What the driver is given."""
    write = kind.dialect_impl(SQLITE).bind_processor(SQLITE)
    assert write
    return write(moment)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 29, 3, 30, 0, 123456, timezone(timedelta(hours=3))),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(987, 1, 2, tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ],
)
def test_a_time_is_the_text_that_sqlalchemy_writes(moment: datetime) -> None:
    assert written(UtcDateTime(), moment) == written(DateTime(), moment.astimezone(UTC).replace(tzinfo=None))


def test_no_time_stays_none_and_one_without_a_zone_is_refused() -> None:
    assert written(UtcDateTime(), None) is None
    with pytest.raises(ValueError, match="naive"):
        written(UtcDateTime(), datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused
