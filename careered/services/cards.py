"""Service cards for pupils: purpose, channels, opening hours and availability of a service.

Numbers and hours are shown only if verified within the pack's `stale_after_days`; else the service's own page is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel import Locale

from careered.clock import day_of, now, today
from careered.packs.localized import LocalizedText
from careered.packs.models import Channel, Pack, Service, StepContent
from careered.packs.opening_hours import WEEKDAYS, OpeningState, opening_status
from careered.services import labels
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_datetime, format_time, format_weekday

STAFFED_CHANNELS = ("phone", "sms", "chat", "visit", "webinar")


@dataclass(frozen=True)
class ServiceCard:
    """One service in the reader's language. channels: (type, label). url: "" if it has no page.

    availability: (state, text) of each channel whose opening hours are known. purposes: labels, comma-separated.
    """

    id: str
    name: str
    purpose: str
    url: str
    operator: str
    languages: str
    channels: Sequence[tuple[str, str]]
    anonymous: str
    hours: str
    availability: Sequence[tuple[str, str]] = ()
    purposes: str = ""
    checked: str = ""

    @property
    def option(self) -> tuple[str, str]:
        """(value, label) for a choice field."""
        return self.id, self.name


def cards_for_step(pack: Pack, step: StepContent, lang: str) -> list[ServiceCard]:
    """Cards of the services that a step names in its key `service` or `services`."""
    ids = getattr(step, "services", None) or [getattr(step, "service", "")]
    return [_card(pack, service, lang) for service_id in ids if (service := pack.service(service_id))]


def _card(pack: Pack, service: Service, lang: str) -> ServiceCard:
    fresh_channels = [channel for channel in service.channels if _is_fresh(pack, channel)]
    operator = service.operator
    return ServiceCard(
        id=service.id,
        name=service.name.in_language(lang, pack.default_language),
        purpose=service.described(lang, pack.default_language),
        url=service.url.in_language(lang, pack.default_language) or "",
        operator=operator.in_language(lang, pack.default_language) if isinstance(operator, LocalizedText) else operator,
        languages=_language_names(service.languages, lang),
        channels=[
            (channel.type, _channel_text(channel, channel in fresh_channels, lang)) for channel in service.channels
        ],
        anonymous=_anonymous_text(service, lang),
        hours=_hours_text(service, fresh_channels, lang),
        availability=list(_availability(pack, service, lang)),
        purposes=_in_one_line([translations(lang).gettext(labels.PURPOSES[purpose]) for purpose in service.purposes]),
        checked=_checked_text(fresh_channels, lang),
    )


def _in_one_line(phrases: Sequence[str]) -> str:
    """Phrases joined by commas, all but the first in lower case."""
    return ", ".join([*phrases[:1], *(phrase[:1].lower() + phrase[1:] for phrase in phrases[1:])])


def directory(pack: Pack, lang: str) -> list[ServiceCard]:
    """Every service of the pack that is not closed, in the pack's order."""
    return [_card(pack, service, lang) for service in pack.services if service.status != "closed"]


def _availability(pack: Pack, service: Service, lang: str) -> Iterator[tuple[str, str]]:
    """(state, text) of each channel that is known to be open or closed now; stale channels are left out."""
    gettext, moment, oldest = translations(lang).gettext, now(), _stale_before(pack)
    for channel in service.channels:
        status = opening_status(channel, moment, pack.timezone, pack.public_holidays, oldest)
        if status.state in {OpeningState.OPEN, OpeningState.CLOSED}:
            next_change = status.closes_at or status.opens_at
            placeholders = {
                "channel": gettext(labels.CHANNELS[channel.type]),
                "when": _format_opening(next_change, moment, lang, pack.timezone) if next_change else "",
            }
            message = (
                labels.OPEN_UNTIL if status.closes_at else labels.OPENS_AT if status.opens_at else labels.CLOSED_NOW
            )
            yield status.state.value, gettext(message) % placeholders


def _format_opening(change_time: datetime, moment: datetime, lang: str, zone: str) -> str:
    """The time of day; with the date if it is not today."""
    clock_time = format_time(change_time, lang)
    if day_of(change_time, zone) == day_of(moment, zone):
        return clock_time
    return f"{format_weekday(change_time, lang)} {format_datetime(change_time, lang, zone)}"


def _checked_text(fresh_channels: Sequence[Channel], lang: str) -> str:
    days = [channel.verified_on for channel in fresh_channels if channel.verified_on]
    return translations(lang).gettext(labels.CHECKED) % {"day": format_date(max(days), lang)} if days else ""


def _is_fresh(pack: Pack, channel: Channel) -> bool:
    """Whether the channel was verified recently enough to show its number and hours."""
    return channel.verified_on is not None and channel.verified_on >= _stale_before(pack)


def _stale_before(pack: Pack) -> date:
    oldest_day: date = today(pack.timezone) - timedelta(days=pack.service_defaults.stale_after_days)
    return oldest_day


def _channel_text(channel: Channel, is_fresh: bool, lang: str) -> str:
    label = translations(lang).gettext(labels.CHANNELS[channel.type])
    return (
        f"{label} {channel.value}"
        if channel.value and is_fresh and channel.type in {"phone", "sms", "email"}
        else label
    )


def _language_names(codes: Sequence[str], lang: str) -> str:
    names = Locale(lang).languages
    return ", ".join(names.get(code, code) for code in codes)


def _anonymous_text(service: Service, lang: str) -> str:
    """Sentence with the channels that can be used anonymously; "" if there are none."""
    gettext = translations(lang).gettext
    names = {**labels.CHANNELS, "browse": labels.READING_PAGES}
    channels = [
        gettext(names[kind]).lower()
        for kind, anonymity in service.anonymity.items()
        if anonymity == "anonymous" and kind in names
    ]
    return gettext(labels.ANONYMOUS) % {"channels": ", ".join(channels)} if channels else ""


def _hours_text(service: Service, fresh_channels: Sequence[Channel], lang: str) -> str:
    gettext = translations(lang).gettext
    if not any(channel.type in STAFFED_CHANNELS for channel in service.channels):
        return ""
    has_page = bool(service.url.in_language(lang))
    hours = [
        gettext(labels.HOURS)
        % {"channel": gettext(labels.CHANNELS[channel.type]), "hours": ", ".join(_format_spans(channel, lang))}
        for channel in fresh_channels
        if isinstance(channel.hours, tuple)
    ]
    return "; ".join(hours) or gettext(labels.HOURS_UNKNOWN_SEE_PAGE if has_page else labels.HOURS_UNKNOWN)


def _format_spans(channel: Channel, lang: str) -> Iterator[str]:
    day_names = Locale(lang).days["stand-alone"]["abbreviated"]
    for span in channel.hours if isinstance(channel.hours, tuple) else ():
        day_indexes = sorted(WEEKDAYS.index(day) for day in span.days)
        is_consecutive = len(day_indexes) > 2 and day_indexes[-1] - day_indexes[0] == len(day_indexes) - 1
        days = [
            day_names[day_index] for day_index in ((day_indexes[0], day_indexes[-1]) if is_consecutive else day_indexes)
        ]
        opens, closes = (format_time(clock_time, lang) for clock_time in (span.opens, span.closes))
        yield f"{('–' if is_consecutive else ', ').join(days)} {opens}–{closes}"
