"""The privacy sheet: made from what the server really does, so that it cannot promise anything else.

Who sees what: `web.permissions`, by which every route lets people through. What is stored: what each table declares
(`Holds`). Which fields are read: those of `lti.claims.Launch` and `lti.nrps.Member`. Tests compare all three.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.admin import platform_list
from careered.admin.organisation import data_place
from careered.admin.privacy_words import ASSESSMENT, DATA, FIELDS, LETTER, NEVER_READ, ROLES, SCOPES
from careered.packs.drafts import LIVES
from careered.privacy.declarations import personal_tables
from careered.privacy.retention import rule_of
from careered.privacy.retention_words import sentences
from careered.progress.school_figures import pupils_told
from careered.progress.told import FEWEST
from careered.roster.organisations import provider
from careered.roster.schools import class_sizes
from careered.web.edge import Ask
from careered.web.permissions import Data, Role, Scope, scopes
from careered.web.sessions import IDLE, LIFETIME


@dataclass(frozen=True)
class Seers:
    """Those who see a kind of data of the same people. whose: a message id, "" where it says nothing more."""

    roles: Sequence[str]
    whose: str


def show_privacy(ask: Ask) -> Response:
    """GET /admin/privacy: the sheet, in the administrator's language; it prints on paper."""
    kept = sentences(rule_of(ask.db, ask.me.organisation_id), ask.lang)
    facts = _facts(ask, kept)
    return ask.render(
        "admin/privacy.html",
        name=facts["organisation"],
        place=data_place(ask.house.settings),
        fields=FIELDS,
        never_read=NEVER_READ,
        seen=[(words, seers(data)) for data, words in DATA.items()],
        stored=stored(),
        kept=kept,
        session_hours=int(LIFETIME.total_seconds() // 3600),
        idle_minutes=int(IDLE.total_seconds() // 60),
        draft_minutes=int(LIVES.total_seconds() // 60),
        assessment=[(one.asked, ask.translate(one.known) % facts if one.known else "") for one in ASSESSMENT],
        letter=LETTER,
    )


def seers(data: Data) -> list[Seers]:
    """Who sees a kind of data, by whose it is."""
    found = [(scope, [ROLES[role] for role in Role if scope in scopes(role, data)]) for scope in Scope]
    return [Seers(roles, SCOPES[scope]) for scope, roles in found if roles]


def stored() -> list[tuple[str, str]]:
    """What the tables about people are for, and what erasing does to each: first what goes."""
    found = {one.holds.why: one.holds.erase for one in personal_tables()}
    return sorted(found.items(), key=lambda one: one[1])


def _facts(ask: Ask, kept: Sequence[str]) -> dict[str, str]:
    """What careered knows of the organisation. Few pupils are not counted out here either."""
    mine = ask.me.organisation_id
    sizes = class_sizes(ask.db, mine)
    pupils = pupils_told(sizes)
    platforms = [row.platform.name for row in platform_list.rows(ask.db, mine) if row.platform.status == "active"]
    return {
        "organisation": provider(ask.db, mine).name,
        "courses": str(len(sizes)),
        "pupils": str(pupils) if pupils else f"0–{FEWEST - 1}",
        "platforms": ", ".join(platforms) or "–",
        "kept": " ".join(kept),
    }
