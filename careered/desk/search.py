"""Find a pupil by a part of the name, in all classes of the desk. Reads nothing: the desk has the names."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.desk.classes import DeskClass
from careered.roster.names import sort_key

MOST_SHOWN = 20


@dataclass(frozen=True)
class FoundPupil:
    """A pupil of one of the viewer's classes. path: leads to the page about the pupil, by way of the class."""

    name: str
    class_title: str
    path: str


def find_pupils(classes: Sequence[DeskClass], text: str, lang: str) -> list[FoundPupil]:
    """The pupils whose name has `text` in it, in the order of the names; for no text, nobody."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    found = [
        FoundPupil(name, one.info.title, f"/desk/class/{one.info.id}?to=/teacher/pupil/{pupil_id}")
        for one in classes
        for pupil_id, name in one.names.items()
        if wanted in name.casefold()
    ]
    return sorted(found, key=lambda pupil: sort_key(pupil.name, lang))
