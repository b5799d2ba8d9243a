"""Acts of staff: each is told after it was done, stands in the class's log, and is undone from there, later too."""

from datetime import timedelta

import time_machine

from careered.acts.log import PAGE_LENGTH
from careered.clock import now
from careered.feedback.store import feedback_to
from careered.progress.acts import TALKED, store_act
from careered.progress.tables import StaffAct
from careered.web.permissions import Role
from tests.dashboard.test_attestations import attests, first_requirement, progress_text
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor
from tests.support.pages import Page


def log_of(teacher: Visitor) -> Page:
    return teacher.get(f"{teacher.viewer.home_url}/log")


@EACH_DATABASE
def test_a_colleague_undoes_it_from_the_log_after_three_weeks_and_the_log_says_who(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    before = progress_text(aino)
    with time_machine.travel(now() - timedelta(days=21)):
        attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    assert progress_text(aino) != before
    colleague = school.visitor("t2", role=Role.TEACHER, name="Eva Ek")
    page = colleague.submit(log_of(colleague).form("ul.log form"), {})
    assert progress_text(aino) == before
    assert page.all("ul.log form") == []
    assert "undone by you" in page.only("ul.log").to_text()
    assert "undone by Eva Ek" in log_of(teacher).only("ul.log").to_text()


def test_undoing_twice_in_two_tabs_is_undoing_once(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    before = progress_text(aino)
    page = attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    form = page.form(".toast form")
    for _tab in range(2):
        assert teacher.submit(form, {}).only(".toast").to_text().startswith("Undone: ")
    assert progress_text(aino) == before


def test_after_thirty_days_it_is_neither_listed_nor_undone(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    with time_machine.travel(now() - timedelta(days=31)):
        page = attests(teacher, f"confirmed:{first_requirement(school)}", aino)
        form = page.form(".toast form")
    reached = progress_text(aino)
    teacher.submit(form, {})
    assert progress_text(aino) == reached
    assert "Nothing has been recorded yet." in log_of(teacher).main_text


def test_the_message_is_gone_from_a_page_that_is_loaded_again_after_a_minute(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    page = attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    address = str(page.response.url)
    assert teacher.get(address).all(".toast")
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert teacher.get(address).all(".toast") == []


def test_undoing_for_the_class_leaves_who_had_it_before_and_what_came_later(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    eino, helmi = school.visitor("2", name="Eino Eteläinen"), school.visitor("3", name="Helmi Hovi")
    requirement = first_requirement(school)
    attests(teacher, f"confirmed:{requirement}", aino)
    figures = [progress_text(pupil) for pupil in (aino, eino)]
    page = attests(teacher, f"confirmed:{requirement}")
    assert "2 pupils" in page.only(".toast").to_text()
    attests(teacher, f"exempt:{school.pack.requirements_for(8)[1].id}", helmi, reason="decided")
    teacher.submit(page.form(".toast form"), {})
    assert [progress_text(pupil) for pupil in (aino, eino, helmi)] == [*figures, "0 / 4"]


def test_one_press_that_arrives_twice_is_one_act(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    form = teacher.get(f"{teacher.viewer.home_url}/attestations").form("form#mark")
    for _arrival in range(2):
        teacher.submit(form, {"what": f"confirmed:{first_requirement(school)}", "pupil": aino.viewer.person_id})
    assert school.count(StaffAct) == 1


def test_what_is_pressed_after_going_back_is_an_act_of_its_own(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    form = teacher.get(f"{teacher.viewer.home_url}/attestations").form("form#mark")
    confirmed = {"what": f"confirmed:{first_requirement(school)}", "pupil": aino.viewer.person_id}
    page = teacher.submit(form, confirmed)
    reached = progress_text(aino)
    teacher.submit(page.form(".toast form"), {})
    page = teacher.submit(form, confirmed)
    assert page.only(".toast").to_text().startswith("Confirmed: ")
    assert progress_text(aino) == reached
    other = next(value for value in form.lists["what"] if value not in {"", confirmed["what"]})
    page = teacher.submit(form, {**confirmed, "what": other})
    teacher.submit(page.form(".toast form"), {})
    assert progress_text(aino) == reached  # the first one stays


def test_a_reminder_that_is_sent_again_after_going_back_can_be_undone_again(aino: Visitor, teacher: Visitor) -> None:
    form = teacher.get(f"{teacher.viewer.home_url}/remind").form("form#remind")
    for _press in range(2):
        page = teacher.submit(form, {"pupil": aino.viewer.person_id})
        assert page.only(".toast").to_text().startswith("Reminder sent")
        assert teacher.submit(page.form(".toast form"), {}).only(".toast").to_text().startswith("Undone: ")


def test_a_reminder_that_is_undone_reaches_nobody_and_the_next_one_may_be_sent(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    def reminds() -> Page:
        form = teacher.get(f"{teacher.viewer.home_url}/remind").form("form#remind")
        return teacher.submit(form, {"pupil": aino.viewer.person_id})

    def reminders() -> int:
        key = (aino.viewer.organisation_id, aino.viewer.class_id, aino.viewer.person_id)
        with school.database.reading() as db:
            return len(feedback_to(db, *key))

    page = reminds()
    assert page.only(".toast").to_text().startswith("Reminder sent, Aino Aalto")
    assert reminders() == 1
    teacher.submit(page.form(".toast form"), {})
    assert reminders() == 0
    reminds()
    assert reminders() == 1


def test_a_long_log_has_pages_and_each_entry_leads_to_its_pupil(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    key = {name: getattr(aino.viewer, name) for name in ("organisation_id", "class_id", "person_id")}
    with school.database.transaction() as db:
        for number in range(PAGE_LENGTH + 1):
            store_act(db, key, f"talk {number}", TALKED, teacher.viewer.person_id, target_id=key["person_id"])
    page = log_of(teacher)
    assert len(page.all("ul.log li")) == PAGE_LENGTH
    assert page.all("ul.log li")[0].query("a")[0].attrs["href"].startswith(f"/teacher/pupil/{key['person_id']}")
    older = teacher.get(f"{teacher.viewer.home_url}/log?page=2")
    assert len(older.all("ul.log li")) == 1
    assert (
        teacher.get(f"{teacher.viewer.home_url}/log?page=99").only("ul.log").to_text() == older.only("ul.log").to_text()
    )
    older = teacher.submit(older.form("ul.log form"), {})
    assert "undone by you" in older.only("ul.log").to_text()


def test_two_accounts_that_were_joined_stand_in_the_log(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    earlier = school.visitor("2", name="Aino Vanha")
    pair = {"earlier": earlier.viewer.person_id, "pupil": aino.viewer.person_id}
    teacher.post(f"{teacher.viewer.home_url}/accounts/join", pair)
    page = log_of(teacher)
    told = " ".join(page.only("ul.joins").to_text().split())
    assert "The earlier account: Aino Vanha · The account to keep: Aino Aalto" in told
    assert page.all("ul.joins a[href*='/accounts']")


def test_an_assistant_neither_reads_nor_undoes_that_somebody_has_talked_with_a_pupil(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    key = {name: getattr(aino.viewer, name) for name in ("organisation_id", "class_id", "person_id")}
    with school.database.transaction() as db:
        store_act(db, key, "the talk", TALKED, teacher.viewer.person_id, reason="talk", target_id=key["person_id"])
    assert "Talked" in log_of(teacher).main_text
    assistant = school.visitor("a", role=Role.ASSISTANT, name="Apu Ranta")
    assert "Nothing has been recorded yet." in log_of(assistant).main_text
    assistant.post(f"{assistant.viewer.home_url}/acts/undo", {"act": "the talk"})
    assert log_of(teacher).only("ul.log").to_text().split()[:4] == ["Talked", ",", "Aino", "Aalto"]
    assert log_of(teacher).all("ul.log form")
