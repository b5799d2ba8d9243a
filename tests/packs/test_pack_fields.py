"""Wrong, missing and unknown keys and values: each is told at its line and column, with what mends it."""

from collections.abc import Callable

import pytest

from careered.packs.problems import Problem

Change = Callable[..., list[Problem]]

ABOUT, SERVICES, REQUIREMENTS = "pack.yaml", "services.yaml", "requirements.yaml"
FIRST, SECOND, OUTLINE = "lessons/xn-1.yaml", "lessons/xn-2.yaml", "lessons/xn-10.yaml"
TITLE = 'title: {en: "Guidance, grades 7–9", nn: "Rettleiing, 7.–9. steg"}'
COMPLETION = "{type: lessons, all: [xn-2], min_check: 0.6}"
CHECKED = "verified: {how: memory, on: null}"
HOURS = 'from: "09:00", to: "15:30"'


def _messages(problems: list[Problem]) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in problems]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (ABOUT, "pack_format: 1", "pack_format: 3", ["2:14 unknown_word"]),
        (ABOUT, "id: northland-7-9", "id: north land", ["3:5 bad_id"]),
        (ABOUT, "country: XN", "country: xn", ["4:10 bad_country"]),
        (ABOUT, 'version: "1.0.0"', "version: 1.10", ["5:10 wrong_type"]),
        (ABOUT, 'version: "1.0.0"', 'version: "1.0"', ["5:10 bad_version"]),
        (ABOUT, 'version: "1.0.0"', 'version: "1.01.0"', ["5:10 bad_version"]),
        (ABOUT, "status: draft", "status: drafft", ["6:9 unknown_word"]),
        (ABOUT, "status: draft", "stattus: draft", ["2:1 missing_key", "6:1 unknown_key"]),
        (ABOUT, TITLE, "title: Guidance", ["7:8 wrong_type"]),
        (ABOUT, TITLE, "title:", ["7:1 wrong_type"]),
        (ABOUT, TITLE, 'title: {en: "", nn: " "}', ["7:13 empty_text", "7:21 empty_text"]),
        (ABOUT, TITLE, "title: {en: Guidance, nn: 7}", ["7:27 wrong_type"]),
        (ABOUT, TITLE, "title: {en: a, nn: b, NN: c}", ["7:23 bad_language"]),
        (ABOUT, "languages: [en, nn]", "languages: []", ["8:12 empty_list"]),
        (ABOUT, "default_language: nn", "default_language: no", ["9:19 unknown_language"]),
        (ABOUT, "valid_from: 2026-08-01", "valid_from: 2026-13-45", ["10:13 wrong_type"]),
        (ABOUT, "valid_from: 2026-08-01", "valid_from: 2026", ["10:13 wrong_type"]),
        (ABOUT, "valid_to: null", "valid_to: 2026-07-31", ["11:11 wrong_type"]),
        (ABOUT, "timezone: Etc/UTC", "timezone: Etc/Nowhere", ["12:11 unknown_timezone"]),
        (ABOUT, "timezone: Etc/UTC", "timezone: ../../etc/passwd", ["12:11 unknown_timezone"]),
        (ABOUT, "timezone: Etc/UTC", "timezone: Europe", ["12:11 unknown_timezone"]),
        (ABOUT, '"07-31"', '"31.7."', ["13:19 wrong_type"]),
        (ABOUT, "grades: [7, 8, 9]", "grades: seven", ["14:9 wrong_type"]),
        (ABOUT, "default_grade: null", "default_grade: 6", ["15:16 unknown_grade"]),
        (ABOUT, "{from: 13, to: 16}", '{from: "13", to: 16}', ["16:14 wrong_type"]),
        ("sources.yaml", "how: read", "how: heard", ["2:79 unknown_word"]),
        ("sources.yaml", "http://law", "ftp://law", ["2:41 bad_url"]),
        ("framework.yaml", "items:", "itmes:", ["1:1 missing_key", "5:3 unknown_key"]),
        ("framework.yaml", "external_id: 605815", "external_id: [1]", ["17:20 wrong_type"]),
        (SERVICES, "stale_after_days: 60", "stale_after_days: 0", ["1:38 out_of_range"]),
        (SERVICES, "purposes: [information]", "purposes: [infomation]", ["10:16 unknown_word"]),
        (SERVICES, "hours: always", "hours: sometimes", ["16:37 unknown_word"]),
        (SERVICES, "type: phone", "type: fax", ["18:15 unknown_word"]),
        (SERVICES, '"+99 12 34 56 78"', "112", ["19:16 wrong_type"]),
        (SERVICES, '"+99 12 34 56 78"', "call me", ["19:16 bad_value"]),
        (SERVICES, "type: phone", "type: email", ["19:16 bad_value"]),
        (SERVICES, "days: [mon, tue]", "days: [mon, tues]", ["20:30 unknown_word"]),
        (SERVICES, HOURS, 'from: "19:00", to: "15:30"', ["20:55 wrong_type"]),
        (SERVICES, HOURS, 'from: 9, to: "15:30"', ["20:42 wrong_type"]),
        (SERVICES, CHECKED, "verfied: {how: memory, on: null}", ["23:5 missing_key", "33:5 unknown_key"]),
        (SERVICES, CHECKED, "verified: {how: memory, on: soon}", ["33:33 wrong_type"]),
        (SERVICES, "operator: {en: municipality}", "operator: 7", ["26:15 wrong_type"]),
        (REQUIREMENTS, "by_grade: 8", 'by_grade: "8"', ["7:15 wrong_type"]),
        (REQUIREMENTS, "min_check: 0.6", "min_check: 1.6", ["11:57 out_of_range"]),
        (REQUIREMENTS, "min_check: 0.6", "min_check: -0.1", ["11:57 out_of_range"]),
        (REQUIREMENTS, "type: lessons", "type: lesson", ["11:17 unknown_word"]),
        (REQUIREMENTS, COMPLETION, "{all: [xn-2]}", ["11:5 missing_key"]),
        (REQUIREMENTS, COMPLETION, "{type: lessons}", ["11:5 missing_key"]),
        (REQUIREMENTS, COMPLETION, "{type: offline, offline: xn-days, al: 1}", ["11:51 unknown_key"]),
        (REQUIREMENTS, COMPLETION, "[xn-2]", ["11:17 wrong_type"]),
        (REQUIREMENTS, "items: [XN-G1]", "items: []", ["10:12 empty_list"]),
        (REQUIREMENTS, 'due: "before the spring"', "due: [spring]", ["16:10 wrong_type"]),
        (FIRST, "minutes: 10", "minutes: ten", ["20:14 wrong_type"]),
        (FIRST, "minutes: 10", "minuts: 10", ["20:5 unknown_key"]),
        (FIRST, "minutes: 10", "minutes: 0", ["20:14 out_of_range"]),
        (FIRST, "kind: say", "kind: sya", ["10:11 unknown_kind"]),
        (FIRST, "kind: say", "type: say", ["9:5 missing_key"]),
        (FIRST, "kind: say", "kind: [say]", ["10:11 wrong_type"]),
        (FIRST, "{id: b, prompt", "{id: b, promt", ["24:9 missing_key", "24:17 unknown_key"]),
        (SECOND, "- id: xn-2-say", "- words\n  - id: xn-2-say", ["10:5 wrong_type"]),
        (SECOND, "- id: xn-2-say", "- *x\n  - id: xn-2-say", ["10:5 pack_alias_limit"]),
        (SECOND, "steps:", "steps: none\nstep:", ["9:8 wrong_type", "10:1 unknown_key"]),
        (SECOND, "summary:", "summry:", ["3:1 unknown_key", "8:9 missing_key"]),
        (OUTLINE, "status: outline", "status: full", ["7:9 lesson_without_steps", "7:9 missing_key"]),
        (FIRST, "status: full", "status: outline", ["8:1 outline_with_steps"]),
    ],
)
def test_a_fault_is_told_where_it_stands(
    name: str, old: str, new: str, expected: list[str], problems_after_change: Change
) -> None:
    problems = problems_after_change(name, old, new)
    assert {problem.file for problem in problems} == {name}
    assert _messages(problems) == expected


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (
            ABOUT,
            'version: "1.0.0"',
            "version: 1.10",
            'pack.yaml:5:10: wrong_type: version is not a text; put it in quotes: "1.10"',
        ),
        (
            ABOUT,
            "status: draft",
            "status: drafft",
            "pack.yaml:6:9: unknown_word: status is “drafft”, not one of: draft, released, retired; "
            "did you mean “draft”?",
        ),
        (
            ABOUT,
            "status: draft",
            "status: [draft]",
            "pack.yaml:6:9: unknown_word: status is not one of: draft, released, retired; "
            "use one of the words that are known here",
        ),
        (
            ABOUT,
            TITLE,
            "title: Guidance",
            "pack.yaml:7:8: wrong_type: title is one text, not one for each language; "
            "write it by language: {en: …, …: …}",
        ),
        (
            ABOUT,
            "valid_to: null",
            "valid_to: 2026-07-31",
            "pack.yaml:11:11: wrong_type: valid_to is before valid_from; give a later day or null",
        ),
        (
            SERVICES,
            "- {id: web, type: web,",
            "- {id: web, tipe: web, type: web,",
            "services.yaml:16:19: unknown_key: “tipe” is not a key here; did you mean “type”?",
        ),
        (
            FIRST,
            "minutes: 10",
            "minutes: ten",
            "lessons/xn-1.yaml:20:14: wrong_type: steps[1].minutes is not a whole number (“ten”); "
            "write a value of the right type",
        ),
        (
            FIRST,
            "minutes: 10",
            "minuts: 10",
            "lessons/xn-1.yaml:20:5: unknown_key: “minuts” is not a key here; did you mean “minutes”?",
        ),
        (
            FIRST,
            "kind: say",
            "kind: sya",
            "lessons/xn-1.yaml:10:11: unknown_kind: there is no step kind “sya”; did you mean “say”?",
        ),
    ],
)
def test_the_author_reads_what_is_wrong_and_what_mends_it(
    name: str, old: str, new: str, line: str, problems_after_change: Change
) -> None:
    assert [str(problem) for problem in problems_after_change(name, old, new)] == [line]


