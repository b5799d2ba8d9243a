"""A lesson of cards, played without JavaScript: one thing a screen, every answer is answered, nothing is lost."""

from pathlib import Path

import pytest
from httpx2 import Response

from careered.feedback.store import add_comment
from careered.lessons.activities.choose import grading
from careered.lessons.activities.choose.schema import Content
from careered.lessons.activities.contract import Grade
from careered.lessons.evidence_reader import evidence_of
from careered.progress.evidence import EvidenceReader
from careered.progress.projection import replay
from careered.progress.queries import load_answers, load_statuses
from careered.progress.tables import Answer
from careered.roster.scope import PupilScope
from careered.web import static
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

CARDS = ["routes", "before", "claim", "doors", "now"]
IN_BROWSERS = pytest.mark.parametrize("cookies", [True, False])


def said(page: Page) -> str:
    """What is said to an answer: it has an address and takes the focus."""
    answer = page.only("#answer")
    assert "data-focus" in answer.attrs
    assert answer.attrs["tabindex"] == "-1"
    return " ".join(answer.to_text().split())


def verdict(page: Page) -> str | None:
    return page.only("main").attrs.get("data-verdict")


def goes_on(pupil: Visitor, page: Page) -> Page:
    """Press the one control that leads on, where it is a way and not an answer."""
    assert page.next_control.name == "a", page.path
    return pupil.get(str(page.next_control.attrs["href"]))


def signs(page: Page) -> dict[str, list[str]]:
    """The options that have a sign, by their words."""
    options = {texts_of([option])[0]: str(option.attrs["class"]).split()[1:] for option in page.all("label.option")}
    return {words: sign for words, sign in options.items() if sign}


@pytest.mark.parametrize("bay", ["sqlite", "postgresql"], indirect=True)
def test_a_pupil_plays_the_lesson_to_its_end(bay: HarbourSchool, iida: Visitor) -> None:
    page = iida.follow_next(iida.get("/lessons/xb-1"))
    assert page.path == "/lessons/xb-1/routes"
    page = iida.answer("routes")
    assert page.path == "/lessons/xb-1/before"
    page = goes_on(iida, iida.answer("before", "none"))
    page = goes_on(iida, iida.answer("claim", "may_apply"))
    assert page.path == "/lessons/xb-1/doors"
    iida.answer("doors")
    page = goes_on(iida, iida.answer("now", "ideas"))
    assert page.path == "/lessons/xb-1/done"
    assert page.response.status_code == 200
    assert [bay.events(kind) for kind in ("lesson_started", "step_done", "lesson_done")] == [1, 5, 1]


@pytest.mark.parametrize("card_id", CARDS)
def test_a_card_says_what_it_is_to_whoever_asks(card_id: str, iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, card_id)
    page = iida.get(f"/lessons/xb-1/{card_id}")
    main, card = page.only("main"), bay.lesson("xb-1").step(card_id)
    assert card
    assert (main.attrs["data-card"], main.attrs["data-kind"]) == (card_id, card.kind)
    assert verdict(page) is None
    assert texts_of(page.all("h1")) == [card.title.in_language("en")]
    assert "data-focus" in page.only("h1").attrs
    assert page.only(".segments").attrs["aria-label"] == f"Card {CARDS.index(card_id) + 1} of 5"
    assert [str(i.attrs["class"]) for i in page.all(".segments i")][3].endswith("part"), "a gap before the second part"


def test_a_wrong_answer_is_answered_by_its_own_reason_and_the_others_stay_open(iida: Visitor) -> None:
    reach(iida, "claim")
    page = iida.answer("claim", "only_upper")
    assert iida.visited_urls[-1].endswith("#answer")
    assert verdict(page) == "again"
    assert said(page) == "Not quite That is the usual way, but not the only one. Try again."
    assert signs(page) == {"It is. One goes there from upper school. : not this one": ["wrong"]}
    inputs = {str(field.attrs["value"]): field.attrs for field in page.all("main input[name=choice]")}
    assert [value for value, attrs in inputs.items() if "disabled" in attrs] == ["only_upper"]
    assert "With that diploma" not in page.response.text, "the right one's reason is not told yet"
    assert texts_of([page.next_control]) == ["Answer again"]


