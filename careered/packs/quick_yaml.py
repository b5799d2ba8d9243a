"""The parser's events from libyaml, for files that were checked before: a national pack in 0.05 s instead of 0.8 s.

libyaml speaks YAML 1.1 and its errors have other words, so it decides nothing: only events that mean the same in both
are passed on, as those of the strict reader (`read_yaml`), and whatever else there is ends with UnusualYAML.
"""

import re
from collections.abc import Iterator

import yaml
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

# Line ends in YAML 1.1, plain characters in 1.2.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


class UnusualYAML(Exception):
    """The text has something that the two parsers may read differently, or cannot be read."""


def quick_events(text: str) -> Iterator[Event]:
    """The events of one plain document, without those of the stream. Raises UnusualYAML."""
    if not yaml.__with_libyaml__ or _OTHER_LINE_ENDS.search(text):
        raise UnusualYAML
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if (made := _event(event)) is not None:
                yield made
    except yaml.YAMLError as error:
        raise UnusualYAML from error


def _event(event: yaml.Event) -> Event | None:
    if any(getattr(event, name, None) for name in ("anchor", "tag", "version", "tags")):
        raise UnusualYAML
    kind = type(event)
    if kind is yaml.ScalarEvent:
        plain = event.style or None
        return ScalarEvent(None, None, event.implicit, event.value, event.start_mark, event.end_mark, style=plain)
    if kind in _STARTS:
        return _STARTS[kind](None, None, True, event.start_mark, event.end_mark)
    made = _ENDS.get(kind)
    return made(event.start_mark, event.end_mark) if made else None


_STARTS = {yaml.MappingStartEvent: MappingStartEvent, yaml.SequenceStartEvent: SequenceStartEvent}
_ENDS = {
    yaml.MappingEndEvent: MappingEndEvent,
    yaml.SequenceEndEvent: SequenceEndEvent,
    yaml.DocumentStartEvent: DocumentStartEvent,
}
