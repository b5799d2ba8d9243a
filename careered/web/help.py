"""The guide inside the tool: topics in the reader's language, with the buttons as the pages call them; its search."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from careered.i18n_marker import _
from careered.web.permissions import Data, Role, sees_in_course
from careered.web.request import PageRequest

TEACHER, COUNSELLOR, ADMINISTRATOR = "teacher", "counsellor", "administrator"
MIN_LETTERS_INSIDE = 4
"""Fewer letters are inside too many words: "tet" in "näytetään"."""
ROLES: Mapping[str, str] = {TEACHER: _("Teacher"), COUNSELLOR: _("Counsellor"), ADMINISTRATOR: _("Administrator")}


@dataclass(frozen=True)
class HelpTopic:
    """One thing that somebody wants to do. text: with %(name)s where a button stands; labels: its message ids by name.

    picture: what to look for, drawn from the pages' own parts: "tick", "tile:<state>", "button:<name of a label>".
    page_path: where it is done, with {class}; "" where it has no page of its own. link: what the link says.
    about: the data of the course that one must see for it; None where everybody on the page can do it.
    """

    id: str
    role: str
    title: str
    text: str
    labels: Mapping[str, str]
    picture: Sequence[str] = ()
    page_path: str = ""
    link: str = ""
    about: Data | None = None

    def is_for(self, role: Role) -> bool:
        """Whether somebody in that role finds on the pages what it speaks of."""
        return self.about is None or sees_in_course(role, self.about)


@dataclass(frozen=True)
class ShownTopic:
    """A topic as the page shows it. picture: (kind, state or words)."""

    id: str
    title: str
    text: Markup
    picture: Sequence[tuple[str, str]]
    href: str
    link: str
    plain: str = field(repr=False)


@dataclass(frozen=True)
class Guide:
    """What the page shows. path: of the page itself. roles: whose guides it has, and `role`, the one that is shown.

    search: what was typed; it finds topics of all roles that the page has.
    """

    path: str
    role: str
    roles: Sequence[tuple[str, str]]
    search: str
    topics: Sequence[ShownTopic]


def read_guide(req: PageRequest, path: str, topics: Sequence[HelpTopic], class_id: str = "") -> Guide:
    """The guide as the address asks for it: `search`, else all topics of `role`, by default the first one's."""
    topics = [topic for topic in topics if topic.is_for(req.viewer.role)]
    roles = list(dict.fromkeys(topic.role for topic in topics))
    role, search = (req.query.get(name) or req.form_value(name) for name in ("role", "search"))
    role, search = role if role in roles else roles[0], search.strip()
    of_role = [topic for topic in topics if search or topic.role == role]
    shown = shown_topics(of_role, req.gettext, class_id=class_id, search=search)
    return Guide(path, role, [(one, ROLES[one]) for one in roles], search, shown)


def shown_topics(
    topics: Iterable[HelpTopic], gettext: Callable[[str], str], *, class_id: str = "", search: str = ""
) -> list[ShownTopic]:
    """The topics in which every word of `search` begins a word, in the reader's language; no link stands there twice.

    Where there are none, the words may stand inside others, as the head of a compound does ("kirje" in "kotikirje").
    class_id: for links to its pages.
    """
    words = search.casefold().split()
    every = [_shown(topic, gettext, class_id) for topic in topics]
    found = [topic for topic in every if all(_begins_a_word(word, topic.plain) for word in words)]
    if not found and all(len(word) >= MIN_LETTERS_INSIDE for word in words):
        found = [topic for topic in every if all(word in topic.plain for word in words)]
    first = {topic.href: topic.id for topic in reversed(found)}
    return [topic if first[topic.href] == topic.id else replace(topic, href="") for topic in found]


def _begins_a_word(word: str, text: str) -> bool:
    """Whether a word of the text begins so, also after a hyphen: endings follow, in Finnish more than one."""
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None


def _shown(topic: HelpTopic, gettext: Callable[[str], str], class_id: str) -> ShownTopic:
    labels = {name: gettext(label).removesuffix("…").strip() for name, label in topic.labels.items()}
    title, text = gettext(topic.title), gettext(topic.text)
    parts = [part.partition(":") for part in topic.picture]
    return ShownTopic(
        topic.id,
        title,
        escape(text) % {name: Markup("<b>%s</b>") % label for name, label in labels.items()},
        list(dict.fromkeys((kind, labels.get(name, name)) for kind, _colon, name in parts)),
        topic.page_path.replace("{class}", class_id),
        gettext(topic.link) if topic.link else "",
        f"{title} {text % labels}".casefold(),
    )
