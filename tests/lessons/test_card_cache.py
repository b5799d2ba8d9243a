"""The page of a card that is not answered is put together from kept parts: to the same bytes as if it were drawn."""

import pytest

from careered.lessons.player import card_cache
from careered.lessons.player.card_cache import FRAMES, PARTS
from careered.packs.models import Card
from careered.web.cache import Cache, TextWithHoles, for_anybody, hole_values
from careered.web.permissions import Role
from careered.web.rendering import Shell
from tests.lessons.factories import HarbourSchool, Visitor
from tests.support.counters import templates_drawn

Pages = dict[tuple[str, str], bytes]


def open_pages(visitor: Visitor) -> Pages:
    """The pack's cards, each as its address answers."""
    cards = [(lesson.id, card.id) for lesson in visitor.school.pack.lessons for card in lesson.steps]
    return {card: visitor.client.get("/lessons/{}/{}".format(*card)).content for card in cards}


@pytest.fixture
def forget() -> None:
    """Nothing is kept yet."""
    for kept in (FRAMES, PARTS):
        kept.__init__(1000)  # type: ignore[misc]


@pytest.mark.usefixtures("forget")
@pytest.mark.parametrize("lang", ["fi", "en"])
def test_every_card_is_the_same_from_kept_parts_as_drawn(bay: HarbourSchool, lang: str) -> None:
    names = {"1": "Iida Impi", "2": "Otso Oja"}
    visitors = [bay.visitor(sub, name=name, lang=lang, role=Role.GUEST) for sub, name in names.items()]
    kept = [open_pages(visitor) for visitor in (*visitors, *visitors)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(card_cache, "page_text", lambda *_: None)
        drawn = [open_pages(visitor) for visitor in visitors]
    assert kept == drawn * 2
    cards = [card for lesson in bay.pack.lessons for card in lesson.steps if isinstance(card, Card)]
    assert len(FRAMES.texts) == len(cards)


@pytest.mark.usefixtures("forget")
def test_nothing_of_a_pupil_is_in_what_is_kept(bay: HarbourSchool, iida: Visitor) -> None:
    open_pages(iida)
    viewer = iida.viewer
    for text in (*FRAMES.texts, *PARTS.texts):
        for own in (viewer.token, viewer.class_id, viewer.person_id, "Iida"):
            assert own not in text


@pytest.mark.usefixtures("forget")
def test_a_card_that_somebody_has_read_is_drawn_for_nobody_again(bay: HarbourSchool, iida: Visitor) -> None:
    address = "/lessons/xb-1/routes"
    iida.client.get(address)
    for visitor in (iida, bay.visitor("2", name="Otso Oja")):
        with templates_drawn() as drawn:
            page = visitor.client.get(address)
        assert drawn == []
        assert visitor.viewer.token in page.text


@pytest.mark.usefixtures("forget")
def test_another_order_of_the_options_draws_the_activity_alone(bay: HarbourSchool, iida: Visitor) -> None:
    pupils = [bay.visitor(f"{number}", name="Otso Oja") for number in range(2, 9)]
    for visitor in (iida, *pupils):
        visitor.post("/lessons/xb-1/steps/routes")
    iida.client.get("/lessons/xb-1/before")
    for pupil in pupils:
        with templates_drawn() as drawn:
            assert pupil.client.get("/lessons/xb-1/before").status_code == 200
        assert "lessons/card.html" not in drawn
        assert "player.html" not in drawn


@pytest.mark.usefixtures("forget")
def test_a_draft_and_an_answer_are_never_kept(bay: HarbourSchool, iida: Visitor) -> None:
    iida.post("/lessons/xb-1/steps/routes")
    iida.client.get("/lessons/xb-1/before")
    before = len(FRAMES.texts), len(PARTS.texts)
    iida.post("/lessons/xb-1/steps/before", {"choice": "none", "tries": "0"})
    assert 'data-verdict="kept"' in iida.client.get("/lessons/xb-1/before").text
    assert (len(FRAMES.texts), len(PARTS.texts)) == before


def test_beyond_the_most_the_oldest_text_goes() -> None:
    kept, drawn = Cache[str](2), []
    for key in ("a", "b", "c", "b", "c", "a"):
        kept.get(key, lambda key=key: drawn.append(key) or key)  # type: ignore[misc, func-returns-value]
    assert drawn == ["a", "b", "c", "a"]
    assert len(kept.texts) == 2


def test_holes_are_filled_with_the_visit_of_the_reader() -> None:
    shell = Shell("fi", (), session_token="secret-of-iida", opened_for="8s")
    anybody = for_anybody(shell)
    assert "8s" not in anybody.link("/lessons")
    text = f"{anybody.session_token} {anybody.link('/lessons')}"
    assert TextWithHoles.cut(text).fill(hole_values(shell)) == b"secret-of-iida /lessons?in=8s"
    assert str(TextWithHoles.cut(text)) == text