def test_the_second_wrong_answer_tells_the_right_one(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "claim")
    iida.answer("claim", "only_upper")
    page = iida.answer("claim", "years")
    assert verdict(page) == "told"
    assert said(page).startswith("Here is the answer With that diploma one may apply.")
    assert sorted(sign for (sign,) in signs(page).values()) == ["right", "wrong", "wrong"]
    assert page.path_of(page.next_control) == "/lessons/xb-1/doors"
    row = bay.stored_answer("claim")
    assert row
    assert (row["first_values"], row["values"]) == ({"choice": "only_upper"}, {"choice": "years"})
    assert (row["tries"], row["verdict"], row["activity_version"]) == (2, "told", 1)
    assert row["first_at"] <= row["saved_at"]


def test_right_at_the_second_try_is_right_and_the_first_answer_is_kept(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "claim")
    iida.answer("claim", "years")
    page = iida.answer("claim", "may_apply")
    assert (verdict(page), said(page)[:7]) == ("right", "Exactly")
    assert lines(bay, iida, "claim") == [
        "It is not. One may apply there. (right on the second try, first: It is, unless one works for years first.)"
    ]


def test_an_answered_card_is_shown_as_answered_and_cannot_be_answered_anew(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "doors")
    page = iida.get("/lessons/xb-1/claim")
    assert (verdict(page), page.all("form.play")) == ("right", [])
    assert all("disabled" in field.attrs for field in page.all("main input[name=choice]"))
    response = iida.post("/lessons/xb-1/steps/claim", {"choice": "years", "tries": "1"})
    assert response.headers["location"].startswith("/lessons/xb-1/claim?")
    row = bay.stored_answer("claim")
    assert row
    assert (row["values"], row["tries"]) == ({"choice": "may_apply"}, 1)


def test_what_is_said_to_an_opinion_is_kept_and_may_be_changed(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "before")
    page = iida.answer("before", "none")
    assert (verdict(page), said(page)) == ("kept", "Saved That is usual. Today you get one hint.")
    (change,) = [link for link in page.all("a.small") if "change" in str(link.attrs["href"])]
    open_again = iida.get(str(change.attrs["href"]))
    assert open_again.form("main form.play").fields[-1] == ("choice", "none")
    page = iida.submit(open_again.form("main form.play"), {"choice": "know"})
    assert said(page) == "Saved Good. Today you see where else that route leads."
    row = bay.stored_answer("before")
    assert row
    assert (row["first_values"], row["values"]) == ({"choice": "none"}, {"choice": "know"})
    assert bay.events("step_done") == 2


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        ("none", "ideas", "Something became clear."),
        ("ideas", "ideas", "As at the start"),
        ("know", "none", "A good sign"),
    ],
)
def test_the_same_question_again_is_answered_by_what_changed(
    before: str, now: str, answer: str, iida: Visitor, bay: HarbourSchool
) -> None:
    reach(iida, "now", before=before)
    page = iida.answer("now", now)
    assert said(page).startswith(f"Saved {answer}")
    words = {"none": "No idea at all", "ideas": "I have some ideas", "know": "I know already"}
    assert lines(bay, iida, "now") == [f"before: {words[before]}, now: {words[now]}"]


def test_nothing_chosen_is_said_on_the_card_and_stores_nothing(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "before")
    response = iida.post("/lessons/xb-1/steps/before", {"tries": "0"})
    assert (response.status_code, said(Page(response))) == (422, "Choose one of these.")
    assert bay.count(Answer) == 0


def test_no_page_tells_before_an_answer_what_is_right_or_why(iida: Visitor, bay: HarbourSchool) -> None:
    lesson = bay.lesson("xb-1")
    for card in lesson.steps:
        reach(iida, card.id)
        source = iida.get(f"/lessons/xb-1/{card.id}").response.text
        raw = card.model_dump(mode="json")
        reasons = [text for option in raw.get("options", ()) for text in (option["reason"] or {}).values()]
        changes = [text for texts in (raw.get("change") or {}).values() if texts for text in texts.values()]
        for text in [*reasons, *changes]:
            assert text not in source, (card.id, text)
        assert not {"right", "wrong", "one_way_only"} & set(source.replace('"', " ").split()), card.id


def test_each_pupil_has_an_order_of_their_own_and_keeps_it(bay: HarbourSchool) -> None:
    orders = set()
    for number in range(8):
        pupil = bay.visitor(f"p{number}", name=f"Pupil {number}")
        reach(pupil, "claim")
        order = order_of(pupil.get("/lessons/xb-1/claim"))
        assert order == order_of(pupil.get("/lessons/xb-1/claim")), "the same at a reload"
        assert order == order_of(pupil.answer("claim", "years")), "and after an answer"
        assert order_of(pupil.get("/lessons/xb-1/before")) == ["know", "ideas", "none"], (
            "steps of a scale stand as written"
        )
        orders.add(tuple(order))
    assert len(orders) > 1


