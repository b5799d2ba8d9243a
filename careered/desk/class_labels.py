"""What a class is called on the desk: "9B" of the course "9B Oppilaanohjaus 2026", which a row has no room for."""

from collections import Counter
from collections.abc import Mapping, Sequence

from careered.desk.classes import DeskClass


def class_labels(classes: Sequence[DeskClass]) -> Mapping[str, str]:
    """By id: the class that the course's title begins with, where no other of these begins so; else the whole title."""
    infos = [one.info for one in classes]
    counts = Counter(_spelt_alike(info.code) for info in infos)
    return {info.id: info.code if info.code and counts[_spelt_alike(info.code)] == 1 else info.title for info in infos}


def _spelt_alike(code: str) -> str:
    """9B, 9 b and 9.b are one."""
    return "".join(filter(str.isalnum, code)).upper()
