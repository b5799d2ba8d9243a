"""What a class is called on the desk: "9B" of the course "9B Oppilaanohjaus 2026", which a row has no room for."""

from collections import Counter
from collections.abc import Mapping, Sequence

from careered.desk.classes import DeskClass


def class_labels(classes: Sequence[DeskClass]) -> Mapping[str, str]:
    """By id: the class that the course's title begins with, where no other of these begins so; else the whole title."""
    codes = {one.info.id: one.info.code for one in classes}
    counts = Counter(map(_spelt_alike, codes.values()))
    alone = {id_: code for id_, code in codes.items() if code and counts[_spelt_alike(code)] == 1}
    return {one.info.id: alone.get(one.info.id, one.info.title) for one in classes}


def _spelt_alike(code: str) -> str:
    """9B, 9 b and 9.b are one."""
    return "".join(filter(str.isalnum, code)).upper()