def order_of(page: Page) -> list[str]:
    return [str(field.attrs["value"]) for field in page.all("main input[name=choice]")]


def test_a_picture_is_there_for_everybody_and_may_only_draw(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "doors")
    picture = iida.get("/lessons/xb-1/doors").only(".card img")
    assert picture.attrs["alt"] == "Three doors, the middle one is open."
    iida.client.cookies.clear()
    response = iida.client.get(str(picture.attrs["src"]))
    assert (response.status_code, response.headers["content-type"]) == (200, "image/svg+xml")
    assert response.text == bay.pack.pictures["doors"]
    assert response.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    for address in ("/pictures/bay-8/1.0.0/none", "/pictures/bay-8/9.9.9/doors", "/pictures/none/1.0.0/doors"):
        assert iida.client.get(address).status_code == 404


def test_a_card_that_comes_later_is_not_open_yet(iida: Visitor) -> None:
    reach(iida, "before")
    page = iida.get("/lessons/xb-1/now")
    assert (page.response.status_code, page.code) == (409, "step_order")
    assert page.path_of(page.next_control) == "/lessons/xb-1/before"


def test_reloaded_at_any_card_everything_is_as_it_was(iida: Visitor) -> None:
    for card_id in CARDS[1:]:
        reach(iida, card_id)
        assert iida.get("/lessons/xb-1").only("main").attrs["data-card"] == card_id


def test_an_older_page_never_overwrites_an_answer(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "claim")
    older = iida.get("/lessons/xb-1/claim").form("main form.play")
    iida.answer("claim", "only_upper")
    page = iida.submit(older, {"choice": "years"})
    assert page.response.status_code == 409
    assert said(page).startswith("You answered this in another window")
    row = bay.stored_answer("claim")
    assert row
    assert (row["values"], row["tries"]) == ({"choice": "only_upper"}, 1)


def test_a_button_pressed_twice_is_one_answer(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "claim")
    form = iida.get("/lessons/xb-1/claim").form("main form.play")
    assert [iida.submit(form, {"choice": "years"}).path for _ in range(2)] == ["/lessons/xb-1/claim"] * 2
    row = bay.stored_answer("claim")
    assert row
    assert row["tries"] == 1


@IN_BROWSERS
def test_without_cookies_the_way_is_the_same(bay: HarbourSchool, cookies: bool) -> None:
    pupil = bay.visitor(cookies=cookies)
    reach(pupil, "claim")
    page = pupil.answer("claim", "may_apply")
    assert (page.path, verdict(page)) == ("/lessons/xb-1/claim", "right")
    assert texts_of([page.next_control]) == ["Continue"]


def test_a_guest_whose_page_says_they_tried_endlessly_often_is_answered(bay: HarbourSchool) -> None:
    guest = bay.visitor("0", role=Role.GUEST, name="")
    response = guest.post("/lessons/xb-1/steps/claim", {"choice": "years", "tries": "9" * 5000})
    assert response.status_code == 200


@IN_BROWSERS
def test_a_guest_tries_everything_and_leaves_no_trace(bay: HarbourSchool, cookies: bool) -> None:
    guest = bay.visitor("0", cookies=cookies, role=Role.GUEST, name="")
    page = guest.answer("claim", "years")
    assert verdict(page) == "again"
    page = guest.submit(page.form("main form.play"), {"choice": "only_upper"})
    assert verdict(page) == "told"
    assert (bay.count(Answer), bay.events("step_done")) == (0, 0)


def test_a_lesson_of_steps_stands_beside_it_as_before(iida: Visitor, bay: HarbourSchool) -> None:
    page = iida.follow_next(iida.follow_next(iida.get("/lessons/xb-2")))
    assert page.path == "/lessons/xb-2/done"
    assert bay.events("lesson_done", lesson_id="xb-2") == 1


def test_whoever_was_absent_plays_the_cards_of_the_shorter_way(iida: Visitor, bay: HarbourSchool) -> None:
    page = iida.submit(iida.get("/lessons/xb-1?about=1").form("#catch-up"), {})
    assert page.path == "/lessons/xb-1/claim"
    assert len(page.all(".segments i")) == 1
    page = iida.answer("claim", "may_apply")
    assert page.path_of(page.next_control) == "/lessons/xb-1/done"
    assert bay.events("lesson_done") == 1


