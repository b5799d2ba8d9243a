"""Differences between two versions of a pack, as data. Plain Python; compare_text.py has the sentences.

Compared is what users notice: requirements and their completion, lessons and steps, services and channels, the
curriculum's wording, languages. Notes and sources are for authors: `git diff` shows them. Texts are compared in the
languages that both versions have, so that a new language is one change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel

from careered.packs.models import FrameworkItem, Lesson, LocalizedText, Pack, Requirement, Service

P = TypeVar("P", FrameworkItem, Lesson, Requirement, Service)


@dataclass(frozen=True)
class Change:
    """One difference. code: of its sentence in CHANGE_SENTENCES. id, title: of the part. facts: the placeholders."""

    code: str
    id: str
    title: LocalizedText
    facts: Mapping[str, int | str] = field(default_factory=dict)


def compare(old: Pack, new: Pack) -> tuple[Change, ...]:
    """All differences: languages, then parts in the order of the new version, removed ones after them."""
    languages = tuple(_compare_languages(old, new))
    old, new = _limit_to_shared_languages(old, new)
    return (
        *languages,
        *_compare_parts("requirement", old.requirements, new.requirements, lambda part: part.id, _compare_requirement),
        *_compare_parts("lesson", old.lessons, new.lessons, lambda part: part.id, _compare_lesson),
        *_compare_parts("service", old.services, new.services, lambda part: part.id, _compare_service),
        *_compare_parts("item", old.framework.items, new.framework.items, lambda part: part.code, _compare_item),
    )


def _limit_to_shared_languages(old: Pack, new: Pack) -> tuple[Pack, Pack]:
    shared = set(old.languages) & set(new.languages)
    if not shared or set(old.languages) == set(new.languages):
        return old, new
    return _limit_languages(old, shared), _limit_languages(new, shared)


def _limit_languages(value: Any, languages: Collection[str]) -> Any:
    """The value with its localized texts reduced to these languages."""
    match value:
        case RootModel():
            return type(value).model_construct({lang: text for lang, text in value.root.items() if lang in languages})
        case BaseModel():
            fields = {name: _limit_languages(getattr(value, name), languages) for name in type(value).model_fields}
            return value.model_copy(update=fields)
        case tuple():
            return tuple(_limit_languages(item, languages) for item in value)
        case _:
            return value


def _compare_languages(old: Pack, new: Pack) -> Iterator[Change]:
    for code, with_language, without_language in (("language_added", new, old), ("language_removed", old, new)):
        missing = [language for language in with_language.languages if language not in without_language.languages]
        if missing:
            yield Change(code, new.id, new.title, {"languages": ", ".join(missing)})


def _compare_parts(
    kind: str,
    old: Iterable[P],
    new: Iterable[P],
    key: Callable[[P], str],
    differences: Callable[[P, P], Iterator[tuple[str, Mapping[str, int | str]]]],
) -> Iterator[Change]:
    before, after = {key(item): item for item in old}, {key(item): item for item in new}
    for part_id, item in after.items():
        if part_id not in before:
            yield Change(f"{kind}_added", part_id, _part_title(item))
            continue
        for code, facts in differences(before[part_id], item):
            yield Change(f"{kind}_{code}", part_id, _part_title(item), facts)
    yield from (
        Change(f"{kind}_removed", part_id, _part_title(item))
        for part_id, item in before.items()
        if part_id not in after
    )


def _part_title(part: FrameworkItem | Lesson | Requirement | Service) -> LocalizedText:
    return part.name if isinstance(part, Service) else part.title


def _compare_requirement(old: Requirement, new: Requirement) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if old.completion != new.completion:
        yield "completion", {}
    if old.by_grade != new.by_grade:
        yield "grade", {"old": old.by_grade, "new": new.by_grade}
    if old.items != new.items or old.basis != new.basis:
        yield "curriculum", {}
    if (old.title, old.short) != (new.title, new.short):
        yield "wording", {}


def _compare_lesson(old: Lesson, new: Lesson) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if old.status != new.status:
        yield "opened" if new.is_playable else "closed", {}
    if old.minutes != new.minutes:
        yield "minutes", {"old": old.minutes, "new": new.minutes}
    if old.requirements != new.requirements:
        yield "requirements", {}
    if (old.title, old.summary, old.keep) != (new.title, new.summary, new.keep):
        yield "wording", {}
    if old.is_playable and new.is_playable:
        yield from _compare_steps(old, new)


def _compare_steps(old: Lesson, new: Lesson) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    before, after = {step.id: step for step in old.steps}, {step.id: step for step in new.steps}
    counts = {
        "steps_added": sum(step_id not in before for step_id in after),
        "steps_removed": sum(step_id not in after for step_id in before),
        "steps_changed": sum(step_id in before and before[step_id] != step for step_id, step in after.items()),
    }
    yield from ((code, {"n": number}) for code, number in counts.items() if number)
    if [step for step in before if step in after] != [step for step in after if step in before]:
        yield "order", {}


def _compare_service(old: Service, new: Service) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if old.url != new.url:
        yield "address", {}
    if old.status != new.status:
        yield new.status, {}
    if old.channels != new.channels:
        yield "contact", {}
    if _wording(old) != _wording(new):
        yield "wording", {}


def _wording(service: Service) -> tuple[object, ...]:
    return service.name, service.description, service.pupil_does, service.operator


def _compare_item(old: FrameworkItem, new: FrameworkItem) -> Iterator[tuple[str, Mapping[str, int | str]]]:
    if (old.title, old.text, old.display) != (new.title, new.text, new.display):
        yield "wording", {}
