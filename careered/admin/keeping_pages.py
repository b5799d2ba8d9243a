"""How long data are kept: what holds now, what another rule would erase today, and the yes."""

from typing import Any

from starlette.responses import Response

from careered.admin.keeping import due
from careered.privacy import retention
from careered.privacy.retention import Rule
from careered.privacy.retention_words import sentences
from careered.progress.effect_words import about
from careered.web.edge import Ask
from careered.web.refusals import Refused

WORDS, PEOPLE, LOOKS = (2, 6, 12, 24), (6, 12, 24, 60), (12, 24, 60)


def show_keeping(ask: Ask) -> Response:
    """GET /admin/keeping."""
    rule = retention.rule_of(ask.db, ask.me.organisation_id)
    return _page(ask, rule, holds=sentences(rule, ask.lang))


def keep(ask: Ask) -> Response:
    """POST /admin/keeping/save: first what the rule would erase today, then (`yes`) it holds."""
    rule = Rule(_months(ask, "words", WORDS), _months(ask, "people", PEOPLE), _months(ask, "looks", LOOKS))
    if ask.field("yes") != "yes":
        found = due(ask.db, ask.me.organisation_id, rule)
        counts = [about(len(one)) if one else "0" for one in (found.words, found.people)]
        return _page(ask, rule, sentences=sentences(rule, ask.lang), counts=[*counts, found.looks])
    retention.decide(ask.db, ask.me.organisation_id, rule)
    return ask.go("/admin/keeping")


def _months(ask: Ask, name: str, offered: tuple[int, ...]) -> int | None:
    given = ask.field(name)
    if given not in {"", *map(str, offered)}:
        raise Refused("not_found")
    return int(given) if given else None


def _page(ask: Ask, rule: Rule, **more: Any) -> Response:
    ask.here = "/admin/keeping"
    return ask.render("admin/keeping.html", rule=rule, offered=(WORDS, PEOPLE, LOOKS), **more)
