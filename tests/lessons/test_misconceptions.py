"""What many of a class believe, before and after: figures for the teacher, from five pupils on."""

import pytest

from careered.lessons.kinds import registry
from careered.packs.files import read_folder
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.progress.misconceptions import misconception_counts
from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor

EACH = pytest.mark.parametrize("bay", ["sqlite", "postgresql"], indirect=True)


def comes_to_the_claim(bay: HarbourSchool, number: int) -> Visitor:
    pupil = bay.visitor(f"p{number}", name=f"Pupil {number}")
    pupil.follow_next(pupil.get("/lessons/xb-1"))
    pupil.answer("routes")
    pupil.answer("before", "none")
    return pupil


def believers_page(bay: HarbourSchool, answers: list[list[str]]) -> str:
    """Pupils answer the claim, one try after the other; the words of the teacher's page."""
    for number, tries in enumerate(answers):
        pupil = comes_to_the_claim(bay, number)
        for choice in tries:
            pupil.answer("claim", choice)
    teacher = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    page = teacher.get(f"{teacher.viewer.home_url}/source-judgement")
    assert "Pupil" not in page.main_text.replace("pupil", "")
    return page.main_text


@EACH
def test_the_first_answer_counts_before_and_the_latest_after(bay: HarbourSchool) -> None:
    wrong, right = believed(bay), "may_apply"
    text = believers_page(bay, [[wrong, right], [wrong, right], [wrong, wrong], [right], [right]])
    assert "3 of 5 before, 1 after" in text


def test_each_stands_with_its_question_and_lesson_and_what_nobody_chose_is_no_row(bay: HarbourSchool) -> None:
    with bay.database.reading() as db:
        (found,) = [one for one in misconception_counts(db, "town", "c", bay.pack) if one.place.card.id == "claim"]
    question, lesson = (of.title.in_language("en", "en") for of in (found.place.card, found.place.lesson))
    text = believers_page(bay, [[found.place.option_id]] * 5)
    assert f"{question} ({lesson})" in text


def test_where_nobody_has_chosen_one_the_page_says_so_and_shows_no_zeros(bay: HarbourSchool) -> None:
    text = believers_page(bay, [["may_apply"]] * 5)
    assert "Nobody has chosen any of them." in text
    assert "0 of 5 before" not in text


def test_of_fewer_than_five_no_figure_is_told(bay: HarbourSchool) -> None:
    text = believers_page(bay, [[believed(bay)]] * 4)
    assert "Shown when at least five pupils have answered" in text
    assert "before," not in text


@EACH
@pytest.mark.parametrize("pupils", [4, 5])
def test_the_lesson_on_the_classs_tab_and_the_report_say_the_same(bay: HarbourSchool, pupils: int) -> None:
    believers_page(bay, [[believed(bay), "may_apply"]] * pupils)
    teacher = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    page, printed = (
        teacher.get(teacher.viewer.home_url + path).response.text for path in ("/lessons", "/report?as=html")
    )
    figures = f"{pupils} of {pupils} before, 0 after"
    assert [figures in page, figures in printed] == [pupils == 5] * 2
    assert ("Shown when at least five pupils have answered" in page) is (pupils == 4)
    assert "Common misconceptions" in page
    assert ("Common misconceptions" in printed) is (pupils == 5)


def sorts(pupil: Visitor, *tries: str) -> None:
    """Put the item that carries a misconception into these groups, one try after the other; the others rightly."""
    pupil.follow_next(pupil.get("/lessons/xb-3"))
    for number, group in enumerate(tries):
        right = {} if number else {"item-exam": "upper", "item-workplace": "vocational"}
        pupil.answer("schools", lesson="xb-3", fields={**right, "item-apply": group})


def keyed() -> Pack:
    """The pack with a misconception on that item."""
    text = (BAY_PACK / "lessons" / "xb-3.yaml").read_text()
    old = "          - id: apply\n            group: both\n"
    assert old in text
    changed = text.replace(old, f"{old}            misconception: only_upper_leads_on\n").encode()
    files = {**read_folder(BAY_PACK)[0], "lessons/xb-3.yaml": changed}
    pack = read_pack_bytes(files, registry()).pack
    assert pack
    return pack


@EACH
def test_who_sorts_an_item_wrongly_believes_it_before_and_who_has_put_it_right_no_longer(bay: HarbourSchool) -> None:
    for number, tries in enumerate([["upper", "both"], ["vocational", "both"], ["upper", "upper"], ["both"], ["both"]]):
        sorts(bay.visitor(f"p{number}", name=f"Pupil {number}"), *tries)
    class_id = bay.visitor("p0").viewer.class_id
    with bay.database.reading() as db:
        counts = {one.key: one for one in misconception_counts(db, "town", class_id, keyed())}
    assert counts["only_upper_leads_on"].words("en") == "3 of 5 before, 1 after"


def test_a_pack_without_misconceptions_has_no_such_figures(school: HarbourSchool) -> None:
    with school.database.reading() as db:
        assert misconception_counts(db, "town", "c", school.pack) == []


def believed(bay: HarbourSchool) -> str:
    """The option of the claim that carries the misconception."""
    with bay.database.reading() as db:
        (found,) = [one for one in misconception_counts(db, "town", "c", bay.pack) if one.place.card.id == "claim"]
    return found.place.option_id
