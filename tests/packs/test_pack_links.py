"""What hangs together in a pack: ids, grades, requirements and lessons, and the order of lessons."""

from collections.abc import Callable, Mapping

import pytest

from careered.lessons import routes as lesson_routes
from careered.packs.load import read_pack_bytes
from careered.packs.models import StepContent
from careered.packs.problems import Problem
from careered.packs.references import RESERVED_STEP_IDS

Change = Callable[..., list[Problem]]

REQUIREMENTS, FIRST, SECOND = "requirements.yaml", "lessons/xn-1.yaml", "lessons/xn-2.yaml"
LESSONS = "completion: {type: lessons, all: [xn-2], min_check: 0.6}"


def _messages(problems: list[Problem]) -> list[str]:
    return [f"{problem.file}:{problem.line}:{problem.column} {problem.code}" for problem in problems]


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "words"),
    [
        ("pack.yaml", "source: law", "source: lwa", "21:11", "source “lwa”"),
        ("pack.yaml", "source: [law]", "source: [law, lwa]", "23:76", "source “lwa”"),
        ("framework.yaml", "parent: XN-G", "parent: XN-X", "13:15", "item “XN-X”"),
        ("framework.yaml", "source: [law, mem]", "source: [law, men]", "16:21", "source “men”"),
        ("framework.yaml", "source: law}", "source: lax}", "4:55", "source “lax”"),
        ("services.yaml", "source: mem\n    channels", "source: memo\n    channels", "34:13", "source “memo”"),
        ("services.yaml", "        source: mem\n", "        source: memo\n", "22:17", "source “memo”"),
        (REQUIREMENTS, "services: [paths]", "services: [pahts]", "5:16", "service “pahts”"),
        (REQUIREMENTS, "items: [XN-G1]", "items: [XN-G2]", "10:13", "item “XN-G2”"),
        (REQUIREMENTS, "all: [xn-2]", "all: [xn-1, xn-3]", "11:45", "lesson “xn-3”"),
        (REQUIREMENTS, "{type: offline, offline: xn-days}", "{type: offline, offline: xn-day}", "36:42", "offline"),
        (REQUIREMENTS, "    source: law\n", "    source: laws\n", "43:13", "source “laws”"),
        (FIRST, "requirements: [XN-R2]", "requirements: [XN-R9]", "6:16", "requirement “XN-R9”"),
        (FIRST, "service: paths", "service: path", "21:14", "service “path”"),
        (FIRST, "sources: [law]", "sources: [lwa]", "27:11", "source “lwa”"),
        (SECOND, "requires: [xn-1]", "requires: [xn-0]", "7:12", "lesson “xn-0”"),
    ],
)
def test_an_id_that_names_nothing_is_told(
    name: str, old: str, new: str, place: str, words: str, problems_after_change: Change
) -> None:
    problems = problems_after_change(name, old, new)
    assert _messages(problems) == [f"{name}:{place} unknown_reference"]
    assert words in problems[0].sentence


def test_a_near_id_is_suggested(problems_after_change: Change) -> None:
    problems = problems_after_change(FIRST, "service: paths", "service: pahts")
    assert str(problems[0]).endswith("there is no service “pahts”; did you mean “paths”?")


def test_a_step_of_several_services_has_each_looked_up(
    files: dict[str, bytes], kinds: Mapping[str, type[StepContent]]
) -> None:
    class Ask(StepContent):
        services: tuple[str, ...]

    files[SECOND] = files[SECOND].replace(b"kind: say", b"kind: ask").replace(b"words: ", b"services: [paths, x]\n#")
    problems = read_pack_bytes(files, {**kinds, "ask": Ask}).problems
    assert _messages(list(problems)) == ["lessons/xn-2.yaml:13:23 unknown_reference"]


@pytest.mark.parametrize("name", ["sources.yaml", "services.yaml", "framework.yaml", FIRST])
def test_a_file_that_cannot_be_read_is_not_blamed_on_those_who_refer_to_it(
    name: str, files: dict[str, bytes], kinds: Mapping[str, type[StepContent]]
) -> None:
    files[name] = b"a: [\n"
    assert _messages(list(read_pack_bytes(files, kinds).problems)) == [f"{name}:2:1 yaml_syntax"]


@pytest.mark.parametrize(
    ("name", "old", "new", "positions"),
    [
        ("sources.yaml", "id: mem,", "id: law,", ["sources.yaml:3:10"]),
        ("services.yaml", "id: web,", "id: phone,", ["services.yaml:17:13"]),
        (REQUIREMENTS, "id: XN-R4", "id: XN-R1", ["requirements.yaml:29:9"]),
        (FIRST, "{id: b,", "{id: a,", ["lessons/xn-1.yaml:24:14"]),
        (FIRST, "id: xn-1-look", "id: xn-1-say", ["lessons/xn-1.yaml:17:9"]),
        (SECOND, "id: xn-2-say", "id: xn-1-say", ["lessons/xn-2.yaml:10:9"]),
    ],
)
def test_an_id_that_is_given_twice_is_told_at_the_second(
    name: str, old: str, new: str, positions: list[str], problems_after_change: Change
) -> None:
    problems = [problem for problem in problems_after_change(name, old, new) if problem.code == "duplicate_id"]
    assert [f"{problem.file}:{problem.line}:{problem.column}" for problem in problems] == positions


@pytest.mark.parametrize("word", ["done", "start", "alternative", "steps"])
def test_a_step_that_nobody_could_open_because_the_address_is_taken_is_told(
    word: str, problems_after_change: Change
) -> None:
    problems = problems_after_change(FIRST, "id: xn-1-look", f"id: {word}")
    (problem,) = [problem for problem in problems if problem.code == "reserved_id"]
    assert (problem.file, problem.line) == (FIRST, 17)


