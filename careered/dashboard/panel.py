"""The panel of one kind of act: only the fields that it needs, and whom it would change. No HTML here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.dashboard.attestation_choices import AttestationChoice, attestation_choices, exemption_reasons
from careered.dashboard.attestation_labels import PANELS, PanelLabels
from careered.dashboard.panel_words import SENTENCES, CountedWords, counter
from careered.progress.acts import CONFIRMED, EXEMPT, OFFLINE, load_effective
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.queries import StoredStatus, load_class_statuses
from careered.roster.scope import ClassScope, active_pupil_names
from careered.web.request import PageRequest

KINDS: Mapping[str, str] = {"confirm": CONFIRMED, "visit": OFFLINE, "exempt": EXEMPT}
"""The kinds of attestation by the name of their panel in the address (`do`)."""

_Statuses = Mapping[str, Mapping[str, StoredStatus]]
_STATES = {CONFIRMED: RequirementState.CONFIRMED, EXEMPT: RequirementState.EXEMPT}


@dataclass(frozen=True)
class PanelChoice:
    """Something to choose. changes: sentences that say for how many of the chosen pupils it changes something.

    changed: the ids of these pupils.
    """

    value: str
    label: str
    changes: Sequence[CountedWords]
    changed: Sequence[str] = ()

    @property
    def target_id(self) -> str:
        """Of the requirement or activity."""
        return self.value.partition(":")[2]


@dataclass(frozen=True)
class Panel:
    """A panel. people: all whom it can be about, as (id, name, whether ticked). reasons: (code, label)."""

    do: str
    labels: PanelLabels
    choices: Sequence[PanelChoice]
    people: Sequence[tuple[str, str, bool]]
    reasons: Sequence[tuple[str, str]]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Id and name of the pupils who are ticked."""
        return [(pupil_id, name) for pupil_id, name, ticked in self.people if ticked]


def open_panel(req: PageRequest, scope: ClassScope, do: str, chosen: Sequence[str], what: str) -> Panel:
    """The panel `do` (a key of KINDS) for the chosen pupils; for nobody and a requirement, those who have done it.

    what: the value of the choice that is made already, "" for none.
    """
    kind, everybody = KINDS[do], active_pupil_names(req, scope)
    statuses = load_class_statuses(req.db, *scope.key) if kind in _STATES else {}
    done = _in_state(statuses, RequirementState.DONE) if kind == CONFIRMED else {}
    ticked = set(chosen) or done.get(what.partition(":")[2], set())
    shown = [pupil_id for pupil_id, _ in everybody if pupil_id in ticked]
    having, passed = _having(req, scope, kind, statuses), _passed_over(req, scope, kind, statuses)
    choices = [
        _choice(req, kind, one, shown, having.get(one.target_id, set()), passed.get(one.target_id, set()), done)
        for one in attestation_choices(scope, kind, req.lang)
    ]
    people = [(pupil_id, name, pupil_id in ticked) for pupil_id, name in everybody]
    return Panel(do, PANELS[kind], choices, people, exemption_reasons(scope.pack, req.lang) if kind == EXEMPT else ())


def left_out(req: PageRequest, scope: ClassScope, kind: str, target_id: str) -> set[str]:
    """Whom an act of a kind would change nothing for: to confirm, the exempt; to exempt, those who have done it."""
    statuses = load_class_statuses(req.db, *scope.key) if kind in _STATES else {}
    return _passed_over(req, scope, kind, statuses).get(target_id, set())


def _choice(
    req: PageRequest,
    kind: str,
    choice: AttestationChoice,
    chosen: Sequence[str],
    having: set[str],
    passed: set[str],
    done: Mapping[str, set[str]],
) -> PanelChoice:
    concerned = [pupil_id for pupil_id in chosen if pupil_id not in passed]
    changed = [pupil_id for pupil_id in concerned if kind == OFFLINE or pupil_id not in having]
    without = [pupil_id for pupil_id in chosen if pupil_id in passed]
    already = [pupil_id for pupil_id in concerned if pupil_id in having]
    to_do = [pupil_id for pupil_id in changed if pupil_id not in done.get(choice.target_id, ())]
    sentences = SENTENCES[kind](counter(req.lang), changed, already, without, to_do) if chosen else ()
    return PanelChoice(choice.value, choice.label, sentences, changed)


def _having(req: PageRequest, scope: ClassScope, kind: str, statuses: _Statuses) -> dict[str, set[str]]:
    """Who has it already, by requirement or activity."""
    having = _in_state(statuses, _STATES[kind]) if kind in _STATES else {}
    for row in load_effective(req.db, *scope.key, kind):
        having.setdefault(row["target_id"], set()).add(row["person_id"])
    return having


def _passed_over(req: PageRequest, scope: ClassScope, kind: str, statuses: _Statuses) -> dict[str, set[str]]:
    """Whom an act of this kind passes over, by requirement."""
    if kind == CONFIRMED:
        return _having(req, scope, EXEMPT, statuses)
    return _in_state(statuses, *REACHED_STATES) if kind == EXEMPT else {}


def _in_state(statuses: _Statuses, *states: RequirementState) -> dict[str, set[str]]:
    """Who is in one of the states, by requirement."""
    found: dict[str, set[str]] = {}
    for person_id, of_person in statuses.items():
        for target_id, status in of_person.items():
            if status.state in states:
                found.setdefault(target_id, set()).add(person_id)
    return found
