"""Who wonders what is taught reads it from the cards: which teach an objective, and which only practise it."""

from careered.packs.coverage import CoverageRow, coverage, coverage_warnings, rows_of_lesson
from careered.packs.models import Pack
from tests.packs.test_parts_and_cards import bay

CLAIM = ("- id: claim\n        kind: choose", "- id: claim\n        kind: choose\n        teaches: [XB-G]")
NOW = ("- id: now\n        kind: choose", "- id: now\n        kind: choose\n        practises: XB-G")

MEETING = "{id: meeting, title: {en: A meeting, fi: Tapaaminen}, grades: [8], evidence: [teacher_mark]}"


def taught(*changes: tuple[str, str]) -> Pack:
    pack = bay(*changes).pack
    assert pack is not None
    return pack


def signs(row: CoverageRow) -> list[tuple[str, list[str], list[str]]]:
    return [
        (one.lesson.id, [card.id for card in one.taught], [card.id for card in one.practised]) for one in row.lessons
    ]


def test_a_teacher_reads_which_cards_teach_an_objective_and_which_practise_it() -> None:
    pack = taught(CLAIM, NOW)
    (row,) = coverage(pack)
    assert (row.item.code, signs(row), row.is_taught) == ("XB-G", [("xb-1", ["claim"], ["now"])], True)
    assert [signs(row) for row in rows_of_lesson(pack, "xb-1")] == [[("xb-1", ["claim"], ["now"])]]
    assert rows_of_lesson(pack, "xb-10") == ()


def test_an_author_is_warned_of_an_objective_that_no_card_teaches() -> None:
    practised_only = bay(NOW)
    assert practised_only.pack
    (warning,) = coverage_warnings(practised_only.pack, practised_only.files, "bay/")
    assert (warning.file, warning.code) == ("bay/framework.yaml", "objective_not_taught")
    assert "“XB-G”" in warning.sentence
    read = bay(CLAIM)
    assert read.pack
    assert coverage_warnings(read.pack, read.files) == ()


def test_an_objective_that_is_met_away_from_the_screen_needs_no_card() -> None:
    changed = bay(
        ("completion: {type: lessons, all: [xb-2]}", "completion: {type: offline, offline: meeting}"),
        ("requirements:", f"offline_activities:\n  - {MEETING}\nrequirements:"),
        name="requirements.yaml",
    )
    assert changed.pack, changed.problems
    (row,) = coverage(changed.pack)
    assert ([activity.id for activity in row.offline], row.is_taught) == (["meeting"], True)
    assert coverage_warnings(changed.pack, changed.files) == ()
