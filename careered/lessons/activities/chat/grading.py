"""How far a chat has come. An answer is the path: the replies' keys. A reason's key is the id of the last node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from careered.lessons.activities.chat.schema import Choice, Content, Node
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.answer_form import (
    MISSING_CHOICE,
    UNKNOWN_CHOICE,
    AnswerParser,
    AnswerValues,
    FieldError,
    ParsedAnswer,
)
from careered.packs.models import LocalizedText

FIELD = "path"
"""Each button posts the whole path to where it leads, its keys with a space between."""


@dataclass(frozen=True)
class Exchange:
    """A reply, and the node that answers it."""

    choice: Choice
    node: Node


def replay(content: Content, path: Sequence[str]) -> list[Exchange]:
    """The exchanges along a path, up to the first key that the card no longer has."""
    node, exchanges = content.nodes[0], list[Exchange]()
    for key in path:
        choice = next((choice for choice in node.choices if choice.id == key), None)
        following = content.node(choice.next) if choice else None
        if choice is None or following is None:
            break
        exchanges.append(Exchange(choice, following))
        node = following
    return exchanges


def exchanges_of(content: Content, values: Mapping[str, Any]) -> list[Exchange]:
    """The exchanges of an answer; of none, or one of another kind of card, there are none."""
    path = values.get(FIELD)
    return replay(content, path if isinstance(path, list) else ())


def node_after(content: Content, exchanges: Sequence[Exchange]) -> Node:
    """Where the exchanges have led."""
    return exchanges[-1].node if exchanges else content.nodes[0]


def read_answer(content: Content, parser: AnswerParser) -> ParsedAnswer:
    """A path through the card as it is now; what of it is there is kept."""
    if FIELD not in parser.form:
        return ParsedAnswer({}, (FieldError(FIELD, MISSING_CHOICE),))
    posted = parser.text(FIELD).split()
    kept = [exchange.choice.id for exchange in replay(content, posted)]
    if kept != posted:
        parser.errors.append(FieldError(FIELD, UNKNOWN_CHOICE))
    parser.values[FIELD] = kept
    return parser.result()


def grade(content: Content, values: AnswerValues, turn: Turn) -> Grade:
    """Kept at an end; before it the reply is a part of an answer. Nothing is right or wrong."""
    node = node_after(content, exchanges_of(content, values))
    return Grade(Verdict.KEPT, (node.id,)) if node.end else Grade(None)


def reason(content: Content, key: str) -> LocalizedText | None:
    """How it went, by the node of the end."""
    node = content.node(key)
    return node.end.text if node and node.end else None
