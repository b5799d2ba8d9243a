"""The statements and the flower as this pupil sees them. Statements stand as written: each petal has its place."""

from collections.abc import Mapping
from typing import Any

from careered.lessons.activities.contract import Turn
from careered.lessons.activities.scale.flower import box, names, petal_path, rings, size_of, transform
from careered.lessons.activities.scale.grading import FIELD
from careered.lessons.activities.scale.schema import Content, Statement


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """rows: field, name, text, level (its name, or ""), transform of the petal, choices (id, name, transform, checked).

    box, path, rings, names: the drawing. answers: the levels in words. largest: names of the longest petals; none where
    all are of one length.
    """
    values = turn.entered or turn.values
    rows = [_row(content, index, values, lang) for index in range(len(content.statements))]
    return {
        "rows": rows,
        "answers": ", ".join(f"{row['name']}: {row['level']}" for row in rows if row["level"]),
        "largest": [statement.name.in_language(lang) for statement in _largest(content, values)],
        "box": box(),
        "path": petal_path(len(rows)),
        "rings": rings(len(content.levels)),
        "names": names([row["name"] for row in rows]),
    }


def _row(content: Content, index: int, values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    statement, count = content.statements[index], len(content.statements)
    place, level_count = _place(content, statement, values), len(content.levels)
    choices = [
        {
            "id": level.id,
            "name": level.name.in_language(lang),
            "transform": transform(index, count, size_of(level_place, level_count)),
            "checked": level_place == place,
        }
        for level_place, level in enumerate(content.levels)
    ]
    return {
        "field": FIELD + statement.id,
        "name": statement.name.in_language(lang),
        "text": statement.text.in_language(lang),
        "level": "" if place is None else choices[place]["name"],
        "transform": transform(index, count, size_of(place, level_count)),
        "choices": choices,
    }


def _place(content: Content, statement: Statement, values: Mapping[str, Any]) -> int | None:
    return content.place(values.get(FIELD + statement.id))


def _largest(content: Content, values: Mapping[str, Any]) -> list[Statement]:
    places = {statement: _place(content, statement, values) for statement in content.statements}
    known = [place for place in places.values() if place is not None]
    if not known or min(known) == max(known):
        return []
    return [statement for statement, place in places.items() if place == max(known)]
