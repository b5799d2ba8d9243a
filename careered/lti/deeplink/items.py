"""From ticks to content items (DL 2.0, 3.2): one `ltiResourceLink` a lesson, our own ids in `custom`. Plain Python.

The ids in `custom` are what survives when a course is copied: platforms give copies new ids and keep the values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from careered.lti.arrival import ACTIVITY, COLUMN, COUNTRY, GRADE, LESSON
from careered.lti.deeplink.request import LINK
from careered.packs.models import Lesson, Pack
from careered.packs.text import Text

Columns = Literal["one", "each", "none"]
TAG, PROGRAMME, ONE_LESSON = "careered", "programme", "lesson"
# So that a teacher gets from the gradebook to the work (submission review 1.0).
_REVIEW = {"reviewableStatus": ["InProgress", "Submitted", "Completed"]}


@dataclass(frozen=True)
class Choice:
    """What was ticked. overview: the item that shows pupils all lessons and teachers the class.

    columns: "one" column done / n, one for "each" lesson with 0 / 1, or "none". grade: of the class, where known.
    """

    lessons: Sequence[Lesson]
    overview: bool
    columns: Columns
    grade: int | None


@dataclass(frozen=True)
class Maker:
    """Makes the items of a choice. overview_title and overview_text: in the language of the class."""

    pack: Pack
    origin: str
    new_id: Callable[[], str]
    overview_title: str
    overview_text: str

    def items(self, choice: Choice) -> list[dict[str, object]]:
        """The items in the order of the pack, the overview first."""
        overview = [self._overview(choice)] if choice.overview else []
        first_carries = choice.columns == "one" and not choice.overview
        lessons = [self._lesson(one, choice, first_carries and not at) for at, one in enumerate(choice.lessons)]
        return [*overview, *lessons]

    def _overview(self, choice: Choice) -> dict[str, object]:
        carries = choice.columns == "one"
        custom = self._custom(choice, PROGRAMME if carries else "")
        item = self._item(self.overview_title, self.overview_text, "/lessons", custom)
        return item | self._column(self.overview_title, self._most(choice), custom) if carries else item

    def _lesson(self, lesson: Lesson, choice: Choice, programme: bool) -> dict[str, object]:
        """One lesson. programme: it carries the one column, for there is no overview to carry it."""
        kind = PROGRAMME if programme else ONE_LESSON if choice.columns == "each" else ""
        custom = {LESSON: lesson.id, **self._custom(choice, kind)}
        title = self._say(lesson.title)
        text = self._say(lesson.summary) if lesson.summary else ""
        item = self._item(title, text, f"/lessons/{lesson.id}", custom)
        if programme:
            return item | self._column(self._say(self.pack.title), self._most(choice), custom)
        return item | self._column(title, 1, custom) if kind else item

    def _item(self, title: str, text: str, path: str, custom: dict[str, str]) -> dict[str, object]:
        return {"type": LINK, "title": title, "text": text, "url": self.origin + path, "custom": custom}

    def _custom(self, choice: Choice, column: str) -> dict[str, str]:
        grade = {GRADE: str(choice.grade)} if choice.grade else {}
        kind = {COLUMN: column} if column else {}
        return {ACTIVITY: self.new_id(), COUNTRY: self.pack.country.lower(), **grade, **kind}

    def _column(self, label: str, maximum: int, custom: dict[str, str]) -> dict[str, object]:
        column = {"label": label, "scoreMaximum": maximum, "resourceId": f"{TAG}-{custom[ACTIVITY]}", "tag": TAG}
        return {"lineItem": {**column, "submissionReview": _REVIEW}}

    def _most(self, choice: Choice) -> int:
        return len(self.pack.requirements_for(choice.grade)) or len(self.pack.requirements)

    def _say(self, text: Text) -> str:
        lang = self.pack.default_language
        return text.in_language(lang, lang).replace("\u00ad", "")
