"""Of a grade by whose end nothing is due, nothing is counted: neither on the desk nor in the class, and both say so."""

from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import class_page
from tests.support.pages import Page


def test_a_grade_of_which_nothing_is_asked_yet_has_no_figures_and_it_says_so(app_state: AppState) -> None:
    classroom = Classroom(app_state, "7A", "course-7a", grade=7)
    classroom.launches("Opo Lehto", Role.TEACHER)
    classroom.launches("Siiri Åkerblom")
    strip = Page(classroom.browser_of("Opo Lehto").get("/desk")).only(".strip")
    assert strip.query(".bar, .of") == []
    assert "nothing required yet" in strip.to_text()
    assert "Nothing is required of this grade yet." in class_page(classroom).main_text


def test_a_grade_of_which_something_is_asked_has_its_figures(class_b: Classroom) -> None:
    assert len(Page(class_b.browser_of("Opo Lehto").get("/desk")).only(".strip").query(".bar, .of")) == 2
    assert "Nothing is required" not in class_page(class_b).main_text
