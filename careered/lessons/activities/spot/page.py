"""The text as this pupil sees it: what may be marked, what was found, and in the end all that there was to find."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.activities.spot.grading import MARKED, answered, found_ids, marked_lures
from careered.lessons.activities.spot.lenses import LENSES
from careered.lessons.activities.spot.schema import Content, Piece
from careered.web.i18n import translations

MEDIA: Mapping[str, str] = {
    "post": _("Made-up post."),
    "advert": _("Made-up advert."),
    "answer": _("Made-up AI answer."),
    "page": _("Made-up page."),
}


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """medium, medium_name; initial: of the account. lenses: id, name, sign ("", "right", "told").

    account: a piece; dateline, words: pieces, each with text, id, is_marked, sign ("", "right", "told", "wrong"), lens
    and question (both "" while it has no sign). found: ids found so far. is_again: whether the rest may be asked for.
    """
    gettext, signs = translations(lang).gettext, _signs(content, turn)

    def seen(piece: Piece) -> dict[str, Any]:
        return _piece(content, piece, turn, signs.get(piece.id or "", ""), lang)

    return {
        "medium": content.medium,
        "medium_name": gettext(MEDIA[content.medium]),
        "initial": content.account.text.in_language(lang)[0].upper(),
        "lenses": [
            {"id": lens, "name": gettext(name), "sign": _sign_of_lens(content, turn, lens)}
            for lens, name in LENSES.items()
        ],
        "account": seen(content.account),
        "dateline": [seen(piece) for piece in content.dateline],
        "words": [seen(piece) for piece in content.words],
        "found": [piece_id for piece_id, sign in signs.items() if sign == "right"],
        "is_again": turn.verdict is Verdict.AGAIN,
    }


def _signs(content: Content, turn: Turn) -> dict[str, str]:
    """A lure keeps its sign from its try on; what was not found gets one when the card is answered."""
    if turn.verdict is None:
        return {}
    shown = dict.fromkeys(content.clues, "told") if turn.is_answered else {}
    wrong = [*marked_lures(content, turn.first), *marked_lures(content, turn.values)]
    return shown | dict.fromkeys(wrong, "wrong") | dict.fromkeys(found_ids(content, turn.values), "right")


def _sign_of_lens(content: Content, turn: Turn, lens: str) -> str:
    if turn.verdict is not None and lens in answered(content, turn.values):
        return "right"
    return "told" if turn.is_answered else ""


def _piece(content: Content, piece: Piece, turn: Turn, sign: str, lang: str) -> dict[str, Any]:
    lens = content.clues.get(piece.id or "") if sign else None
    return {
        "id": piece.id or "",
        "text": piece.text.in_language(lang),
        "sign": sign,
        "lens": lens or "",
        "question": translations(lang).gettext(LENSES[lens]) if lens else "",
        "is_marked": piece.id in (turn.entered.get(MARKED) or ()),
    }