def test_every_word_in_the_addresses_of_a_lesson_is_reserved() -> None:
    paths = [route.path.split("/") for route in lesson_routes.routes() if route.path.startswith("/lessons/{lesson}/")]
    assert {parts[3] for parts in paths if not parts[3].startswith("{")} == RESERVED_STEP_IDS


def test_two_files_with_one_lesson_are_told_and_the_first_is_named(
    files: dict[str, bytes], problems_after_change: Change
) -> None:
    files["lessons/xn-3.yaml"] = files[FIRST].replace(b"id: xn-1-", b"id: xn-3-")
    problems = problems_after_change(SECOND, "minutes: 45", "minutes: 46")
    assert _messages(problems) == ["lessons/xn-3.yaml:1:5 duplicate_id", "lessons/xn-3.yaml:1:5 lesson_file_name"]
    assert problems[0].sentence == "“xn-1” is given a second time (first in lessons/xn-1.yaml, line 1)"


@pytest.mark.parametrize(
    ("requires", "cycles"),
    [
        ("[xn-1]", ["7:12 xn-1 → xn-1"]),
        ("[xn-2]", ["7:12 xn-1 → xn-2 → xn-1"]),
        ("[xn-1, xn-2]", ["7:12 xn-1 → xn-1", "7:18 xn-1 → xn-2 → xn-1"]),
    ],
)
def test_lessons_that_wait_for_each_other_are_shown_as_a_circle(
    requires: str, cycles: list[str], problems_after_change: Change
) -> None:
    problems = problems_after_change(FIRST, "requirements: [XN-R2]", f"requirements: [XN-R2]\nrequires: {requires}")
    assert {problem.code for problem in problems} == {"pack_cycle"}
    circles = [problem.sentence.removeprefix("lessons wait for each other: ") for problem in problems]
    assert [
        f"{problem.line}:{problem.column} {circle}" for problem, circle in zip(problems, circles, strict=True)
    ] == cycles


def test_a_circle_of_three_is_shown_once_in_the_order_of_waiting(problems_after_change: Change) -> None:
    problems_after_change("lessons/xn-10.yaml", "requires: [xn-1, xn-2]", "requires: [xn-2]")
    problems = problems_after_change(FIRST, "requirements: [XN-R2]", "requirements: [XN-R2]\nrequires: [xn-10]")
    assert _messages(problems) == ["lessons/xn-1.yaml:7:12 pack_cycle"]
    assert problems[0].sentence.endswith(": xn-1 → xn-10 → xn-2 → xn-1")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (REQUIREMENTS, "by_grade: 8", "by_grade: 10", "requirements.yaml:7:15 unknown_grade"),
        (REQUIREMENTS, "grades: [8, 9]", "grades: [8, 12]", "requirements.yaml:41:17 unknown_grade"),
        (FIRST, "grade: 7", "grade: 6", "lessons/xn-1.yaml:4:8 unknown_grade"),
        (REQUIREMENTS, "any_of_type: look", "any_of_type: lok", "requirements.yaml:20:44 unknown_kind"),
        (REQUIREMENTS, "count: 1", "count: 2", "requirements.yaml:20:57 unmet_requirement"),
        (FIRST, "requirements: [XN-R2]", "requirements: []", "lessons/xn-1.yaml:6:15 lesson_without_requirement"),
        (SECOND, "id: xn-2\n", "id: xn-02\n", "lessons/xn-2.yaml:1:5 lesson_file_name"),
    ],
)
def test_what_does_not_fit_together_is_told(
    name: str, old: str, new: str, message: str, problems_after_change: Change
) -> None:
    assert message in _messages(problems_after_change(name, old, new))


def test_a_lesson_of_a_requirement_that_was_taken_away_is_missed(
    files: dict[str, bytes], kinds: Mapping[str, type[StepContent]]
) -> None:
    del files["lessons/xn-10.yaml"]
    assert _messages(list(read_pack_bytes(files, kinds).problems)) == ["requirements.yaml:28:69 unknown_reference"]


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        (REQUIREMENTS, "all: [xn-10]}", "all: [xn-10], teacher_may_confirm: false}", "28:69"),
        (REQUIREMENTS, "all: [xn-10]}", "all: [xn-2, xn-10], teacher_may_confirm: false}", "28:75"),
        (REQUIREMENTS, LESSONS, "completion: {type: lessons, all: [xn-10], teacher_may_confirm: false}", "11:39"),
        (REQUIREMENTS, LESSONS, "completion: {type: lessons, all: xn-10, teacher_may_confirm: false}", "11:38"),
    ],
)
def test_a_requirement_that_neither_pupils_nor_staff_can_complete_is_told(
    name: str, old: str, new: str, place: str, problems_after_change: Change
) -> None:
    assert f"{name}:{place} impossible_requirement" in _messages(problems_after_change(name, old, new))


@pytest.mark.parametrize("confirm", ["", ", teacher_may_confirm: true"])
def test_a_lesson_not_written_yet_is_no_problem_while_staff_may_confirm(
    confirm: str, problems_after_change: Change
) -> None:
    new = f"completion: {{type: lessons, all: [xn-10]{confirm}}}"
    assert problems_after_change(REQUIREMENTS, LESSONS, new) == []


def test_once_the_lesson_is_written_it_completes_the_requirement_that_staff_may_not_confirm(
    problems_after_change: Change,
) -> None:
    new = "completion: {type: lessons, all: [xn-1, xn-2], teacher_may_confirm: false}"
    assert problems_after_change(REQUIREMENTS, LESSONS, new) == []
