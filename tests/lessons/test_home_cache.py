"""The home page is kept for all who stand at the same place: one statement, nothing drawn, and nobody's name in it."""

from datetime import timedelta
from pathlib import Path

import pytest

from careered.clock import now
from careered.lessons import home_cache
from careered.lessons.home_cache import PAGES
from careered.live import live_lesson
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school
from tests.lessons.test_new_version import newer_pack  # noqa: F401 - a fixture
from tests.support.counters import statements_of, templates_drawn

EACH_DATABASE = pytest.mark.parametrize("bay", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def forget() -> None:
    """Nothing is kept yet."""
    PAGES.__init__(1000)  # type: ignore[misc]


def home(visitor: Visitor) -> str:
    """The page's text."""
    return visitor.client.get("/lessons").text


@EACH_DATABASE
def test_home_is_one_statement_and_drawn_for_nobody_a_second_time(bay: HarbourSchool, iida: Visitor) -> None:
    iida.post("/lessons/xb-1/steps/routes")
    assert "card 2 of 5" in home(iida)
    otso = bay.visitor("2", name="Otso Oja")
    otso.post("/lessons/xb-1/steps/routes")
    for visitor, greeting in ((iida, "Hi <bdi>Iida</bdi>!"), (otso, "Hi <bdi>Otso</bdi>!")):
        with statements_of(bay.app.state.careered.database) as statements, templates_drawn() as drawn:
            page = home(visitor)
        assert (len(statements), drawn) == (1, [])
        assert greeting in page


def test_home_is_the_same_kept_as_drawn_wherever_a_pupil_stands(bay: HarbourSchool) -> None:
    visitors = [bay.visitor(sub, name=name) for sub, name in (("1", "Iida Impi"), ("2", "Åke Öhman"), ("3", ""))]
    visitors[1].post("/lessons/xb-1/steps/routes")
    kept = [home(visitor) for visitor in (*visitors, *visitors)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home_cache, "page_text", lambda *_: None)
        drawn = [home(visitor) for visitor in visitors]
    assert kept == drawn * 2
    assert len(PAGES.texts) == 3, "not begun, begun, and without a name"


def test_a_hostile_name_is_escaped_in_a_kept_page(bay: HarbourSchool, iida: Visitor) -> None:
    home(iida)
    for sub, name in (("2", '<script>alert("1")</script> x'), ("3", "&amp;{{7*7}}\\1")):
        with templates_drawn() as drawn:
            page = home(bay.visitor(sub, name=name))
        assert drawn == []
        assert name.split()[0] not in page
        assert "49" not in page.split("</header>")[0]
    assert "<bdi>&amp;amp;{{7*7}}\\1</bdi>" in page


def test_nothing_of_a_pupil_is_in_a_kept_home(iida: Visitor) -> None:
    home(iida)
    viewer = iida.viewer
    for text in PAGES.texts:
        for own in (viewer.token, viewer.class_id, viewer.person_id, "Iida"):
            assert own not in text


def test_a_new_version_of_the_pack_is_seen_at_once(school: HarbourSchool, newer_pack: Path) -> None:  # noqa: F811
    assert "Find your way" in home(school.visitor())
    lesson = newer_pack / "lessons" / "xh-1.yaml"
    lesson.write_text(lesson.read_text().replace("Find your way", "Choose your way"))
    with harbour_school(str(school.database.engine.url), newer_pack) as later:
        assert "Choose your way" in home(later.visitor("2", name="Veeti"))


def test_what_is_said_to_one_pupil_or_done_together_is_not_kept(bay: HarbourSchool, iida: Visitor) -> None:
    home(iida)
    viewer, before = iida.viewer, len(PAGES.texts)
    with bay.database.transaction() as db:
        live_lesson.start(db, viewer.organisation_id, viewer.class_id, "xb-1", now() + timedelta(hours=1))
    assert "Your class is doing this now" in home(iida)
    with bay.database.transaction() as db:
        live_lesson.end(db, viewer.organisation_id, viewer.class_id)
    assert "Your class is doing this now" not in home(iida)
    assert len(PAGES.texts) == before
