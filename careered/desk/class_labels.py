"""What a class is called on the desk: "9B" of the course "9B Oppilaanohjaus 2026", which a row has no room for."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from careered.desk.classes import DeskClass

_CLASS = re.compile(r"\s*(\d{1,2})[.\s]{0,2}([^\W\d_])(?![^\W_])")
"""A grade and one letter at the beginning of a course's name: 9B, 9 b, 9.b."""


def class_labels(classes: Sequence[DeskClass]) -> Mapping[str, str]:
    """By id: the class that the course's name begins with, where no other of these begins so; else the whole name."""
    found = {one.info.id: _CLASS.match(one.info.title) for one in classes}
    keys = {id_: (match[1], match[2].upper()) for id_, match in found.items() if match}
    counts = Counter(keys.values())
    return {
        one.info.id: match[0].strip()
        if (match := found[one.info.id]) and counts[keys[one.info.id]] == 1
        else one.info.title
        for one in classes
    }
