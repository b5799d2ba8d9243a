"""A pack of format 1 as one of format 2: what a program can do without writing a word for the author.

A lesson's steps become cards where each of them is one already but for its keys. All others stay as they are, which
format 2 allows: their texts must be written anew, and it is said why. The files keep their comments and their layout.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from careered.packs.build import Kinds
from careered.packs.check_cards import FORMAT_WITH_PARTS
from careered.packs.load import read_pack_bytes
from careered.packs.localized import LocalizedText
from careered.packs.models import Lesson, StepContent
from careered.packs.read_yaml import read_checked_yaml
from careered.packs.yaml_tree import ANY, Position, Tree

PACK_FILE = "pack.yaml"
PACK_FORMAT = re.compile(rb"^pack_format:[ \t]*1\b", re.MULTILINE)
MAX_WORDS, MAX_WORDS_OTHERS = {"fi": 40, "sv": 40}, 50
"""Of a card's heading and text, by language."""
RENAMED: Mapping[str, Mapping[str, str]] = {
    "read": {"kind": "cards", "body": "text"},
    "reflect": {"kind": "reflect", "prompt": "text", "choices": "phrases"},
}
"""Of each step kind that may be a card: the activity (`kind`), and its keys that are called otherwise there."""
CARD_INDENT = "    "


@dataclass(frozen=True)
class Upgrade:
    """files: those that change, as they are then. cards: of each lesson that became one of cards, how many.

    kept: of each lesson whose steps stay, why.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    cards: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)


def upgrade_pack(files: Mapping[str, bytes], kinds: Kinds) -> Upgrade:
    """Upgrade a pack that has no problems. files: by relative name. The upgraded pack has no problems either."""
    pack = read_pack_bytes(files, kinds).pack
    if pack is None:
        raise ValueError("the pack has problems")
    changed = {PACK_FILE: PACK_FORMAT.sub(b"pack_format: %d" % FORMAT_WITH_PARTS, files[PACK_FILE], count=1)}
    cards, kept = dict[str, int](), dict[str, str]()
    for lesson in pack.playable_lessons():
        if not lesson.parts:
            name = f"lessons/{lesson.id}.yaml"
            text = files[name] if (reason := _why_not(lesson)) else _as_cards(name, files[name])
            reason = reason or _fault({**files, **changed, name: text}, kinds)
            if reason:
                kept[lesson.id] = reason
            else:
                changed[name], cards[lesson.id] = text, len(lesson.steps)
    return Upgrade({name: text for name, text in changed.items() if text != files[name]}, cards, kept)


def _why_not(lesson: Lesson) -> str:
    """Why the steps cannot be cards as they are; "" where they can."""
    strange = dict.fromkeys(step.kind for step in lesson.steps if step.kind not in RENAMED)
    if strange:
        return f"no card is the same as a step of the kind {', '.join(strange)}"
    long = [f"{step.id} ({lang}: {words} words)" for step in lesson.steps for lang, words in _too_long(step)]
    return f"a card holds less text: {', '.join(long)}" if long else ""


def _too_long(step: StepContent) -> Iterator[tuple[str, int]]:
    """The languages in which heading and text are too long for a card, with their words."""
    text = getattr(step, "body", None) or getattr(step, "prompt", None)
    if isinstance(text, LocalizedText):
        for lang in text.languages:
            words = len(f"{step.title.in_language(lang)} {text.in_language(lang)}".split())
            if words > MAX_WORDS.get(lang, MAX_WORDS_OTHERS):
                yield lang, words


def _fault(files: Mapping[str, bytes], kinds: Kinds) -> str:
    """The first problem that the pack would have; "" where it has none."""
    problems = read_pack_bytes(files, kinds).problems
    return f"{problems[0].sentence} (then {problems[0].file}:{problems[0].line})" if problems else ""


def _as_cards(name: str, content: bytes) -> bytes:
    """The lesson's file with its steps as the cards of one part; only keys and indents change."""
    tree = read_checked_yaml(name, content)
    lines = content.decode("utf-8-sig").split("\n")
    for (line, column), old, new in sorted(_renamings(tree), reverse=True):
        text = lines[line - 1]
        lines[line - 1] = f"{text[: column - 1]}{new}{text[column - 1 + len(old) :]}"
    first = tree.keys["steps",][0]
    below = [line for path, (line, _) in tree.keys.items() if len(path) == 1 and line > first]
    last = min(below, default=len(lines) + 1)
    for index in range(first, last - 1):
        lines[index] = f"{CARD_INDENT}{lines[index]}" if lines[index].strip() else lines[index]
    lines[first - 1] = lines[first - 1].replace("steps:", "parts:\n  - cards:", 1)
    return "\n".join(lines).encode()


def _renamings(tree: Tree) -> Iterator[tuple[Position, str, str]]:
    """Where in the file another word stands for a card: its position, the old and the new word."""
    for path, kind in tree.texts("steps", ANY, "kind"):
        for key, new in RENAMED[kind].items():
            if key == "kind":
                yield tree.value_position(path), kind, new
            elif (*path[:-1], key) in tree.keys:
                yield tree.key_position((*path[:-1], key)), key, new
