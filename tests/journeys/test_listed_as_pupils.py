"""Staff whom the platform lists among the pupils: found out by what they are elsewhere, or said by the teacher."""

from careered.demo_lms.people import Role
from tests.journeys.test_the_list_of_members import class_page, enrolled
from tests.journeys.town import DENMARK, FINLAND, WHOLE, Town, grid, link_to


def test_who_came_as_staff_to_another_class_is_no_pupil_here(monday: Town) -> None:
    (assistant,) = monday.people(FINLAND, Role.ASSISTANT)
    monday.platform.people[assistant].roles[DENMARK] = Role.ASSISTANT
    monday.opens(assistant, WHOLE[DENMARK])
    name = monday.platform.people[assistant].name
    assert name not in grid(class_page(monday))


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


def test_who_has_opened_careered_cannot_be_taken_out(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, WHOLE[FINLAND])
    browser, page = monday.teacher(FINLAND)
    address = link_to(browser.get(page.path), monday.platform.people[pupil].name)
    assert not browser.get(address).all("form[action$='/not-a-pupil']")
    token = browser.tool.cookies["__Host-careered"]
    assert browser.tool.post(f"{address}/not-a-pupil", data={"session": token}).status_code == 404
    assert enrolled(monday)[pupil] == ("pupil", "active")
