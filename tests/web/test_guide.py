"""Staff look something up: the guide finds it in their language, and what it names is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from careered.admin.help_topics import ADMINISTRATOR_TOPICS
from careered.dashboard.help_topics import STAFF_TOPICS
from careered.training.content import TASKS
from careered.web.help import ROLES, HelpTopic, shown_topics
from careered.web.i18n import LANGUAGES, translations
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import School, activities_of, school

ROOT = Path(__file__).parent.parent.parent / "careered"
TOPICS = [*STAFF_TOPICS, *ADMINISTRATOR_TOPICS]
FOUND_BY = {"fi": "muistuta", "sv": "påminn", "da": "påmind", "en": "remind"}


@pytest.fixture(scope="module")
def at_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("guide")) as url, school(url) as here:
        yield here


def teacher(here: School) -> tuple[Browser, Page]:
    browser = Browser.new(here)
    return browser, browser.open("10", activities_of(here.platform, "fi-8b")[0])


def words_on_pages() -> str:
    """Every interface text of templates and labels, but not those of the guide and of the training themselves."""
    files = [*ROOT.rglob("*.html"), *ROOT.rglob("*.py")]
    texts = [file.read_text() for file in files if file.name not in {"help_topics.py", "help.py", "content.py"}]
    return re.sub(r"\s+", " ", " ".join(texts))


def test_every_button_that_the_guide_and_the_training_name_is_on_a_page() -> None:
    words = words_on_pages()
    labels = [label for topic in TOPICS for label in topic.labels.values()] + [
        task.label for task in TASKS if task.label
    ]
    assert [label for label in labels if f'_("{label}"' not in words] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_topic_is_found_by_a_word_of_the_readers_language(lang: str) -> None:
    gettext = translations(lang).gettext
    found = shown_topics(STAFF_TOPICS, gettext, search=FOUND_BY[lang].upper())
    assert "remind" in [topic.id for topic in found]
    assert len(found) < len(STAFF_TOPICS) // 2
    assert shown_topics(STAFF_TOPICS, gettext, search="xyzzy") == []


def found_in_finnish(search: str) -> list[str]:
    return [topic.plain for topic in shown_topics(STAFF_TOPICS, translations("fi").gettext, search=search)]


def test_a_short_word_is_found_where_a_word_begins_and_not_inside_others() -> None:
    found = found_in_finnish("TET")
    assert found
    assert [text for text in found if not re.search(r"\btet", text)] == []
    assert found_in_finnish("yte") == []


def test_the_second_part_of_a_compound_is_found_after_a_hyphen_and_where_nothing_begins_so() -> None:
    assert all("tet-jakso" in text for text in found_in_finnish("jakso"))
    inside = "pöytä"
    found = found_in_finnish(inside)
    assert found
    assert [text for text in found if re.search(rf"\b{inside}", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_no_link_and_no_picture_twice(role: str, lang: str) -> None:
    """Seen by a Finnish teacher: five links to the class, and two buttons “Aloita tunti” side by side."""
    shown = shown_topics([topic for topic in TOPICS if topic.role == role], translations(lang).gettext)
    links = [topic.href for topic in shown if topic.href]
    assert len(links) == len(set(links)) > 0
    assert all(len(topic.picture) == len(set(topic.picture)) for topic in shown)


def test_the_help_says_each_paragraph_of_the_curriculum_once(at_school: School) -> None:
    browser, page = teacher(at_school)
    page = browser.get(f"{page.path}/help")
    said = [one.to_text() for one in page.all(".paragraphs dd")]
    assert len(said) == len(set(said)) > 0
    anchors = {f"#{one.attrs['id']}" for one in page.all(".paragraphs dt")}
    assert {str(one.attrs["href"]) for one in page.all(".meanings .card a[href^='#']")} == anchors


@pytest.mark.parametrize("topic", TOPICS, ids=[f"{topic.role}-{topic.id}" for topic in TOPICS])
def test_every_topic_names_its_buttons_in_every_language(topic: HelpTopic) -> None:
    for lang in LANGUAGES:
        (shown,) = shown_topics([topic], translations(lang).gettext)
        assert "%(" not in shown.text
        assert shown.text.count("<b>") == len(topic.labels), (lang, shown.text)
        assert bool(shown.href) == bool(shown.link)


def test_every_link_of_guide_and_training_opens_for_the_teacher(at_school: School) -> None:
    browser, page = teacher(at_school)
    class_id = page.path.rpartition("/")[2]
    for path in [*[topic.page_path for topic in STAFF_TOPICS], *[task.page_path for task in TASKS]]:
        if path:
            opened = browser.get(path.replace("{class}", class_id))
            assert opened.response.status_code == 200, path


def test_a_teacher_searches_and_sees_the_other_roles_guide(at_school: School) -> None:
    browser, page = teacher(at_school)
    path = f"{page.path}/help"
    assert len(browser.get(path).all(".guide .card")) == len([one for one in STAFF_TOPICS if one.role == "teacher"])
    counsellor = browser.get(f"{path}?role=counsellor")
    assert {card.attrs["id"] for card in counsellor.all(".guide .card")} >= {"desk", "talk"}
    found = browser.get(f"{path}?search={FOUND_BY['fi']}")
    assert "remind" in [card.attrs["id"] for card in found.all(".guide .card")]
    assert browser.get(f"{path}?role=nobody").response.status_code == 200
    assert not browser.get(f"{path}?search=xyzzy").all(".guide .card")
    assert set(ROLES) == {topic.role for topic in TOPICS}
