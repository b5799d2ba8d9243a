"""Outcomes of checks on the administrator's pages: in the order in which to read them, counted, and as a message.

Plain Python, for the self-test and the check of one connection alike.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

from careered.i18n_marker import _
from careered.jobs.connection_check import CheckResult, CheckStatus
from careered.lti.platform import Registration

PROBLEM, UNKNOWN, OK = STATES = ("problem", "unknown", "ok")
INTRODUCTION = _(
    "We use careered with %(platform)s. careered checked the connection on %(when)s and found something to put right "
    "on the platform:"
)
ADVICE = _("careered's advice: %(advice)s")


class Outcome(Protocol):
    """Anything with a state of STATES."""

    @property
    def state(self) -> str:
        """One of STATES."""


AnyOutcome = TypeVar("AnyOutcome", bound=Outcome)


def problems_first(outcomes: Iterable[AnyOutcome]) -> list[AnyOutcome]:
    """Problems, then what is not known, then what works; within each in the order of the checks."""
    return sorted(outcomes, key=lambda outcome: STATES.index(outcome.state))


def count_states(outcomes: Iterable[Outcome]) -> Mapping[str, int]:
    """How many there are of each state; 0 where none is."""
    return Counter(outcome.state for outcome in outcomes)


def message_to_platform(gettext: Callable[[str], str], platform: Registration, check: CheckStatus, origin: str) -> str:
    """What to send to whoever administers the platform: its problems, each with the advice; "" if it has none.

    Holds no person and no secret. origin: careered's own address.
    """
    problems = [result for result in check.results if result.state == PROBLEM and not result.is_own]
    if not problems:
        return ""
    introduction = gettext(INTRODUCTION) % {"platform": platform.name, "when": check.checked_at}
    values = {_("Platform ID (issuer)"): platform.issuer, _("Client ID"): platform.client_id, "careered": origin}
    closing = "\n".join(f"{gettext(name)}: {value}" for name, value in values.items())
    return "\n\n".join([introduction, *(_item(gettext, result) for result in problems), closing])


def _item(gettext: Callable[[str], str], result: CheckResult) -> str:
    advice = gettext(ADVICE) % {"advice": result.mend} if result.mend else ""
    return "\n".join(filter(None, (f"– {result.sentence}", advice)))
