"""Trees to models: the five files of a pack, its lessons, and each lesson's steps or cards by their kinds."""

import re
from collections.abc import Mapping
from typing import TypeVar, cast

from pydantic import BaseModel

from careered.packs.dates import DatesFile
from careered.packs.education_map import ROUTES_FILE, RoutesFile
from careered.packs.lessons import models_of_cards, models_of_steps
from careered.packs.models import Card, Lesson, Pack, PackMetadata, Part, StepContent
from careered.packs.pictures import PICTURES_FILE, PicturesFile
from careered.packs.requirements import FrameworkFile, RequirementsFile, SourcesFile
from careered.packs.schema import did_you_mean, validate
from careered.packs.services import ServicesFile
from careered.packs.yaml_tree import ANY, KeyPath, Tree, Value, dotted_path

M = TypeVar("M", bound=BaseModel)
Kinds = Mapping[str, type[StepContent]]
Trees = Mapping[str, Tree]


def build_pack(trees: Trees, kinds: Kinds, digest: str) -> Pack | None:
    """The pack; None when a part is missing or faulty. Problems are noted in the trees."""
    languages = _pack_languages(trees)
    about = build_file(PackMetadata, trees, "pack.yaml", languages)
    sources = build_file(SourcesFile, trees, "sources.yaml", languages)
    framework = build_file(FrameworkFile, trees, "framework.yaml", languages)
    services = build_file(ServicesFile, trees, "services.yaml", languages)
    requirements = build_file(RequirementsFile, trees, "requirements.yaml", languages)
    dates = build_file(DatesFile, trees, "dates.yaml", languages)
    routes = build_file(RoutesFile, trees, ROUTES_FILE, languages)
    pictures = build_file(PicturesFile, trees, PICTURES_FILE, languages)
    lessons = build_lessons(trees, kinds, languages)
    if not (about and sources and framework and services and requirements):
        return None
    parts = [about, sources, framework, services, requirements, *(part for part in (dates, routes) if part)]
    fields = {name: value for model in parts for name, value in model}
    fields |= {"lessons": lessons, "picture_entries": pictures.pictures if pictures else (), "content_hash": digest}
    return Pack.model_validate(fields)


def _pack_languages(trees: Trees) -> tuple[str, ...]:
    """The pack's languages even where pack.yaml has other faults; none where nobody can know."""
    tree = trees.get("pack.yaml")
    return tuple(language for _, language in tree.texts("languages", ANY)) if tree else ()


def build_file(model: type[M], trees: Trees, name: str, languages: tuple[str, ...]) -> M | None:
    """One file as its model; None when it is missing or faulty."""
    tree = trees.get(name)
    return validate(model, tree, (), tree.value, languages) if tree and not tree.is_invalid(()) else None


def build_lessons(trees: Trees, kinds: Kinds, languages: tuple[str, ...]) -> tuple[Lesson, ...]:
    """The lessons that are without faults, in the natural order of their files."""
    names = sorted((name for name in trees if name.startswith("lessons/")), key=_natural_sort_key)
    return tuple(lesson for name in names if (lesson := _build_lesson(trees[name], kinds, languages)))


def _natural_sort_key(name: str) -> list[tuple[int, str]]:
    """Sorts `x-2` before `x-10`."""
    return [(len(part), part) if part.isdecimal() else (-1, part) for part in re.split(r"0*(\d+)", name)]


def _build_lesson(tree: Tree, kinds: Kinds, languages: tuple[str, ...]) -> Lesson | None:
    """The lesson with its steps or parts. Steps and cards are validated one by one, for each has its own model."""
    if tree.is_invalid(()) or not isinstance(tree.value, dict):
        return None
    bare = {**tree.value, **{key: [] for key in ("steps", "parts") if isinstance(tree.value.get(key), list)}}
    lesson = validate(Lesson, tree, (), bare, languages)
    steps = _build_contents(tree, ("steps",), tree.value.get("steps"), models_of_steps(kinds), languages)
    parts = _build_parts(tree, kinds, languages)
    cards = tuple(card for part in parts for card in part.cards)
    return lesson.model_copy(update={"steps": cards or steps, "parts": parts}) if lesson else None


def _build_parts(tree: Tree, kinds: Kinds, languages: tuple[str, ...]) -> tuple[Part, ...]:
    """The lesson's parts with the cards that are without faults."""
    parts = []
    for path, raw in tree.select("parts", ANY):
        raw_cards = raw.get("cards") if isinstance(raw, dict) else None
        bare = {**raw, "cards": []} if isinstance(raw, dict) and isinstance(raw_cards, list) else raw
        part = validate(Part, tree, path, bare, languages) if not tree.is_invalid(path) else None
        cards = _build_contents(tree, (*path, "cards"), raw_cards, models_of_cards(kinds), languages)
        if part:
            parts.append(part.model_copy(update={"cards": cast(tuple[Card, ...], cards)}))
    return tuple(parts)


def _build_contents(
    tree: Tree, path: KeyPath, raw: Value, models: Kinds, languages: tuple[str, ...]
) -> tuple[StepContent, ...]:
    """The steps or cards of the list at this path that are without faults."""
    items = enumerate(raw) if isinstance(raw, list) else ()
    built = [_build_content(tree, (*path, index), item, models, languages) for index, item in items]
    return tuple(content for content in built if content)


def _build_content(
    tree: Tree, path: KeyPath, raw: Value, models: Kinds, languages: tuple[str, ...]
) -> StepContent | None:
    if tree.is_invalid(path):
        return None
    if not isinstance(raw, dict):
        return validate(StepContent, tree, path, raw, languages)
    kind = raw.get("kind")
    if isinstance(kind, str) and kind in models:
        return validate(models[kind], tree, path, _upgraded(models[kind], raw), languages)
    _report_bad_kind(tree, path, raw, models)
    return None


def _upgraded(model: type[StepContent], raw: dict[str, Value]) -> dict[str, Value]:
    """A card that was written for an older version of its activity, as the current one has it; else as it is."""
    version = raw.get("version", 1)
    if not issubclass(model, Card) or not isinstance(version, int) or not 0 < version < model.VERSION:
        return raw
    return {**model.upgrade(raw, version), "version": model.VERSION}


def _report_bad_kind(tree: Tree, path: KeyPath, raw: dict[str, Value], models: Kinds) -> None:
    noun = "step kind" if path[0] == "steps" else "activity"
    hint, kind = f"kinds are: {', '.join(sorted(models))}", raw.get("kind")
    position = tree.value_position((*path, "kind"))
    if "kind" not in raw:
        tree.report(tree.value_position(path), "missing_key", f"{dotted_path(path)} has no “kind”", hint)
    elif isinstance(kind, str):
        tree.report(position, "unknown_kind", f"there is no {noun} “{kind}”", did_you_mean(kind, models) or hint)
    elif not tree.is_invalid((*path, "kind")):
        tree.report(position, "wrong_type", f"{dotted_path(path)}.kind is not a text", hint)
