"""The national services that a pack introduces: what they are, where they are, when somebody answers."""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from careered.packs.field_types import EMAIL, PHONE, Id, IdList, NonEmptyText, PackModel, url_fault
from careered.packs.localized import Comment, LocalizedText, LocalizedUrl

VerificationMethod = Literal["read", "memory"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ServiceStatus = Literal["active", "check", "closed"]
Purpose = Literal["information", "communication", "workspace", "co-careering"]
ChannelType = Literal["web", "phone", "sms", "email", "chat", "social", "visit", "webinar"]


class Verification(PackModel):
    """How somebody made sure of a fact: read at the place itself, or from memory (to be checked)."""

    how: VerificationMethod
    on: date | None = None


class TimeSpan(PackModel):
    """One span of local time in the pack's time zone, within a day."""

    opens: time = Field(alias="from")
    closes: time = Field(alias="to")

    @field_validator("closes")
    @classmethod
    def _closes_after_opening(cls, closes: time, info: ValidationInfo) -> time:
        opens = info.data.get("opens")
        if opens is not None and closes <= opens:
            raise PydanticCustomError(
                "wrong_type", "is not after “from”", {"mend": "give a later time of the same day"}
            )
        return closes


class OpenHours(TimeSpan):
    """Days of the week with one span of time."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]


class ExceptionalHours(PackModel):
    """Days on which a channel has other hours, first and last included; no hours: closed."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    hours: tuple[TimeSpan, ...] = ()
    note: Comment | None = None

    @field_validator("last")
    @classmethod
    def _last_not_before_first(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and last < first:
            raise PydanticCustomError("wrong_type", "is before “from”", {"mend": "give the same or a later day"})
        return last


def _kind_of_hours(value: object) -> str:
    return "word" if isinstance(value, str) else "spans"


Hours = Annotated[
    Annotated[Literal["always"], Tag("word")] | Annotated[tuple[OpenHours, ...], Tag("spans")],
    Discriminator(_kind_of_hours),
]


class Channel(PackModel):
    """One way to reach a service. `hours` None: nobody knows yet; the service's own page says.

    exceptions: days with other hours. on_holidays: whether the public holidays of `dates.yaml` are days off.
    """

    id: Id
    type: ChannelType
    value: NonEmptyText | None = None
    hours: Hours | None = None
    exceptions: tuple[ExceptionalHours, ...] = ()
    on_holidays: Literal["closed", "usual"] = "closed"
    verified_on: date | None = None
    source: IdList = ()
    note: Comment | None = None

    @field_validator("value")
    @classmethod
    def _value_fits_type(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("type")
        if value is None or kind is None:
            return value
        if kind in ("phone", "sms") and not PHONE.fullmatch(value):
            raise PydanticCustomError("bad_value", "“{value}” is not a telephone number", {"value": value})
        if kind == "email" and not EMAIL.fullmatch(value):
            raise PydanticCustomError("bad_value", "“{value}” is not an e-mail address", {"value": value})
        fault = url_fault(value) if kind in ("web", "chat", "social", "webinar") else ""
        if fault:
            raise PydanticCustomError("bad_url", "“{value}” {fault}", {"value": value, "fault": fault})
        return value


def _or_null(schema: dict[str, Any]) -> None:
    """Tells editors that `url: null` is right too."""
    schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"type": "null"}]


class Service(PackModel):
    """A national (or local) service: who runs it, what a pupil does there, how far one stays unknown.

    valid_to: the last day on which these words are right, where that is known.
    """

    id: Id
    name: LocalizedText
    url: Annotated[LocalizedUrl, Field(json_schema_extra=_or_null)]
    operator: Comment
    languages: tuple[NonEmptyText, ...]
    audience: tuple[NonEmptyText, ...]
    anonymity: Mapping[str, NonEmptyText]
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    pupil_does: LocalizedText
    status: ServiceStatus
    valid_to: date | None = None
    verified: Verification
    source: IdList
    channels: tuple[Channel, ...] = ()
    replaces: tuple[NonEmptyText, ...] = ()
    history: Comment | None = None
    note: Comment | None = None

    @field_validator("url", mode="before")
    @classmethod
    def _null_is_no_address(cls, url: object) -> object:
        """`url: null` says that the service has no address in any language (a local service, or not found yet)."""
        return {} if url is None else url


class ServiceDefaults(PackModel):
    """`stale_after_days`: how long a checked channel counts as checked, in days."""

    stale_after_days: Annotated[int, Field(ge=1)] = 60
    url_how: VerificationMethod = "memory"


class ServicesFile(PackModel):
    """`services.yaml`."""

    service_defaults: ServiceDefaults = ServiceDefaults()
    services: tuple[Service, ...]
