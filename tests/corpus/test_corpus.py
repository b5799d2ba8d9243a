"""Every bad or odd input of the corpus gets its answer, on both databases, and writes nothing it should not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from careered.roster.tables import Person
from careered.web.tables import SessionRow
from tests.corpus import (
    claim_cases,
    deep_linking_cases,
    login_cases,
    registration_cases,
    session_cases,
    step_cases,
    token_cases,
)
from tests.corpus.attempt import LaunchAttempt
from tests.corpus.cases import CASES, Case
from tests.corpus.service_cases import SERVICE_CASES
from tests.journeys.scenario import open_scenario
from tests.support.school import School, activities_of, pupils_of, school

COURSE = "fi-8b"
CASE_MODULES = (
    claim_cases,
    deep_linking_cases,
    login_cases,
    registration_cases,
    session_cases,
    step_cases,
    token_cases,
)
PUBLISHED = Path(__file__).parents[3] / "shared" / "bad_inputs.json"
GROUPS = {
    "oidc_login",
    "state_nonce",
    "id_token_header",
    "signature",
    "claims",
    "accept_quirks",
    "steps",
    "session_access",
    "dynamic_registration",
    "deep_linking",
}
SERVICE_GROUPS = {"ags", "nrps"}
COVERED_ELSEWHERE = {
    "QRK-17": "tests/lti: a score goes to .../lineitem/scores?type_id=1",
    "QRK-24": "tests/journeys: the same number on two platforms is two pupils",
}


@pytest.fixture
def at_school(database_url: str) -> Iterator[School]:
    with school(database_url) as corpus_school:
        yield corpus_school


@pytest.mark.parametrize("number", sorted(CASES))
def test_each_case_gets_its_answer(number: str, at_school: School) -> None:
    case = CASES[number]
    pupil, activity = pupils_of(at_school.platform, COURSE)[0], activities_of(at_school.platform, COURSE)[0]
    answer = case.provoke(LaunchAttempt(at_school, pupil, activity))
    assert (answer.status_code, answer.headers.get("careered-code", "")) == (case.status, case.code)
    if not case.writes and not number.startswith("STEP"):
        assert count_people_and_sessions(at_school) == 0


@pytest.mark.parametrize("number", sorted(SERVICE_CASES))
def test_each_story_of_the_services_ends_as_it_should(number: str, database_url: str) -> None:
    with open_scenario(database_url) as monday:
        SERVICE_CASES[number](monday)


def count_people_and_sessions(at_school: School) -> int:
    """How many people and sessions there are."""
    with at_school.database.reading() as db:
        return sum(db.execute(select(func.count()).select_from(t.__table__)).scalar_one() for t in (Person, SessionRow))


def published_cases() -> list[Case | dict[str, object]]:
    """The published corpus, where it lies beside the checkout."""
    return json.loads(PUBLISHED.read_text()) if PUBLISHED.exists() else []


def test_the_published_corpus_is_covered_and_answered_as_it_says() -> None:
    """Where the corpus lies beside the checkout: no case is missing, and status and code are as published."""
    assert len(CASES) > 90
    for row in published_cases():
        if row["group"] in SERVICE_GROUPS:  # type: ignore[index,operator]
            assert row["id"] in SERVICE_CASES  # type: ignore[index,operator]
        if row["group"] not in GROUPS or row["id"] in COVERED_ELSEWHERE:  # type: ignore[index,operator]
            continue
        case, expected = CASES[row["id"]], row["expect"]  # type: ignore[index]
        assert expected["code"] in {None, case.code}, row  # type: ignore[index]
        if expected["status"] and not (expected["status"] == 200 and case.status == 303):  # type: ignore[index]
            assert case.status == expected["status"], row  # type: ignore[index]