@pytest.mark.parametrize(
    "address",
    [
        "http://paths.example.org",
        "javascript:alert(1)",
        "data:text/html,hello",
        "//paths.example.org",
        "paths.example.org",
        "https://user:word@paths.example.org",
        "https://",
        "https:///path",
        "https://localhost/",
        "https://intranet/",
        "https://lms.local/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://ex..org/",
        "https://paths.example.org:8080/",
        "https://paths.example.org:99999/",
        "https://paths.example.org\\\\@evil.example.net/",
        "https://a b.example.org/",
    ],
)
def test_a_service_has_a_public_https_address_or_none(address: str, problems_after_change: Change) -> None:
    problems = problems_after_change(SERVICES, "url: null", f'url: {{en: "{address}", nn: null}}')
    assert _messages(problems) == ["25:15 bad_url"]


@pytest.mark.parametrize(
    "address", ["https://paths.example.org", "https://bø.example.org/x?y=1#z", "https://xn--b-lga.example.org:443/"]
)
def test_public_https_addresses_are_taken(address: str, problems_after_change: Change) -> None:
    assert problems_after_change(SERVICES, "url: null", f'url: {{en: "{address}", nn: null}}') == []


def test_a_social_channel_needs_a_public_address_too(problems_after_change: Change) -> None:
    problems = problems_after_change(SERVICES, "type: phone", "type: social")
    assert _messages(problems) == ["19:16 bad_url"]


