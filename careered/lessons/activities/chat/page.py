"""The conversation so far, and the replies that are open. Nothing of what they lead to."""

from collections.abc import Mapping, Sequence
from typing import Any

from careered.lessons.activities.chat.grading import Exchange, exchanges_of, node_after
from careered.lessons.activities.chat.schema import Content
from careered.lessons.activities.contract import Turn

SHOWN, SHOWN_AT_THE_END = 3, 2
"""Lines in view: what was asked, one's reply, what came back; at the end what is said to it takes the place of the
first. Earlier ones are folded.
"""


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """earlier, lines: is_me, text, aside, is_new. replies: path, text. back: the path one step back, None at the start.

    leads_focus: the new line takes the focus, so that it is the one thing that is read out.
    """
    exchanges = exchanges_of(content, turn.values if turn.is_answered else turn.entered or turn.values)
    if not turn.is_answered and node_after(content, exchanges).end:
        exchanges = exchanges[:-1]  # opened again to be changed: one step back
    lines, path = _lines(content, exchanges, lang), [exchange.choice.id for exchange in exchanges]
    is_new = bool(exchanges) and not turn.is_answered
    lines[-1]["is_new"] = is_new
    node = node_after(content, exchanges)
    shown = SHOWN_AT_THE_END if node.end else SHOWN
    choices = {choice.id: choice for choice in node.choices}
    return {
        "earlier": lines[:-shown],
        "lines": lines[-shown:],
        "replies": [
            {"path": " ".join([*path, key]), "text": choices[key].text.in_language(lang)}
            for key in turn.arrange(list(choices))
        ],
        "back": " ".join(path[:-1]) if path else None,
        "leads_focus": is_new,
    }


def _lines(content: Content, exchanges: Sequence[Exchange], lang: str) -> list[dict[str, Any]]:
    lines = [_line(content.nodes[0].says.in_language(lang))]
    for exchange in exchanges:
        aside = exchange.choice.aside.in_language(lang) if exchange.choice.aside else ""
        lines += [
            _line(exchange.choice.text.in_language(lang), is_me=True),
            _line(exchange.node.says.in_language(lang), aside=aside),
        ]
    return lines


def _line(text: str, *, is_me: bool = False, aside: str = "") -> dict[str, Any]:
    return {"text": text, "is_me": is_me, "aside": aside, "is_new": False}
