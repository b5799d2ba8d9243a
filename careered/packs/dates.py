"""Days that change every school year (a joint application, a deadline): settings of the year, not texts of lessons."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from careered.packs.services import Verified
from careered.packs.shapes import Id, Ids, Part
from careered.packs.text import Text

_YEAR = re.compile(r"(20\d\d)-(20\d\d)")


def _school_year(value: str) -> str:
    found = _YEAR.fullmatch(value)
    if not found or int(found[2]) != int(found[1]) + 1:
        what = {"value": value, "mend": "write it like 2026-2027"}
        raise PydanticCustomError("bad_value", "“{value}” is not a school year", what)
    return value


SchoolYear = Annotated[str, AfterValidator(_school_year)]


class Days(Part):
    """One day, or the first and the last. Shown to pupils only when somebody has read them at the source."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    verified: Verified
    source: Ids = ()

    @field_validator("last")
    @classmethod
    def _after_the_first(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and last < first:
            raise PydanticCustomError("wrong_type", "is before “from”", {"mend": "give the same or a later day"})
        return last


class YearDate(Part):
    """Something that has its days every school year. service: whose own page says them."""

    id: Id
    title: Text
    service: Id | None = None
    years: Mapping[SchoolYear, Days] = {}

    def days(self, school_year: str) -> Days | None:
        """The days of a school year that somebody has read at the source; else None."""
        found = self.years.get(school_year)
        return found if found and found.verified.how == "read" else None


class DatesFile(Part):
    """`dates.yaml`, which a pack may leave out. public_holidays: days on which services are closed."""

    dates: tuple[YearDate, ...] = ()
    public_holidays: tuple[date, ...] = ()


def school_year(today: date, ends: str) -> str:
    """The school year of a day. ends: its last day as MM-DD (`school_year_ends`)."""
    first = today.year if today.strftime("%m-%d") > ends else today.year - 1
    return f"{first}-{first + 1}"