def test_a_text_names_the_language_that_it_lacks_and_the_one_too_many(problems_after_change: Change) -> None:
    problems = problems_after_change(ABOUT, TITLE, "title: {en: Guidance, sv: Handledning}")
    assert str(problems[0]).startswith(
        "pack.yaml:7:1: missing_language: title has nothing in nn, but something in sv; "
    )
    assert len(problems) == 1


def test_a_text_in_a_language_that_the_pack_does_not_have_is_refused(problems_after_change: Change) -> None:
    problems = problems_after_change(FIRST, 'keep: {en: "A note.",', 'keep: {fr: "Une note.", en: "A note.",')
    assert [str(problem).split(";")[0] for problem in problems] == [
        "lessons/xn-1.yaml:25:1: unknown_language: keep has something in fr"
    ]


def test_a_new_language_is_missed_in_every_text_of_every_file(problems_after_change: Change) -> None:
    problems = problems_after_change(ABOUT, "languages: [en, nn]", "languages: [en, nn, fr]")
    assert {problem.code for problem in problems} == {"missing_language"}
    assert len(problems) == 34
    assert "lessons/xn-1.yaml:23:17" in [":".join(str(problem).split(":")[:3]) for problem in problems]


def test_an_outline_and_remarks_may_stand_in_one_language(problems_after_change: Change) -> None:
    assert problems_after_change(OUTLINE, 'outline: {en: "Reflect in private."}', 'outline: {nn: "Tenk."}') == []
    assert problems_after_change(SERVICES, "operator: {en: municipality}", "operator: kommunen") == []


def test_an_outline_in_no_language_of_the_pack_is_refused(problems_after_change: Change) -> None:
    problems = problems_after_change(OUTLINE, 'outline: {en: "Reflect in private."}', 'outline: {fr: "Pensez."}')
    assert _messages(problems) == ["8:1 missing_language"]


def test_faults_in_many_files_come_in_one_answer(problems_after_change: Change) -> None:
    problems_after_change(ABOUT, "country: XN", "country: north")
    problems_after_change(SERVICES, "hours: always", "hours: never")
    problems_after_change(FIRST, "service: paths", "service: path")
    problems = problems_after_change(REQUIREMENTS, "by_grade: 8", "by_grade: 12")
    assert [f"{problem.file} {problem.code}" for problem in problems] == [
        "lessons/xn-1.yaml unknown_reference",
        "pack.yaml bad_country",
        "requirements.yaml unknown_grade",
        "services.yaml unknown_word",
    ]
