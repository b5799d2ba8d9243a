"""What somebody looks at on the live pages before a pack is released, as a list in Markdown with minutes."""

from collections.abc import Iterator

from careered.packs.models import Card, HelpLine, Lesson, LocalizedText, Pack, Service, Source

SERVICE_MINUTES, MISSION_MINUTES, LINE_MINUTES = 2, 2, 1
SOFT_HYPHEN = "\u00ad"
INTRODUCTION = """# {title}: what to check before a release

Written by `careered packs live-pages`. One person who reads {languages} needs a browser, no account and about
{minutes} minutes: {parts}. This does not include the
{sources} sources at the end: read those again whose date is near.

Record what you saw and the date in `services.yaml` (`verified`, `verified_on`), `pack.yaml` (`read_on`) and
`sources.yaml` (`read_on`, `check_by`). If a page has changed, its lesson stays: pupils practise on the made-up page
until the texts are corrected. Never send anything from a live page, and do not open a chat: someone may need it.
"""


def live_pages(pack: Pack) -> str:
    """The list: services with the missions that visit them, help lines, sources of the facts on cards."""
    open_services = [service for service in pack.services if service.status != "closed"]
    due = _sources_of_cards(pack)
    parts = [
        *(line for service in open_services for line in _service(pack, service)),
        *_section("Helplines: number, hours, languages", [_help_line(pack, line) for line in pack.help_lines]),
        *_section("Sources of the facts on cards", [_source(source) for source in due]),
    ]
    return "\n".join([_introduction(pack, open_services, len(due)), *parts, ""])


def _sources_of_cards(pack: Pack) -> list[Source]:
    cards = [card for lesson in pack.lessons for card in lesson.steps if isinstance(card, Card)]
    named = {source_id for card in cards for source_id in card.source}
    return [source for source in pack.sources if source.id in named]


def _introduction(pack: Pack, services: list[Service], due: int) -> str:
    missions = sum(len(list(_missions(pack, service.id))) for service in services)
    minutes = SERVICE_MINUTES * len(services) + MISSION_MINUTES * missions + LINE_MINUTES * len(pack.help_lines)
    parts = f"{SERVICE_MINUTES} for a service, {MISSION_MINUTES} for a mission, {LINE_MINUTES} for a helpline"
    languages = ", ".join(pack.languages)
    return INTRODUCTION.format(
        title=_text(pack, pack.title), languages=languages, minutes=minutes, parts=parts, sources=due
    )


def _service(pack: Pack, service: Service) -> Iterator[str]:
    addresses = [url for lang in pack.languages if (url := service.url.root.get(lang))]
    yield from (f"## {_text(pack, service.name)}", "")
    yield f"- [ ] opens: {' · '.join(dict.fromkeys(addresses)) or 'no page of its own: ask the municipality'}"
    yield f"- [ ] run by {_operator(pack, service)}, in {', '.join(service.languages)}: is this still so, and for whom?"
    for channel in service.channels:
        if channel.type != "web":
            yield f"- [ ] {channel.type}{f' {channel.value}' if channel.value else ''}: is it there, and when?"
    for lesson, card in _missions(pack, service.id):
        steps = " → ".join(_text(pack, look.text) for look in getattr(card, "look", ()))
        yield f"- [ ] {lesson.id} `{card.id}`: {steps}"
    yield ""


def _missions(pack: Pack, service_id: str) -> Iterator[tuple[Lesson, Card]]:
    for lesson in pack.playable_lessons():
        for card in lesson.steps:
            if isinstance(card, Card) and card.kind == "mission" and getattr(card, "service", "") == service_id:
                yield lesson, card


def _operator(pack: Pack, service: Service) -> str:
    return service.operator if isinstance(service.operator, str) else _text(pack, service.operator)


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""] if lines else []


def _help_line(pack: Pack, line: HelpLine) -> str:
    hours = line.hours.in_language("en", pack.default_language) if line.hours else "hours: none given"
    return f"- [ ] {_text(pack, line.name)} {line.number}: {hours}"


def _source(source: Source) -> str:
    return f"- [ ] {source.id}, by {source.check_by}: {source.title}{f' <{source.url}>' if source.url else ''}"


def _text(pack: Pack, text: LocalizedText) -> str:
    return text.in_language("en", pack.default_language).replace(SOFT_HYPHEN, "")
