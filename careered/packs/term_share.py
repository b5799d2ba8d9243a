"""What of their requirements a class should have done by the end of a term.

The law says by which grade; schools spread it. Here the requirements due by the end of a grade are spread evenly, in
the pack's order, over the terms since the grade by which something was due before. A grade by whose end nothing is due
has no share, as its class page has no requirements.
"""

from collections.abc import Sequence
from datetime import date

from careered.packs.dates import school_year
from careered.packs.models import Pack, Requirement

TERMS = 2
"""Of a school year: until the turn of the year, and after it."""


def is_autumn(day: date, pack: Pack) -> bool:
    """Whether a day is in the first term of its school year."""
    return school_year(day, pack.school_year_ends).startswith(str(day.year))


def term_share(pack: Pack, grade: int | None, day: date) -> Sequence[Requirement]:
    """What a class of this grade has done by the end of the term of `day`; everything where no grade is known.

    Nothing for a grade of which nothing is asked yet.
    """
    due_grades = sorted({requirement.by_grade for requirement in pack.requirements})
    following = next((due for due in due_grades if grade is not None and due >= grade), None)
    if grade is None or following is None:
        return pack.requirements
    if not pack.requirements_for(grade):
        return ()
    before = max((due for due in due_grades if due < grade), default=min(pack.grades) - 1)
    terms, passed = TERMS * (following - before), TERMS * (grade - before) - is_autumn(day, pack)
    now_due = [requirement for requirement in pack.requirements if requirement.by_grade == following]
    return (*pack.requirements_for(before), *now_due[: -(-len(now_due) * passed // terms)])
