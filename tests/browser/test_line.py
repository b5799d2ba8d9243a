"""A card on a line that comes and goes, and in a visit that has ended: what was answered is never lost."""

from datetime import timedelta
from urllib.parse import unquote_plus

from playwright.sync_api import Frame, Page, Route, expect
from sqlalchemy import update

from careered.clock import now
from careered.web.error_page import REOPEN_IN_FRAME
from careered.web.i18n import translations
from careered.web.session_cookies import COOKIE
from careered.web.sessions import IDLE_TIMEOUT
from careered.web.tables import SessionRow
from tests.browser.test_player import CARDS, FRAME, Bay, OpenPage, answers, bay, card, focus, in_first_view, presses_on

__all__ = ["bay"]
PLATFORM = "https://moodle.example"
OFFLINE = "Ei verkkoa. Vastauksesi on tallessa tällä sivulla ja lähtee, kun verkko palaa."


def reaches(page: Page, name: str) -> Page:
    """Play on until a card is open; nothing is said there yet."""
    presses_on(page)
    for earlier in CARDS[: CARDS.index(name)]:
        if earlier == "before":
            answers(page, "ideas")
        presses_on(page)
    assert card(page) == name
    return page


def test_what_is_pressed_offline_stays_and_goes_when_the_line_is_back(opened: OpenPage, bay: Bay) -> None:
    page = reaches(bay.pupil(opened(viewport=FRAME)), "claim")
    page.locator("input[value=years]").check()
    page.context.set_offline(True)
    page.locator("[data-next]").click()
    expect(page.locator("[data-line]")).to_have_text(OFFLINE)
    assert (card(page), page.locator("input:checked").get_attribute("value")) == ("claim", "years")
    assert in_first_view(page, page.locator("[data-next]"))
    page.locator("input[value=may_apply]").check()  # another mind meanwhile
    page.context.set_offline(False)
    expect(page.locator("main")).to_have_attribute("data-verdict", "right")
    assert focus(page) == "answer"


def test_going_on_offline_waits_for_the_line_too(opened: OpenPage, bay: Bay) -> None:
    page = reaches(bay.pupil(opened(viewport=FRAME)), "before")
    page.route("**/lessons/xb-1/claim*", lambda route: route.abort())  # asked for ahead: not there either
    answers(page, "ideas")
    page.locator("[data-next]").click()
    expect(page.locator("[data-line]")).to_have_text(OFFLINE)
    page.unroute_all(behavior="wait")
    page.locator("[data-next]").click()  # whoever presses again need not wait
    expect(page.locator("main")).to_have_attribute("data-card", "claim")


def test_a_sheet_that_never_comes_holds_up_no_card(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME))
    held: list[Route] = []
    page.route("**/activity-choose*", lambda route: held.append(route))
    reaches(page, "before")
    assert held
    for route in held:
        route.continue_()


def test_a_busy_server_is_asked_again(opened: OpenPage, bay: Bay) -> None:
    page, times = reaches(bay.pupil(opened(viewport=FRAME)), "claim"), [503]
    page.route("**/steps/claim", lambda route: route.fulfill(status=times.pop()) if times else route.continue_())
    page.locator("input[value=may_apply]").check()
    page.locator("[data-next]").click()
    expect(page.locator("main")).to_have_attribute("data-verdict", "right")


def test_a_slow_line_has_a_word_on_the_button(opened: OpenPage, bay: Bay) -> None:
    held: list[Route] = []
    page = reaches(bay.pupil(opened(viewport=FRAME)), "claim")
    page.route("**/steps/claim", lambda route: held.append(route))
    page.locator("input[value=may_apply]").check()
    page.locator("[data-next]").click()
    expect(page.locator("[data-next]")).to_have_text("Lähetetään")
    assert page.locator("[data-next]").get_attribute("aria-disabled") == "true"
    page.locator("[data-next]").click(force=True)
    held[0].continue_()
    expect(page.locator("main")).to_have_attribute("data-verdict", "right")
    assert len(held) == 1, "pressed again, it is not sent again"


