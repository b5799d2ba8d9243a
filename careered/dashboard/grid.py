"""The columns of the class page's grid: requirements, then what is done away from the screen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from careered.packs.models import Pack, Requirement
from careered.packs.requirements import OfflineActivity, OfflineCompletion
from careered.progress.offline_days import shown_activities
from careered.roster.scope import ClassScope


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the curriculum, by its displayed code. text may be empty."""

    code: str
    title: str
    text: str


def codes_of(paragraphs: Iterable[Paragraph]) -> str:
    """The paragraphs' codes, that break only between two of them."""
    return "\u00a0· ".join(paragraph.code.replace(" ", "\u00a0") for paragraph in paragraphs)


@dataclass(frozen=True)
class Column:
    """One column in the reader's language. by_grade: 0 for an offline activity.

    activity: the id of the offline activity whose days the column shows, "" for lessons. is_requirement: whether it
    counts for the pupil's total; an activity that no requirement is made of alone has a column of its own.
    """

    id: str
    short_title: str
    title: str
    by_grade: int = 0
    paragraphs: Sequence[Paragraph] = ()
    activity: str = ""
    is_requirement: bool = True
    may_confirm: bool = False

    @property
    def codes(self) -> str:
        """See `codes_of`."""
        return codes_of(self.paragraphs)

    @property
    def records_days(self) -> bool:
        """Whether staff record days in it: of an activity, or of a requirement that is made of one alone."""
        return bool(self.activity)

    @property
    def what(self) -> str:
        """What staff record in this column, as the form of attestations names it; "" where they may not."""
        if self.records_days:
            return f"offline:{self.activity}"
        return f"confirmed:{self.id}" if self.may_confirm else ""


def columns_of(scope: ClassScope, recorded: Collection[str], lang: str) -> list[Column]:
    """The class's columns. recorded: ids of offline activities that somebody in the class has done."""
    requirements = [
        requirement_column(scope.pack, requirement, lang)
        for requirement in scope.pack.requirements_for(scope.class_info.grade)
    ]
    alone = {column.activity for column in requirements}
    activities = shown_activities(scope.pack, scope.class_info.grade, recorded)
    return [
        *requirements,
        *(activity_column(scope.pack, activity, lang) for activity in activities if activity.id not in alone),
    ]


def requirement_column(pack: Pack, requirement: Requirement, lang: str) -> Column:
    """A requirement as a column of the grid, in the reader's language."""
    title = requirement.title.in_language(lang, pack.default_language)
    short = requirement.short.in_language(lang, pack.default_language) if requirement.short else title
    completion = requirement.completion
    return Column(
        requirement.id,
        short,
        title,
        requirement.by_grade,
        paragraphs(pack, requirement, lang),
        activity=completion.offline if isinstance(completion, OfflineCompletion) else "",
        may_confirm=completion.teacher_may_confirm,
    )


def activity_column(pack: Pack, activity: OfflineActivity, lang: str) -> Column:
    """An offline activity as a column of the grid, in the reader's language."""
    title = activity.title.in_language(lang, pack.default_language)
    short = activity.short.in_language(lang, pack.default_language) if activity.short else title
    return Column(activity.id, short, title, activity=activity.id, is_requirement=False)


def paragraphs(pack: Pack, requirement: Requirement, lang: str) -> list[Paragraph]:
    """The curriculum paragraphs that a requirement comes from."""
    items = [item for code in requirement.items if (item := pack.item(code))]
    return [
        Paragraph(
            code=item.display.in_language(lang, pack.default_language) if item.display else item.code,
            title=item.title.in_language(lang, pack.default_language),
            text=item.text.in_language(lang, pack.default_language) if item.text else "",
        )
        for item in items
    ]
