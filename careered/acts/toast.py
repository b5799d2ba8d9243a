"""The message after an act, with the button that undoes it: on the page that the address sends back to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from careered.acts.labels import NOTHING_CHANGED, UNDONE
from careered.acts.log import ActReader, ActView
from careered.clock import now
from careered.roster.scope import ClassScope
from careered.web.after_act import NOTHING
from careered.web.request import PageRequest

SHOWN_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Toast:
    """What was just done, and the form that undoes it. action: its address, "" for none; fields: of the form."""

    text: str
    action: str = ""
    fields: Sequence[tuple[str, str]] = ()


def fresh_act(req: PageRequest, scope: ClassScope, act_id: str) -> ActView | None:
    """The act of that id, for SHOWN_FOR after it was done or undone. act_id: "" for none."""
    act = ActReader(req, scope).one(act_id) if act_id else None
    return act if act and act.last_at >= now() - SHOWN_FOR else None


def toast(req: PageRequest, scope: ClassScope, back: str) -> Toast | None:
    """The message that the query's `done` asks for, for SHOWN_FOR after the act. back: the page to come back to."""
    act_id = req.query.get("done", "")
    if act_id == NOTHING:
        return Toast(req.gettext(NOTHING_CHANGED))
    act = fresh_act(req, scope, act_id)
    if act is None:
        return None
    if not act.can_be_undone:
        return Toast(req.gettext(UNDONE) % {"act": act.summary})
    return Toast(act.summary, f"/teacher/class/{scope.class_info.id}/acts/undo", [("act", act.id), ("back", back)])
