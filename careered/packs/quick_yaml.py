"""The parser's events from libyaml, for files that were checked before: a national pack in 0.05 s instead of 0.8 s.

libyaml reads YAML 1.1 and words its errors differently, so it decides nothing: only events that mean the same in both
are passed on, as events of the strict reader (`read_yaml`), and anything else raises UnusualYAML.
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
            if (converted_event := _convert(event)) is not None:
                yield converted_event
    except yaml.YAMLError as error:
        raise UnusualYAML from error


def _convert(event: yaml.Event) -> Event | None:
    if any(getattr(event, name, None) for name in ("anchor", "tag", "version", "tags")):
        raise UnusualYAML
    event_type = type(event)
    if event_type is yaml.ScalarEvent:
        style = event.style or None
        return ScalarEvent(None, None, event.implicit, event.value, event.start_mark, event.end_mark, style=style)
    if event_type in _STARTS:
        return _STARTS[event_type](None, None, True, event.start_mark, event.end_mark)
    end_type = _ENDS.get(event_type)
    return end_type(event.start_mark, event.end_mark) if end_type else None


_STARTS = {yaml.MappingStartEvent: MappingStartEvent, yaml.SequenceStartEvent: SequenceStartEvent}
_ENDS = {
    yaml.MappingEndEvent: MappingEndEvent,
    yaml.SequenceEndEvent: SequenceEndEvent,
    yaml.DocumentStartEvent: DocumentStartEvent,
}
