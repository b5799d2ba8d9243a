"""The kinds of visitors, and how each comes in: by a really signed launch, or by an administrator's link."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from careered.roster.school_leaders import request_school, school_leaders
from careered.web import one_time
from careered.web.permissions import Role
from demo_platform.people import Role as Platform
from tests.journeys.browser import FrameBrowser
from tests.journeys.launches import LIS_VOCABULARY, PLATFORM_ADMIN, launch_as_mentor, launch_privacy, launch_with
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario

MEMBERSHIP = f"{LIS_VOCABULARY}membership"
LEARNER, INSTRUCTOR = [f"{MEMBERSHIP}#Learner"], [f"{MEMBERSHIP}#Instructor"]
TEACHING_ASSISTANT = [*INSTRUCTOR, f"{MEMBERSHIP}/Instructor#TeachingAssistant"]
NORTH, VILLAGE = "north", "https://village.test"
OTHER_CONTEXT = "701"
OTHER_CLASS = {"context": {"id": OTHER_CONTEXT, "label": "7A", "title": "7A"}, "resource_link": {"id": "702"}}
PERSON_OF_THE_OTHER_CLASS, VICTIM_COUNT = "703", 3


class Visitor(StrEnum):
    """Somebody who asks, as seen from the three pupils. The mentor and the officer came about the first of them."""

    NO_VISIT = "no visit"
    PUPIL = "the first of the three"
    CLASSMATE = "classmate"
    PUPIL_OF_OTHER_CLASS = "pupil of another class"
    PUPIL_OF_OTHER_DEPLOYMENT = "pupil of another deployment"
    PUPIL_OF_OTHER_ORGANISATION = "pupil of another organisation"
    TEACHER = "teacher of this class"
    ASSISTANT = "assistant of this class"
    TEACHER_OF_OTHER_CLASS = "teacher of another class"
    TEACHER_OF_OTHER_DEPLOYMENT = "teacher of another deployment"
    TEACHER_OF_OTHER_ORGANISATION = "teacher of another organisation"
    CHOOSER = "teacher who chooses activities"
    AUTHOR = "author"
    GUEST = "guest: the platform's administrator"
    MENTOR = "mentor"
    MENTOR_OF_ANOTHER = "mentor of another pupil"
    OFFICER = "officer"
    LEADER = "school leader"
    ADMINISTRATOR = "administrator"
    ADMINISTRATOR_OF_OTHER_ORGANISATION = "administrator of another organisation"


@dataclass(frozen=True)
class Standing:
    """What a visitor is to the three pupils. named: the first of them is who the visit is about, or who looks."""

    role: Role | None
    in_class: bool = False
    named: bool = False


STANDING = {
    Visitor.NO_VISIT: Standing(None),
    Visitor.PUPIL: Standing(Role.PUPIL, in_class=True, named=True),
    Visitor.CLASSMATE: Standing(Role.PUPIL, in_class=True),
    Visitor.PUPIL_OF_OTHER_CLASS: Standing(Role.PUPIL),
    Visitor.PUPIL_OF_OTHER_DEPLOYMENT: Standing(Role.PUPIL),
    Visitor.PUPIL_OF_OTHER_ORGANISATION: Standing(Role.PUPIL),
    Visitor.TEACHER: Standing(Role.TEACHER, in_class=True),
    Visitor.ASSISTANT: Standing(Role.ASSISTANT, in_class=True),
    Visitor.TEACHER_OF_OTHER_CLASS: Standing(Role.TEACHER),
    Visitor.TEACHER_OF_OTHER_DEPLOYMENT: Standing(Role.TEACHER),
    Visitor.TEACHER_OF_OTHER_ORGANISATION: Standing(Role.TEACHER),
    Visitor.CHOOSER: Standing(Role.TEACHER, in_class=True),
    Visitor.AUTHOR: Standing(Role.AUTHOR),
    Visitor.GUEST: Standing(Role.GUEST),
    Visitor.MENTOR: Standing(Role.MENTOR, named=True),
    Visitor.MENTOR_OF_ANOTHER: Standing(Role.MENTOR),
    Visitor.OFFICER: Standing(Role.OFFICER, named=True),
    Visitor.LEADER: Standing(Role.LEADER),
    Visitor.ADMINISTRATOR: Standing(Role.ADMIN),
    Visitor.ADMINISTRATOR_OF_OTHER_ORGANISATION: Standing(Role.ADMIN),
}


def come_in(scenario: Scenario, visitor: Visitor) -> FrameBrowser:
    """A browser in which a visitor has arrived. Who is elsewhere has the number that the first pupil has here."""
    pupils, teachers = scenario.people(FINLAND), scenario.people(FINLAND, Platform.TEACHER)
    match visitor:
        case Visitor.NO_VISIT:
            return FrameBrowser.new_frame(scenario.school)
        case Visitor.PUPIL:
            return scenario.opens(pupils[0], WHOLE_PROGRAMME[FINLAND])[0]
        case Visitor.CLASSMATE:
            return scenario.opens(pupils[VICTIM_COUNT], WHOLE_PROGRAMME[FINLAND])[0]
        case Visitor.TEACHER:
            return scenario.opens(teachers[0], WHOLE_PROGRAMME[FINLAND])[0]
        case Visitor.CHOOSER:
            browser = FrameBrowser.new_frame(scenario.school)
            browser.begin(
                f"/course/{FINLAND}/choose/careered-demo?as={scenario.people(FINLAND, Platform.COUNSELLOR)[0]}"
            )
            return browser
        case Visitor.ASSISTANT:
            assistants = scenario.people(FINLAND, Platform.ASSISTANT)
            return _launch(scenario, assistants[0], {"roles": TEACHING_ASSISTANT})
        case Visitor.PUPIL_OF_OTHER_CLASS | Visitor.TEACHER_OF_OTHER_CLASS:
            person = {"sub": f"{PERSON_OF_THE_OTHER_CLASS}{STANDING[visitor].role}", "name": "Muukalainen"}
            return _launch(scenario, pupils[0], {**OTHER_CLASS, **person, "roles": _roles(visitor)})
        case Visitor.PUPIL_OF_OTHER_DEPLOYMENT:
            return _launch(scenario, pupils[0], {"deployment_id": NORTH, "name": "Pohjalainen"})
        case Visitor.TEACHER_OF_OTHER_DEPLOYMENT:
            return _launch(scenario, teachers[0], {"deployment_id": NORTH, "name": "Pohjanen"})
        case Visitor.PUPIL_OF_OTHER_ORGANISATION | Visitor.TEACHER_OF_OTHER_ORGANISATION:
            person_id = pupils[0] if STANDING[visitor].role is Role.PUPIL else teachers[0]
            return scenario.opens(person_id, WHOLE_PROGRAMME[FINLAND], browser=scenario.browser_at(VILLAGE))[0]
        case Visitor.AUTHOR:
            return _launch(
                scenario, pupils[0], {"sub": "704", "name": "Raili", "roles": [f"{MEMBERSHIP}#ContentDeveloper"]}
            )
        case Visitor.GUEST:
            return _launch(scenario, pupils[0], {"sub": "705", "name": "Reino", "roles": [PLATFORM_ADMIN]})
        case Visitor.MENTOR:
            return launch_as_mentor(scenario, pupils[0], number="706").browser
        case Visitor.MENTOR_OF_ANOTHER:
            return launch_as_mentor(scenario, pupils[VICTIM_COUNT], number="707").browser
        case Visitor.OFFICER:
            return launch_privacy(scenario, "2", pupils[0]).browser
        case Visitor.LEADER:
            return _school_leader(scenario, pupils[0])
        case Visitor.ADMINISTRATOR:
            return administrator(scenario, "town")
        case Visitor.ADMINISTRATOR_OF_OTHER_ORGANISATION:
            return administrator(scenario, "village")


def _roles(visitor: Visitor) -> list[str]:
    return LEARNER if STANDING[visitor].role is Role.PUPIL else INSTRUCTOR


def _launch(scenario: Scenario, person: str, changes: dict[str, Any]) -> FrameBrowser:
    outcome = launch_with(scenario, person, changes)
    assert outcome.page.response.status_code == 200, (changes, outcome.code)
    return outcome.browser


def _school_leader(scenario: Scenario, person: str) -> FrameBrowser:
    """Somebody without a role in the course, whom an administrator has given the classes without a school."""
    browser = _launch(scenario, person, {"sub": "708", "name": "Rehtori", "roles": [f"{MEMBERSHIP}#Manager"]})
    with scenario.school.database.transaction() as db:
        key = "town", scenario.person_id("708")
        request_school(db, *key)
        school_leaders.approve(db, *key, school_id="")
    browser.submit(browser.get("/school/access").form("main form"))
    return browser


def administrator(scenario: Scenario, organisation_id: str) -> FrameBrowser:
    """An administrator of an organisation, who came by a link from the command line."""
    browser = FrameBrowser.new_frame(scenario.school)
    with scenario.school.database.transaction() as db:
        key = one_time.create(db, organisation_id, one_time.ADMIN, ttl=timedelta(hours=1))
    browser.press_next(browser.get(f"/admin/sign-in?key={key}"))
    return browser
