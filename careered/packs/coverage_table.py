"""The coverage of a pack as Markdown: objective by lesson, and below it card by card."""

from collections.abc import Iterator, Sequence

from careered.packs.coverage import CoverageRow, LessonCards, coverage, covering_lessons
from careered.packs.localized import LocalizedText
from careered.packs.models import Card, FrameworkItem, Pack

TAUGHT, PRACTISED, OFFLINE = "●", "○", "◇"
SOFT_HYPHEN = "\u00ad"
INTRODUCTION = """# {title}

Written by `careered packs coverage`; a test fails when it is out of date. {taught} taught: a card says something new
about it and asks about it. {practised} practised. {offline} away from the screen. Cards that only mention it are not
counted. Objectives marked * are in our own words: their official wording has not been imported.
"""


def coverage_markdown(pack: Pack, lang: str) -> str:
    """The table and its cards, in one of the pack's languages; the words around them are English."""
    rows = coverage(pack)
    title = f"{_text(pack.title, lang)}: which card teaches what"
    introduction = INTRODUCTION.format(title=title, taught=TAUGHT, practised=PRACTISED, offline=OFFLINE)
    lessons = [
        f"- **{lesson.id}** {_text(lesson.title, lang)}, grade {lesson.grade}"
        for lesson in covering_lessons(pack, rows)
    ]
    cards = [line for row in rows for line in _cards(row, lang)]
    return "\n".join([introduction, *_table(pack, rows, lang), "", *lessons, "", "## Card by card", *cards, ""])


def objective_name(item: FrameworkItem, lang: str) -> str:
    """Its label and title as a reader of the curriculum knows them: “T4 Self-knowledge”."""
    label = _text(item.display, lang) if item.display else ""
    title = _text(item.title, lang)
    return title if label in ("", title) else f"{label} {title}"


def _table(pack: Pack, rows: Sequence[CoverageRow], lang: str) -> Iterator[str]:
    lesson_ids = [lesson.id for lesson in covering_lessons(pack, rows)]
    yield f"| objective | {' | '.join(lesson_ids)} | {OFFLINE} |"
    yield "|---" * (len(lesson_ids) + 2) + "|"
    for row in rows:
        signs = {one.lesson.id: TAUGHT if one.taught else PRACTISED for one in row.lessons}
        cells = [signs.get(lesson_id, "") for lesson_id in lesson_ids]
        yield f"| {_marked(row, lang)} | {' | '.join(cells)} | {OFFLINE if row.offline else ''} |"


def _marked(row: CoverageRow, lang: str) -> str:
    return objective_name(row.item, lang) + (" *" if row.item.wording == "own" else "")


def _cards(row: CoverageRow, lang: str) -> Iterator[str]:
    yield from ("", f"**{_marked(row, lang)}**", "")
    for one in row.lessons:
        yield f"- {one.lesson.id}: {' '.join(_signed(one))}"
    for activity in row.offline:
        yield f"- {OFFLINE} {_text(activity.title, lang)}"
    if not row.lessons and not row.offline:
        yield "- nothing"


def _signed(one: LessonCards) -> Iterator[str]:
    for sign, cards in ((TAUGHT, one.taught), (PRACTISED, one.practised)):
        if cards:
            yield f"{sign} {', '.join(_id(card) for card in cards)}"


def _id(card: Card) -> str:
    return f"`{card.id}`"


def _text(text: LocalizedText, lang: str) -> str:
    return text.in_language(lang).replace(SOFT_HYPHEN, "")
