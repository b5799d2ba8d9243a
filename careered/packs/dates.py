"""`dates.yaml`: dates that change every school year, such as the joint application."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import Id, IdList, PackModel
from careered.packs.localized import LocalizedText
from careered.packs.services import DateSpan, Verification

_SCHOOL_YEAR_PATTERN = re.compile(r"(20\d\d)-(20\d\d)")


def _check_school_year(value: str) -> str:
    match = _SCHOOL_YEAR_PATTERN.fullmatch(value)
    if not match or int(match[2]) != int(match[1]) + 1:
        context = {"value": value, "hint": "write it like 2026-2027"}
        raise PydanticCustomError("bad_value", "“{value}” is not a school year", context)
    return value


SchoolYear = Annotated[str, AfterValidator(_check_school_year)]


class DateRange(DateSpan):
    """First and last day, both included; equal for one day. Shown to pupils only if read at the source."""

    verified: Verification
    source: IdList = ()


class AnnualDate(PackModel):
    """An event with its dates by school year. service: the service whose page announces them."""

    id: Id
    title: LocalizedText
    service: Id | None = None
    years: Mapping[SchoolYear, DateRange] = {}

    def days(self, school_year: str) -> DateRange | None:
        """The dates of a school year such as “2026-2027”; None if unknown or not verified at the source."""
        date_range = self.years.get(school_year)
        return date_range if date_range and date_range.verified.how == "read" else None


class DatesFile(PackModel):
    """The keys of `dates.yaml`, an optional file. public_holidays: days on which services are closed."""

    dates: tuple[AnnualDate, ...] = ()
    public_holidays: tuple[date, ...] = ()


def school_year(day: date, last_day: str) -> str:
    """The school year of a day, such as “2026-2027”. last_day: of every school year, as MM-DD (`school_year_ends`)."""
    first_year = day.year if day.strftime("%m-%d") > last_day else day.year - 1
    return f"{first_year}-{first_year + 1}"


def next_school_year_starts(day: date, last_day: str) -> date:
    """The first day of the school year after that of `day`. last_day: as for `school_year`."""
    following = (day + timedelta(days=number) for number in range(1, 368))
    return next(later for later in following if school_year(later, last_day) != school_year(day, last_day))
