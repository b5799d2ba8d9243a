"""Staff whom the platform lists among the pupils: found out by what they are elsewhere, or said by the teacher."""

from dataclasses import replace

from careered.demo_lms.people import Role
from careered.lti import platforms
from careered.roster.read import person_of
from tests.journeys.test_the_list_of_members import class_page, enrolled
from tests.journeys.town import DENMARK, FINLAND, WHOLE, Town, grid, link_to, town


def test_who_came_as_staff_to_another_class_is_no_pupil_here(monday: Town) -> None:
    (assistant,) = monday.people(FINLAND, Role.ASSISTANT)
    monday.platform.people[assistant].roles[DENMARK] = Role.ASSISTANT
    monday.opens(assistant, WHOLE[DENMARK])
    name = monday.platform.people[assistant].name
    assert name not in grid(class_page(monday))


def test_a_teacher_who_studies_elsewhere_is_a_pupil_there_where_lists_can_be_trusted(database_url: str) -> None:
    with town(database_url, "canvas") as autumn:
        autumn.platform.profile = "canvas"
        with autumn.school.database.write() as db:
            first = platforms.all_platforms(db)[0]
            platforms.add(db, replace(first, family="canvas"), [])
        (teacher,) = autumn.people(FINLAND, Role.TEACHER)
        autumn.platform.people[teacher].roles[DENMARK] = Role.LEARNER
        autumn.opens(teacher, WHOLE[FINLAND])
        assert autumn.platform.people[teacher].name in grid(class_page(autumn, DENMARK))


def test_a_teacher_says_that_somebody_is_no_pupil_and_takes_it_back(monday: Town) -> None:
    (assistant,) = monday.people(FINLAND, Role.ASSISTANT)
    name = monday.platform.people[assistant].name
    browser, page = monday.teacher(FINLAND)
    monday.work()
    classroom = browser.get(page.path)
    pupil = browser.get(link_to(classroom, name))
    classroom = browser.submit(pupil.form("form[action$='/not-a-pupil']"))
    assert name not in grid(classroom)
    assert name in classroom.words
    assert name not in grid(class_page(monday)), "the list does not overturn it"
    assert name not in [one["name"] for one in monday.report(FINLAND)["pupils"]]
    classroom = browser.submit(classroom.form("form[action$='/not-a-pupil']"), undo="yes")
    assert name in grid(classroom)


def test_who_was_taken_out_and_comes_as_a_pupil_is_one(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    name = monday.platform.people[pupil].name
    browser, page = monday.teacher(FINLAND)
    monday.work()
    classroom = browser.get(page.path)
    browser.submit(browser.get(link_to(classroom, name)).form("form[action$='/not-a-pupil']"))
    assert enrolled(monday)[pupil] == ("assistant", "active")
    monday.opens(pupil, WHOLE[FINLAND])
    assert enrolled(monday)[pupil] == ("pupil", "active")
    assert name in grid(class_page(monday))


def test_a_listed_teacher_cannot_be_made_a_pupil_by_taking_out_and_back(monday: Town) -> None:
    first = monday.people(FINLAND, Role.TEACHER)[0]
    second = monday.platform.add_person(FINLAND, "Toinen Opettaja", role=Role.TEACHER)
    browser, _ = monday.opens(first, WHOLE[FINLAND])
    monday.work()
    with monday.school.database.read() as db:
        person = person_of(db, "town", str(monday.rooms()[0]["platform_id"]), second.id)
    token = browser.tool.cookies["__Host-careered"]
    for undo in ("", "yes"):
        answer = browser.tool.post(f"/teacher/pupil/{person}/not-a-pupil", data={"session": token, "undo": undo})
        assert answer.status_code == 404
    assert enrolled(monday)[second.id] == ("teacher", "active")


def test_who_has_opened_careered_cannot_be_taken_out(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, WHOLE[FINLAND])
    browser, page = monday.teacher(FINLAND)
    address = link_to(browser.get(page.path), monday.platform.people[pupil].name)
    assert not browser.get(address).all("form[action$='/not-a-pupil']")
    token = browser.tool.cookies["__Host-careered"]
    assert browser.tool.post(f"{address}/not-a-pupil", data={"session": token}).status_code == 404
    assert enrolled(monday)[pupil] == ("pupil", "active")
