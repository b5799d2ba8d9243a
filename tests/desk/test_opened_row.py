"""A row of the desk that is opened: the whole question, who will read the answer, and the way back."""

from careered.questions import anonymous
from tests.dashboard.factories import Classroom
from tests.desk.conftest import COUNSELLOR
from tests.desk.test_desk import ask, desk, opened, press
from tests.support.pages import Element, Page

LONG = "Pitääkö työpaikka etsiä itse, " * 12 + "vai auttaako koulu?"


def asks_without_a_name(classroom: Classroom, text: str) -> None:
    with classroom.app_state.database.transaction() as db:
        anonymous.create(db, "town", classroom.id, anonymous.generate_code(), text)


def acts(page: Page, row: str) -> list[Element]:
    """The links of a row's acts."""
    return page.all(f"{row} .acts a")


def follow(classroom: Classroom, link: Element) -> Page:
    return Page(classroom.browser_of(COUNSELLOR).get(str(link.attrs["href"])))


def test_a_long_question_is_read_whole_once_its_row_is_opened(class_b: Classroom) -> None:
    ask(class_b, "Aino Mäkelä", LONG)
    assert LONG not in desk(class_b).only(".item.question .text").to_text()
    page = opened(class_b.browser_of(COUNSELLOR), desk(class_b))
    assert page.main_text.count(LONG) == 1
    assert page.only(".item.question .text q").to_text() == LONG


def test_rows_after_the_opened_one_stay_folded_as_they_were(class_b: Classroom) -> None:
    for number in range(17):
        ask(class_b, "Aino Mäkelä", f"Question {number:02}")
    assert len(desk(class_b).all(".queue > li")) == 14
    browser = class_b.browser_of(COUNSELLOR)
    assert len(opened(browser, desk(class_b)).all(".queue > li")) == 14
    last = Page(browser.get(str(acts(desk(class_b, "?all=1"), ".question")[16].attrs["href"])))
    assert [row.attrs.get("id") for row in last.all(".queue > li")][16:] == ["open"]


def test_whoever_answers_on_the_desk_reads_who_will_see_it(class_b: Classroom) -> None:
    ask(class_b, "Aino Mäkelä", "Milloin?")
    asks_without_a_name(class_b, "Onko pakko?")
    named, nameless = (
        follow(class_b, link).only(".answer .who-sees").to_text() for link in acts(desk(class_b), ".question")
    )
    assert named.strip().startswith("Aino Mäkelä can read the answer")
    assert "with the code of the question" in nameless
    assert all("The class cannot." in words for words in (named, nameless))


def test_what_was_opened_is_closed_by_the_button_that_opened_it(class_b: Classroom) -> None:
    asks_without_a_name(class_b, "en kestä kotona")
    for place, names in ((0, ["Close"]), (1, ["Open", "Hide the guide"])):
        page = follow(class_b, acts(desk(class_b, "?why=question"), ".urgent")[place])
        shown = acts(page, ".urgent")
        assert [link.to_text().strip() for link in shown] == names
        assert page.all(".urgent .need")
        assert not follow(class_b, shown[-1]).all(".urgent .need")


def test_where_nothing_is_put_off_the_desk_says_so(class_b: Classroom) -> None:
    assert "Nothing has been put off to next week." in desk(class_b, "?why=postponed").main_text


def test_a_question_without_a_name_says_why_it_has_no_day(class_b: Classroom) -> None:
    asks_without_a_name(class_b, "en kestä kotona")
    ask(class_b, "Aino Mäkelä", "Milloin?")
    texts = [row.query(".text")[0].to_text() for row in desk(class_b).all(".item.question")]
    assert ["The day is not stored." in text for text in texts] == [True, False]
    titles = [str(text.attrs["title"]) for text in desk(class_b).all(".item.question .text")]
    assert ["The day is not stored." in title for title in titles] == [True, False]  # cut where there is no room


def test_whoever_answers_among_questions_sees_questions_afterwards(class_b: Classroom) -> None:
    ask(class_b, "Aino Mäkelä", "Milloin?")
    class_b.asks_for_help("Aino Mäkelä", "tell_teacher")
    browser = class_b.browser_of(COUNSELLOR)
    page = opened(browser, desk(class_b, "?why=question"))
    assert shown(press(browser, page, "/answer", answer="Joulukuussa.")) == "Questions"
    page = desk(class_b, "?why=talk")
    done = press(browser, page, "/handle")
    assert shown(done) == "Would like to talk"
    assert shown(press(browser, done, "/undo")) == "Would like to talk"


def test_a_refused_answer_is_led_to_and_stays_what_was_typed(class_b: Classroom) -> None:
    asks_without_a_name(class_b, "en kestä kotona")
    browser = class_b.browser_of(COUNSELLOR)
    page = opened(browser, desk(class_b))
    assert page.only(".answer form").attrs["action"].endswith("#open")
    refused = press(browser, page, "/answer", answer="x" * 2001)
    assert refused.response.status_code == 422
    assert refused.only("#open [aria-invalid]").to_text(strip=False).strip() == "x" * 2001


def shown(page: Page) -> str:
    """Which rows are shown, by their filter."""
    return page.only(".chip[aria-current] a").to_text().strip()
