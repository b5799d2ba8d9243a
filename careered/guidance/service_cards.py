"""Services as cards for pupils: what they are for, how to reach them, when somebody answers, as far as it is known.

A number or an hour is shown only while somebody has checked it lately; else the service's own page is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel import Locale

from careered.clock import now
from careered.guidance import service_words as words
from careered.packs.models import Channel, Pack, Service, StepContent
from careered.packs.opening import DAYS, State, opening
from careered.packs.text import Text
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_datetime, format_time, format_weekday

ANSWERED_BY_PEOPLE = ("phone", "sms", "chat", "visit", "webinar")


@dataclass(frozen=True)
class ServiceCard:
    """One service in the reader's language. channels: (kind, words). url: "" when it has no page.

    now: (state, words) of each channel where people answer, as far as it is known. purposes: what it is good for.
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
    now: Sequence[tuple[str, str]] = ()
    purposes: str = ""
    checked: str = ""

    @property
    def option(self) -> tuple[str, str]:
        """The card as something to choose."""
        return self.id, self.name


def cards_for(pack: Pack, step: StepContent, lang: str) -> list[ServiceCard]:
    """The services that a step is about: its key `service` or `services`."""
    ids = getattr(step, "services", None) or [getattr(step, "service", "")]
    return [_card(pack, service, lang) for key in ids if (service := pack.service(key))]


def _card(pack: Pack, service: Service, lang: str) -> ServiceCard:
    fresh = [channel for channel in service.channels if _is_fresh(pack, channel)]
    operator = service.operator
    return ServiceCard(
        id=service.id,
        name=service.name.in_language(lang, pack.default_language),
        purpose=service.pupil_does.in_language(lang, pack.default_language),
        url=service.url.in_language(lang, pack.default_language) or "",
        operator=operator.in_language(lang, pack.default_language) if isinstance(operator, Text) else operator,
        languages=_languages(service.languages, lang),
        channels=[(one.type, _channel(one, one in fresh, lang)) for one in service.channels],
        anonymous=_anonymous(service, lang),
        hours=_hours(service, fresh, lang),
        now=list(_now(pack, service, lang)),
        purposes=_in_one_line([translations(lang).gettext(words.PURPOSES[one]) for one in service.purposes]),
        checked=_checked(fresh, lang),
    )


def _in_one_line(phrases: Sequence[str]) -> str:
    """Phrases after each other, with one capital letter at the beginning."""
    return ", ".join([*phrases[:1], *(phrase[:1].lower() + phrase[1:] for phrase in phrases[1:])])


def directory(pack: Pack, lang: str) -> list[ServiceCard]:
    """Every service of the pack that is there, in the pack's order."""
    return [_card(pack, service, lang) for service in pack.services if service.status != "closed"]


def _now(pack: Pack, service: Service, lang: str) -> Iterator[tuple[str, str]]:
    """Whether somebody answers now, channel by channel; what nobody has checked is left out."""
    say, at, oldest = translations(lang).gettext, now(), _oldest(pack)
    for channel in service.channels:
        found = opening(channel, at, pack.timezone, pack.public_holidays, oldest)
        if found.state in {State.OPEN, State.CLOSED}:
            ends = found.until or found.opens
            facts = {
                "channel": say(words.CHANNELS[channel.type]),
                "when": _moment(ends, at, lang, pack.timezone) if ends else "",
            }
            message = words.OPEN if found.until else words.OPENS if found.opens else words.CLOSED
            yield found.state.value, say(message) % facts


def _moment(when: datetime, at: datetime, lang: str, zone: str) -> str:
    """A clock time; with the day where it is not today."""
    clock = format_time(when, lang)
    if when.date() == at.astimezone(when.tzinfo).date():
        return clock
    return f"{format_weekday(when, lang)} {format_datetime(when, lang, zone)}"


def _checked(fresh: Sequence[Channel], lang: str) -> str:
    days = [channel.verified_on for channel in fresh if channel.verified_on]
    return translations(lang).gettext(words.CHECKED) % {"day": format_date(max(days), lang)} if days else ""


def _is_fresh(pack: Pack, channel: Channel) -> bool:
    """Whether somebody has looked at the channel lately enough to show its number and hours."""
    return channel.verified_on is not None and channel.verified_on >= _oldest(pack)


def _oldest(pack: Pack) -> date:
    day: date = now().date() - timedelta(days=pack.service_defaults.stale_after_days)
    return day


def _channel(channel: Channel, fresh: bool, lang: str) -> str:
    word = translations(lang).gettext(words.CHANNELS[channel.type])
    return f"{word} {channel.value}" if channel.value and fresh and channel.type in {"phone", "sms", "email"} else word


def _languages(codes: Sequence[str], lang: str) -> str:
    known = Locale(lang).languages
    return ", ".join(known.get(code, code) for code in codes)


def _anonymous(service: Service, lang: str) -> str:
    """On which channels nobody has to say who they are."""
    say = translations(lang).gettext
    names = {**words.CHANNELS, "browse": words.READING}
    where = [say(names[key]).lower() for key, how in service.anonymity.items() if how == "anonymous" and key in names]
    return say(words.ANONYMOUS) % {"channels": ", ".join(where)} if where else ""


def _hours(service: Service, fresh: Sequence[Channel], lang: str) -> str:
    say = translations(lang).gettext
    if not any(channel.type in ANSWERED_BY_PEOPLE for channel in service.channels):
        return ""
    known = [
        say(words.HOURS) % {"channel": say(words.CHANNELS[channel.type]), "hours": ", ".join(_spans(channel, lang))}
        for channel in fresh
        if isinstance(channel.hours, tuple)
    ]
    return "; ".join(known) or say(words.HOURS_UNKNOWN)


def _spans(channel: Channel, lang: str) -> Iterator[str]:
    names = Locale(lang).days["stand-alone"]["abbreviated"]
    for span in channel.hours if isinstance(channel.hours, tuple) else ():
        places = sorted(DAYS.index(day) for day in span.days)
        in_a_row = len(places) > 2 and places[-1] - places[0] == len(places) - 1
        days = [names[place] for place in ((places[0], places[-1]) if in_a_row else places)]
        opens, closes = (format_time(at, lang) for at in (span.opens, span.closes))
        yield f"{('–' if in_a_row else ', ').join(days)} {opens}–{closes}"
