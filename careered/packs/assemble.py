"""Trees to models: the five files of a pack, its lessons, and each lesson's steps by their kinds."""

import re
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from careered.packs.dates import DatesFile
from careered.packs.models import About, Lesson, Pack, StepContent
from careered.packs.requirements import FrameworkFile, RequirementsFile, SourcesFile
from careered.packs.schema import suggestion, validate
from careered.packs.services import ServicesFile
from careered.packs.tree import ANY, KeyPath, Tree, Value, dotted

M = TypeVar("M", bound=BaseModel)
Kinds = Mapping[str, type[StepContent]]
Trees = Mapping[str, Tree]


def assemble(trees: Trees, kinds: Kinds, digest: str) -> Pack | None:
    """The pack; None when a part is missing or faulty. Problems are noted in the trees."""
    languages = _languages(trees)
    about = part(About, trees, "pack.yaml", languages)
    sources = part(SourcesFile, trees, "sources.yaml", languages)
    framework = part(FrameworkFile, trees, "framework.yaml", languages)
    services = part(ServicesFile, trees, "services.yaml", languages)
    requirements = part(RequirementsFile, trees, "requirements.yaml", languages)
    dates = part(DatesFile, trees, "dates.yaml", languages)
    lessons = lessons_of(trees, kinds, languages)
    if not (about and sources and framework and services and requirements):
        return None
    parts = [about, sources, framework, services, requirements, *([dates] if dates else [])]
    fields = {name: value for each in parts for name, value in each}
    return Pack.model_validate({**fields, "lessons": lessons, "content_hash": digest})


def _languages(trees: Trees) -> tuple[str, ...]:
    """The pack's languages even where pack.yaml has other faults; none where nobody can know."""
    tree = trees.get("pack.yaml")
    return tuple(language for _, language in tree.texts("languages", ANY)) if tree else ()


def part(model: type[M], trees: Trees, name: str, languages: tuple[str, ...]) -> M | None:
    """One file as its model; None when it is missing or faulty."""
    tree = trees.get(name)
    return validate(model, tree, (), tree.value, languages) if tree and not tree.is_broken(()) else None


def lessons_of(trees: Trees, kinds: Kinds, languages: tuple[str, ...]) -> tuple[Lesson, ...]:
    """The lessons that are without faults, in the natural order of their files."""
    names = sorted((name for name in trees if name.startswith("lessons/")), key=_natural)
    return tuple(lesson for name in names if (lesson := _lesson(trees[name], kinds, languages)))


def _natural(name: str) -> list[tuple[int, str]]:
    """Sorts `x-2` before `x-10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def _lesson(tree: Tree, kinds: Kinds, languages: tuple[str, ...]) -> Lesson | None:
    """The lesson with its steps. The steps are validated one by one, for each has its own model."""
    if tree.is_broken(()) or not isinstance(tree.value, dict):
        return None
    steps = tree.value.get("steps")
    shell = {**tree.value, "steps": []} if isinstance(steps, list) else tree.value
    lesson = validate(Lesson, tree, (), shell, languages)
    raw = steps if isinstance(steps, list) else []
    read = [_step(tree, ("steps", index), step, kinds, languages) for index, step in enumerate(raw)]
    whole = tuple(step for step in read if step)
    return lesson.model_copy(update={"steps": whole}) if lesson else None


def _step(tree: Tree, path: KeyPath, raw: Value, kinds: Kinds, languages: tuple[str, ...]) -> StepContent | None:
    if tree.is_broken(path):
        return None
    if not isinstance(raw, dict):
        return validate(StepContent, tree, path, raw, languages)
    kind = raw.get("kind")
    if isinstance(kind, str) and kind in kinds:
        return validate(kinds[kind], tree, path, raw, languages)
    _report_kind(tree, path, raw, kinds)
    return None


def _report_kind(tree: Tree, path: KeyPath, raw: dict[str, Value], kinds: Kinds) -> None:
    known, kind = f"kinds are: {', '.join(sorted(kinds))}", raw.get("kind")
    at = tree.at((*path, "kind"))
    if "kind" not in raw:
        tree.report(tree.at(path), "missing_key", f"{dotted(path)} has no “kind”", known)
    elif isinstance(kind, str):
        tree.report(at, "unknown_kind", f"there is no step kind “{kind}”", suggestion(kind, kinds) or known)
    elif not tree.is_broken((*path, "kind")):
        tree.report(at, "wrong_type", f"{dotted(path)}.kind is not a text", known)
