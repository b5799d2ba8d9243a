"""Nothing is right or wrong here: marked stops are kept. A gap is asked about, not held against anybody."""

from careered.i18n_marker import _
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.map.schema import Content
from careered.lessons.answer_form import AnswerParser, AnswerValues, FieldError, ParsedAnswer
from careered.lessons.own_way import WAY, way_of
from careered.packs.education_map import MAX_PARTS
from careered.packs.models import LocalizedText
from careered.storable_text import is_storable_id

AT = "at"
"""The field with the open stop: it stays open where something is missing."""
GAP, DONE = "gap", "done"
MISSING_STOP = _("Mark at least one stop.")


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """Stops by their ids, at least one. Ids that the map does not have are left out where it is drawn and told."""
    parser.choice(AT, filter(is_storable_id, parser.form.get(AT, ())), required=False)
    marked = parser.choices(WAY, list(dict.fromkeys(filter(is_storable_id, parser.form.get(WAY, ()))))[:MAX_PARTS])
    if not marked and not parser.errors:
        parser.errors.append(FieldError(WAY, MISSING_STOP))
    return parser.result()


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Kept, whatever was marked."""
    way = way_of(turn.pack, values)
    return Grade(Verdict.KEPT, (GAP if way and way.has_gap and content.gap else DONE,))


def reason(content: Content, key: str) -> LocalizedText | None:
    """The text of a key."""
    return {GAP: content.gap, DONE: content.done}.get(key)