def test_what_is_typed_is_kept_until_it_is_handed_in(
    iida: Visitor, bay: HarbourSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(iida, "before")
    assert iida.get("/lessons/xb-1/before").all("[data-draft]") == [], "nothing is typed on a question"
    monkeypatch.setattr(Content, "types", True)
    older = iida.get("/lessons/xb-1/before")
    assert draft(iida, 1, "know").status_code == 204
    assert draft(iida, 1, "ideas").status_code == 409
    page = iida.get("/lessons/xb-1/before")
    assert page.only("form.play").attrs["data-revision"] == "1"
    assert (verdict(page), page.form("form.play").fields[-1]) == (None, ("choice", "know"))
    assert bay.events("step_done") == 1
    page = iida.submit(older.form("form.play"), {"choice": "none"})
    assert verdict(page) == "kept", "what is handed in wins over a draft"
    assert draft(iida, 9, "ideas").status_code == 204
    row = bay.stored_answer("before")
    assert row
    assert (row["values"], row["first_values"], row["tries"]) == ({"choice": "ideas"}, {"choice": "none"}, 1)


def test_a_part_of_an_answer_is_kept_and_is_no_try_yet(
    iida: Visitor, bay: HarbourSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(iida, "claim")
    with monkeypatch.context() as patch:
        patch.setattr(grading, "grade", lambda content, values, turn: Grade(None))
        page = iida.answer("claim", "years")
        assert (verdict(page), page.all("#answer")) == (None, [])
    row = bay.stored_answer("claim")
    assert row
    assert (row["values"], row["tries"], row["verdict"], row["first_at"]) == ({"choice": "years"}, 0, "", None)
    assert verdict(iida.answer("claim", "may_apply")) == "right"
    row = bay.stored_answer("claim")
    assert row
    assert (row["first_values"], row["tries"]) == ({"choice": "may_apply"}, 1)


def draft(pupil: Visitor, revision: int, choice: str) -> Response:
    return pupil.post("/lessons/xb-1/steps/before/draft", {"choice": choice, "revision": str(revision)})


def test_an_activity_has_its_own_style_and_script_where_its_folder_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("spot/style.css", "spot/script.js", "map/style.css", "map/template.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("/* */")
    monkeypatch.setattr(static, "ACTIVITIES_DIR", tmp_path)
    own = [name for name in static.assets.__wrapped__() if name.startswith("activity-")]
    assert own == ["activity-map.css", "activity-spot.css", "activity-spot.js"]


def test_requirements_stand_where_all_that_was_done_puts_them(bay: HarbourSchool) -> None:
    for card_id in [*CARDS, ""]:
        pupil = bay.visitor(f"up to {card_id}")
        reach(pupil, card_id or "now")
        if not card_id:
            pupil.answer("now", "know")
        scope = PupilScope("town", pupil.viewer.class_id, pupil.viewer.person_id, bay.pack, 8)
        with bay.database.transaction() as db:
            before = {name: status.state for name, status in load_statuses(db, scope.key).items()}
            replay(db, scope)
            assert before == {name: status.state for name, status in load_statuses(db, scope.key).items()}, card_id
    assert before == {"XB-R1": "done", "XB-R2": "done"}


def test_a_word_from_the_teacher_stands_on_its_card(iida: Visitor, bay: HarbourSchool) -> None:
    reach(iida, "claim")
    viewer = iida.viewer
    with bay.database.transaction() as db:
        add_comment(
            db,
            "town",
            viewer.class_id,
            viewer.person_id,
            "teacher",
            lesson_id="xb-1",
            step_id="before",
            text="Well thought.",
            requests_revision=False,
        )
    assert "A word from your teacher Well thought." in iida.get("/lessons/xb-1/before").main_text
    assert "Well thought." not in iida.get("/lessons/xb-1/claim").main_text


def reach(pupil: Visitor, card_id: str, *, before: str = "none") -> None:
    """Answer what comes before a card and is not answered yet."""
    answers = {"routes": "", "before": before, "claim": "may_apply", "doors": "", "now": "know"}
    pupil.post("/lessons/xb-1/start")
    for earlier in CARDS[: CARDS.index(card_id)]:
        if pupil.get(f"/lessons/xb-1/{earlier}").all("main form.play"):
            pupil.answer(earlier, answers[earlier])


def lines(bay: HarbourSchool, pupil: Visitor, card_id: str) -> list[str]:
    """What a teacher reads of a card."""
    viewer = pupil.viewer
    with bay.database.reading() as db:
        scope = PupilScope(viewer.organisation_id, viewer.class_id, viewer.person_id, bay.pack, 8)
        answers = load_answers(db, scope.key)
    return [line.answer for line in EvidenceReader(evidence_of).for_staff(bay.pack, "xb-1", card_id, answers, "en")]
