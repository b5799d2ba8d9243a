"""Every route, asked by every kind of visitor with real ids of three pupils: nobody gets what is not theirs."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from careered.app import all_routes
from careered.web.permissions import Role
from tests.access.addresses import cells
from tests.access.answers import ANSWERED, undecided
from tests.access.asking import Answer, ask_all
from tests.access.marks import data_allowed, data_shown, own_data_shown
from tests.access.town import Town, open_town
from tests.access.traces import Victim
from tests.access.visitors import STANDING, Visitor
from tests.support.databases import fresh

REFUSALS = {"session_missing": 401, "not_found": 404, "upload_over": 404}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all visitors, on each kind of database."""
    with fresh(request.param, tmp_path_factory.mktemp("town")) as url, open_town(url) as opened:
        yield opened


def test_the_table_says_of_every_route_who_is_answered() -> None:
    paths = [route.path for route in all_routes()]
    assert undecided(paths) == [], "say in tests/access/answers.py who is answered there"
    assert sorted(set(ANSWERED) - set(paths)) == [], "the table names routes that there are no more"


def test_a_route_that_somebody_adds_without_saying_so_is_found() -> None:
    assert undecided([*ANSWERED, "/secret"]) == ["/secret"]


@pytest.mark.parametrize("visitor", list(Visitor))
def test_nobody_gets_or_changes_what_is_not_theirs(
    visitor: Visitor, town: Town, record_property: Callable[[str, object], None]
) -> None:
    watch(town, visitor)
    answers = ask_all(town, visitor, cells(town, visitor, all_routes()))
    record_property("access cells", len(answers))
    faults = [fault for answer in answers for fault in faults_of(visitor, town.victims, answer)]
    assert not faults, "\n".join(faults)
    responses = [response for _, response, _ in answers]
    for number, victim in enumerate(town.victims):
        is_named = STANDING[visitor].named and number == 0
        seen = set().union(*(data_shown(response, victim) for response in responses))
        seen |= set().union(*(own_data_shown(response) for response in responses if is_named))
        assert seen == data_allowed(visitor, of_first=number == 0), victim.word


def watch(town: Town, visitor: Visitor) -> None:
    """Look out for changes of what is stored about the three; for who is in no class of theirs, about all of it."""
    standing, place = STANDING[visitor], town.places[visitor]
    others = town.victims[1:] if standing.role in {Role.PUPIL, Role.OFFICER} and standing.named else town.victims
    marks = [mark for victim in others for mark in (victim.person_id, victim.word)]
    is_elsewhere = place.class_id != town.here.class_id and not standing.named
    town.rehearsal.watch([*marks, *([town.here.class_id] if is_elsewhere else [])], place.person_id)


def faults_of(visitor: Visitor, victims: Sequence[Victim], answer: Answer) -> Iterator[str]:
    """What is wrong about an answer, in words."""
    cell, response, changed = answer
    code, is_answered = response.headers.get("careered-code", ""), cell.is_answered(visitor)
    about = f"{cell}: {response.status_code} {code}"
    if response.status_code >= 500 or response.status_code != REFUSALS.get(code, response.status_code):
        yield f"{about} fails"
    if (code in REFUSALS) is is_answered:
        yield f"{about} is wrongly {'refused' if is_answered else 'answered'}"
    for number, victim in enumerate(victims):
        if excess := data_shown(response, victim) - data_allowed(visitor, of_first=number == 0):
            yield f"{about} shows {sorted(excess)} of {number}"
    if changed and not cell.may_change(visitor):
        yield f"{about} changes {sorted(changed)[:2]}"
