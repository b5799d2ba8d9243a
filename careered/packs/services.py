"""`services.yaml`: the services that a pack introduces, their URLs, channels and opening hours."""

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
    """How a fact was verified: read at its source, or from memory (not verified). on: the day of it."""

    how: VerificationMethod
    on: date | None = None


class TimeSpan(PackModel):
    """A span of local time within a day, in the pack's time zone."""

    opens: time = Field(alias="from")
    closes: time = Field(alias="to")

    @field_validator("closes")
    @classmethod
    def _closes_after_opening(cls, closes: time, info: ValidationInfo) -> time:
        opens = info.data.get("opens")
        if opens is not None and closes <= opens:
            raise PydanticCustomError(
                "wrong_type", "is not after “from”", {"hint": "give a later time of the same day"}
            )
        return closes


class DateSpan(PackModel):
    """From the first to the last day, both included; equal for one day."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]

    @field_validator("last")
    @classmethod
    def _last_not_before_first(cls, last: date, info: ValidationInfo) -> date:
        first = info.data.get("first")
        if first is not None and last < first:
            raise PydanticCustomError("wrong_type", "is before “from”", {"hint": "give the same or a later day"})
        return last


class OpenHours(TimeSpan):
    """Weekdays with one span of time."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]


class ExceptionalHours(DateSpan):
    """Other hours of a channel from first to last day, both included. Empty hours: closed."""

    hours: tuple[TimeSpan, ...] = ()
    note: Comment | None = None


def _kind_of_hours(value: object) -> str:
    return "word" if isinstance(value, str) else "spans"


Hours = Annotated[
    Annotated[Literal["always"], Tag("word")] | Annotated[tuple[OpenHours, ...], Tag("spans")],
    Discriminator(_kind_of_hours),
]


class Channel(PackModel):
    """One way to contact a service.

    hours: None when unknown. on_holidays: whether it is closed on the public holidays of `dates.yaml`.
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
    """Allow `url: null` in the JSON Schema."""
    schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"type": "null"}]


class Service(PackModel):
    """A national or local service.

    operator: who runs it. description: what it is for, as pupils read it. pupil_does: the teaching goal, which pupils
    never read. anonymity: how far users stay anonymous, by purpose.
    valid_to: the last day on which the texts are correct, if known.
    """

    id: Id
    name: LocalizedText
    url: Annotated[LocalizedUrl, Field(json_schema_extra=_or_null)]
    operator: Comment
    languages: tuple[NonEmptyText, ...]
    audience: tuple[NonEmptyText, ...]
    anonymity: Mapping[str, NonEmptyText]
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    description: LocalizedText | None = None
    pupil_does: LocalizedText
    status: ServiceStatus
    valid_to: date | None = None
    verified: Verification
    source: IdList
    channels: tuple[Channel, ...] = ()
    replaces: tuple[NonEmptyText, ...] = ()
    history: Comment | None = None
    note: Comment | None = None

    def described(self, lang: str, fallback: str) -> str:
        """What it is for; "" where the pack does not say. fallback: the pack's own language."""
        return self.description.in_language(lang, fallback) if self.description else ""

    @field_validator("url", mode="before")
    @classmethod
    def _null_is_no_address(cls, url: object) -> object:
        """`url: null`: the service has no URL in any language (a local service, or not found yet)."""
        return {} if url is None else url


class ServiceDefaults(PackModel):
    """stale_after_days: for how many days the verification of a channel counts."""

    stale_after_days: Annotated[int, Field(ge=1)] = 60
    url_how: VerificationMethod = "memory"


class ServicesFile(PackModel):
    """The keys of `services.yaml`."""

    service_defaults: ServiceDefaults = ServiceDefaults()
    services: tuple[Service, ...]
