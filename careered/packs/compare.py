"""What a new version of a pack changes: two packs in, changes out. Plain Python; the words are in compare_words.py.

Compared is what people would notice: requirements and what completes them, lessons and their steps, services and
how to reach them, the curriculum's wording, languages. Notes and sources are for authors: `git diff` shows them.
Words are compared in the languages that both packs have: a new language is one change, not a thousand.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel

from careered.packs.models import FrameworkItem, Lesson, Pack, Requirement, Service, Text

P = TypeVar("P", FrameworkItem, Lesson, Requirement, Service)


@dataclass(frozen=True)
class Change:
    """One thing that differs. code: which sentence. id, title: of the part. facts: what the sentence needs."""

    code: str
    id: str
    title: Text
    facts: Mapping[str, int | str] = field(default_factory=dict)


def compare(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Everything that differs, from the whole to the parts, in the new pack's order."""
    languages = tuple(_languages(old, new))
    old, new = _in_shared_languages(old, new)
    return (
        *languages,
        *_parts("requirement", old.requirements, new.requirements, lambda one: one.id, _requirement),
        *_parts("lesson", old.lessons, new.lessons, lambda one: one.id, _lesson),
        *_parts("service", old.services, new.services, lambda one: one.id, _service),
        *_parts("item", old.framework.items, new.framework.items, lambda one: one.code, _item),
    )


def _in_shared_languages(old: Pack, new: Pack) -> tuple[Pack, Pack]:
    shared = set(old.languages) & set(new.languages)
    if not shared or set(old.languages) == set(new.languages):
        return old, new
    return _only(old, shared), _only(new, shared)


def _only(value: Any, languages: Collection[str]) -> Any:
    """The same with words in these languages only."""
    match value:
        case RootModel():
            return type(value).model_construct({lang: words for lang, words in value.root.items() if lang in languages})
        case BaseModel():
            parts = {name: _only(getattr(value, name), languages) for name in type(value).model_fields}
            return value.model_copy(update=parts)
        case tuple():
            return tuple(_only(one, languages) for one in value)
        case _:
            return value


def _languages(old: Pack, new: Pack) -> Iterator[Change]:
    for code, these, those in (("language_added", new, old), ("language_removed", old, new)):
        different = [language for language in these.languages if language not in those.languages]
        if different:
            yield Change(code, new.id, new.title, {"languages": ", ".join(different)})


def _parts(
    part: str,
    old: Iterable[P],
    new: Iterable[P],
    key: Callable[[P], str],
    differences: Callable[[P, P], Iterator[tuple[str, Mapping[str, int | str]]]],
) -> Iterator[Change]:
    before, after = {key(one): one for one in old}, {key(one): one for one in new}
    for name, one in after.items():
        if name not in before:
            yield Change(f"{part}_added", name, _title(one))
            continue
        for code, facts in differences(before[name], one):
            yield Change(f"{part}_{code}", name, _title(one), facts)
    yield from (Change(f"{part}_removed", name, _title(one)) for name, one in before.items() if name not in after)


def _title(one: FrameworkItem | Lesson | Requirement | Service) -> Text:
    return one.name if isinstance(one, Service) else one.title


def _requirement(old: Requirement, new: Requirement) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if old.completion != new.completion:
        yield "completion", {}
    if old.by_grade != new.by_grade:
        yield "grade", {"old": old.by_grade, "new": new.by_grade}
    if old.items != new.items or old.basis != new.basis:
        yield "curriculum", {}
    if (old.title, old.short) != (new.title, new.short):
        yield "words", {}


def _lesson(old: Lesson, new: Lesson) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if old.status != new.status:
        yield "opened" if new.is_playable else "closed", {}
    if old.minutes != new.minutes:
        yield "minutes", {"old": old.minutes, "new": new.minutes}
    if old.requirements != new.requirements:
        yield "serves", {}
    if (old.title, old.summary, old.keep) != (new.title, new.summary, new.keep):
        yield "words", {}
    if old.is_playable and new.is_playable:
        yield from _steps(old, new)


def _steps(old: Lesson, new: Lesson) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    before, after = {one.id: one for one in old.steps}, {one.id: one for one in new.steps}
    counts = {
        "steps_added": sum(name not in before for name in after),
        "steps_removed": sum(name not in after for name in before),
        "steps_changed": sum(name in before and before[name] != one for name, one in after.items()),
    }
    yield from ((code, {"n": number}) for code, number in counts.items() if number)
    if [one for one in before if one in after] != [one for one in after if one in before]:
        yield "order", {}


def _service(old: Service, new: Service) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if old.url != new.url:
        yield "address", {}
    if old.status != new.status:
        yield new.status, {}
    if old.channels != new.channels:
        yield "contact", {}
    if (old.name, old.pupil_does, old.operator) != (new.name, new.pupil_does, new.operator):
        yield "words", {}


def _item(old: FrameworkItem, new: FrameworkItem) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if (old.title, old.text, old.display) != (new.title, new.text, new.display):
        yield "words", {}
