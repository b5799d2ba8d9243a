"""What is worth a second look in questions: reasons said twice, right options that can be told without reading.

Warnings, not problems: a pack with them can be loaded. Their codes are stable, as those of problems are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careered.packs.problems import Problem, make_problem, sorted_problems
from careered.packs.read_yaml import read_checked_yaml
from careered.packs.references import CARDS, LESSON_FOLDER, Trees, trees_for
from careered.packs.yaml_tree import ANY, KeyPath, Pattern, Tree, Value

BEYOND_CHANCE = 1.64
"""Standard deviations above what chance would give: without any habit it happens in one pack of twenty."""
STEM, MIN_LETTERS = 6, 4
"""Words count as the same by their first letters, as they are inflected; shorter ones carry no meaning of their own."""
TOLD_SHARE, MIN_TOLD = 0.75, 2
"""An answer is given away when the card before has this share of its own words, and at least so many."""
MAX_PLACES = 8
QUESTIONS_OF_STEPS: Pattern = ("steps", ANY, "questions", ANY)
WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Option:
    """One option of a question. text: by language."""

    path: KeyPath
    text: Mapping[str, str]
    is_right: bool


@dataclass(frozen=True)
class Question:
    """A question with one right option. asked: its words by language; before: the card before it, as written."""

    tree: Tree
    options: Sequence[Option]
    asked: Mapping[str, str]
    before: Value = None

    @property
    def right(self) -> Option:
        """The right option."""
        return next(option for option in self.options if option.is_right)

    def is_first(self) -> bool:
        """Whether the right option stands first in the file."""
        return self.options[0].is_right

    def is_longest(self, lang: str) -> bool:
        """Whether the right option is longer than every other one."""
        others = [len(option.text.get(lang, "")) for option in self.options if not option.is_right]
        return len(self.right.text.get(lang, "")) > max(others, default=0)

    @property
    def place(self) -> str:
        """File and line of the right option."""
        return f"{self.tree.file.rpartition('/')[2]}:{self.tree.value_position(self.right.path)[0]}"


def answer_warnings(files: Mapping[str, bytes], prefix: str = "") -> tuple[Problem, ...]:
    """All warnings about the answers in a pack's files, sorted. prefix: before the files' names."""
    trees = {name: read_checked_yaml(prefix + name, content) for name, content in files.items() if _is_lesson(name)}
    questions = [question for tree in trees_for(trees, LESSON_FOLDER) for question in _questions(tree)]
    return sorted_problems([*_said_twice(trees), *_habits(questions), *_told_before(questions)])


def _is_lesson(name: str) -> bool:
    return name.startswith("lessons/") and name.endswith(".yaml")


def _questions(tree: Tree) -> Iterator[Question]:
    cards = list(tree.select(*CARDS))
    befores = [None, *(card for _, card in cards)]
    asked = [*zip(cards, befores, strict=False), *((found, None) for found in tree.select(*QUESTIONS_OF_STEPS))]
    for (path, value), before in asked:
        if isinstance(value, dict) and isinstance(value.get("options"), list):
            options = list(_options((*path, "options"), value["options"]))
            if sum(option.is_right for option in options) == 1:
                yield Question(tree, options, _by_language(value.get("title")), before)


def _options(path: KeyPath, options: Value) -> Iterator[Option]:
    for index, option in enumerate(options if isinstance(options, list) else ()):
        if isinstance(option, dict):
            is_right = True in (option.get("right"), option.get("correct"))
            yield Option((*path, index), _by_language(option.get("text")), is_right)


def _by_language(value: Value) -> Mapping[str, str]:
    texts = value.items() if isinstance(value, dict) else ()
    return {lang: text for lang, text in texts if isinstance(text, str)}


def _said_twice(trees: Trees) -> Iterator[Problem]:
    """In a lesson each reason is said to one answer only, whatever the language."""
    for tree in trees_for(trees, LESSON_FOLDER):
        first: dict[tuple[str, str], KeyPath] = {}
        for key in ("reason", "missed"):
            for path, text in tree.texts(*CARDS, ANY, ANY, key, ANY):
                lang, said = str(path[-1]), " ".join(WORDS.findall(text.casefold()))
                earlier = first.setdefault((lang, said), path[:-1])
                if earlier != path[:-1]:
                    sentence = f"the same is said to the answer in line {tree.value_position(earlier)[0]}"
                    yield make_problem(tree.file, tree.value_position(path[:-1]), "same_reason", sentence)


def _habits(questions: Sequence[Question]) -> Iterator[Problem]:
    first = [question for question in questions if question.is_first()]
    yield from _more_than_chance("right_is_first", "stands first", first, questions)
    for lang in sorted({lang for question in questions for lang in question.right.text}):
        longest = [question for question in questions if question.is_longest(lang)]
        yield from _more_than_chance("right_is_longest", f"is the longest ({lang})", longest, questions)


def _more_than_chance(
    code: str, what: str, found: Sequence[Question], questions: Sequence[Question]
) -> Iterator[Problem]:
    chances = [1 / len(question.options) for question in questions]
    expected, variance = sum(chances), sum(chance * (1 - chance) for chance in chances)
    if len(found) > expected + BEYOND_CHANCE * variance**0.5:
        places = ", ".join(question.place for question in found[:MAX_PLACES])
        more = f" and {len(found) - MAX_PLACES} more" if len(found) > MAX_PLACES else ""
        counts = f"in {len(found)} of {len(questions)} questions, by chance in {expected:.0f}"
        tree, path = found[0].tree, found[0].right.path
        yield make_problem(
            tree.file, tree.value_position(path), code, f"the right option {what} {counts}: {places}{more}"
        )


def _told_before(questions: Sequence[Question]) -> Iterator[Problem]:
    for question in questions:
        langs = [lang for lang in question.right.text if _tells(question, lang)]
        if langs:
            position = question.tree.value_position(question.right.path)
            sentence = f"the card before says the right answer in the same words ({', '.join(langs)})"
            yield make_problem(question.tree.file, position, "answer_told_before", sentence)


def _tells(question: Question, lang: str) -> bool:
    """Whether the card before has most of the right option's own words: those of no other option nor the question."""
    wrong = [option.text.get(lang, "") for option in question.options if not option.is_right]
    own = _stems(question.right.text[lang]) - _stems(" ".join([*wrong, question.asked.get(lang, "")]))
    said = _stems(" ".join(text for key, text in _texts(question.before) if key == lang))
    return len(own & said) >= max(MIN_TOLD, TOLD_SHARE * len(own))


def _texts(value: Value) -> Iterator[tuple[str, str]]:
    """Every text in a card with its key, which is the language of what is shown; not what a picture shows."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in below:
        if isinstance(inner, str):
            yield str(key), inner
        elif key != "picture":
            yield from _texts(inner)


def _stems(text: str) -> set[str]:
    plain = text.replace("\u00ad", "").casefold()
    return {word[:STEM] for word in WORDS.findall(plain) if len(word) >= MIN_LETTERS}