def test_cards_follow_each_other_on_one_page_and_back_goes_one_card_back(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME))
    presses_on(page)
    page.evaluate("window.isTheSamePage = true")
    presses_on(page)
    answers(page, "ideas")
    assert page.url.endswith("#answer")
    presses_on(page)
    answers(page, "years")
    answers(page, "may_apply")
    presses_on(page)
    assert (card(page), focus(page)) == ("doors", "question")
    for name, verdict in [("claim", "right"), ("before", "kept"), ("routes", None)]:
        page.go_back()
        expect(page.locator("main")).to_have_attribute("data-card", name)
        assert page.locator("main").get_attribute("data-verdict") == verdict
    page.go_forward()
    expect(page.locator("main")).to_have_attribute("data-card", "before")
    assert page.evaluate("window.isTheSamePage")
    page.reload()
    assert (card(page), page.locator("main").get_attribute("data-verdict")) == ("before", "kept")
    page.go_back()
    expect(page.locator("main")).to_have_attribute("data-card", "routes")
    page.go_back()
    expect(page.locator(".card.cover")).to_be_visible()


def test_what_is_said_while_one_types_covers_nothing_of_the_card(opened: OpenPage, bay: Bay) -> None:
    page = bay.pupil(opened(viewport=FRAME, reduced_motion="reduce"), "/lessons/xb-11")
    presses_on(page)
    bar, readers = page.locator(".bar"), page.locator(".card .state")
    before = bar.evaluate("bar => bar.offsetHeight")
    assert in_first_view(page, readers), "who will read the note"
    page.locator(".chip").first.click()
    expect(page.locator("[data-draft-state]")).to_have_attribute("data-state", "saved")
    assert bar.evaluate("bar => bar.offsetHeight") == before
    assert in_first_view(page, readers)


def ends_every_visit(bay: Bay) -> None:
    with bay.school.database.transaction() as db:
        long_ago = now() - IDLE_TIMEOUT - timedelta(minutes=1)
        db.execute(update(SessionRow.__table__).values(seen_at=long_ago))


def opens_in_a_frame(page: Page, bay: Bay) -> Frame:
    """A pupil opens an activity in a platform's page; the frame in it."""
    token = bay.school.visitor("framed", lang="fi", origins=(PLATFORM,)).viewer.token
    cookie = {"name": COOKIE, "value": token, "url": bay.url.replace("http:", "https:"), "secure": True}
    page.context.add_cookies([cookie | {"sameSite": "None", "partitionKey": PLATFORM}])  # type: ignore[list-item]
    page.context.grant_permissions(["local-network-access"])  # the platform is a public site, the tool on this machine
    frame = f'<iframe name="tool" src="{bay.url}/lessons/xb-8" width="360" height="600"></iframe>'
    page.route(f"{PLATFORM}/**", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(f"{PLATFORM}/course")
    found = page.frame("tool")
    assert found
    return found


def test_words_typed_in_a_frame_while_the_visit_ended_are_there_when_it_is_opened_again(
    opened: OpenPage, bay: Bay
) -> None:
    page, typed = opened(viewport={"width": 500, "height": 700}), "reittejä on monta"
    more = f"{typed}, ja ne risteävät"
    frame = opens_in_a_frame(page, bay)
    frame.locator("[data-next]").click()
    frame.locator("[value=surprised]").check()
    with page.expect_response(lambda response: "monta" in (response.request.post_data or "")):
        frame.locator("textarea").fill(typed)
    ends_every_visit(bay)
    with page.expect_response(lambda response: "risteävät" in unquote_plus(response.request.post_data or "")):
        frame.locator("textarea").fill(more)
    frame.locator("[data-next]").click()
    refusal = frame.locator("[data-code=session_missing]")
    expect(refusal).to_contain_text(translations("fi").gettext(REOPEN_IN_FRAME) % {"platform": "Moodle"})
    assert more in refusal.inner_text() + "".join(
        refusal.locator("textarea").evaluate_all("all => all.map(one => one.value)")
    )
    frame = opens_in_a_frame(page, bay)
    expect(frame.locator("textarea")).to_have_value(more)


def test_an_answer_in_a_visit_that_has_ended_leads_back_to_the_platform(opened: OpenPage, bay: Bay) -> None:
    page = reaches(bay.pupil(opened(viewport=FRAME)), "claim")
    page.locator("input[value=years]").check()
    ends_every_visit(bay)
    with page.expect_navigation():
        page.locator("[data-next]").click()
    expect(page.locator("h1")).to_be_visible()
    assert card(page) == ""
    assert page.locator("[data-next]").count() == 0
