"""The panel of one kind of act: only the fields that it needs, and whom it would change. No HTML here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.dashboard.attestation_choices import AttestationChoice, attestation_choices, exemption_reasons
from careered.dashboard.attestation_labels import PANELS, PanelLabels
from careered.progress.acts import CONFIRMED, EXEMPT, OFFLINE, load_effective
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.queries import StoredStatus, load_class_statuses
from careered.roster.scope import ClassScope, active_pupil_names
from careered.web.i18n import translations
from careered.web.request import PageRequest

KINDS: Mapping[str, str] = {"confirm": CONFIRMED, "visit": OFFLINE, "exempt": EXEMPT}
"""The kinds of attestation by the name of their panel in the address (`do`)."""

_Statuses = Mapping[str, Mapping[str, StoredStatus]]
_STATES = {CONFIRMED: RequirementState.CONFIRMED, EXEMPT: RequirementState.EXEMPT}


@dataclass(frozen=True)
class PanelChoice:
    """Something to choose. changes: a sentence that says for how many of the chosen pupils it changes something.

    changed: the ids of these pupils.
    """

    value: str
    label: str
    changes: str
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
    without = len(chosen) - len(concerned)
    sentences = [_changes(req, kind, concerned, having) if chosen else ""]
    if kind == CONFIRMED:
        sentences += [_exempt(req, without), _unfinished(req, len(set(changed) - done.get(choice.target_id, set())))]
    else:
        sentences.append(_done_already(req, without))
    return PanelChoice(choice.value, choice.label, " ".join(filter(None, sentences)), changed)


def _exempt(req: PageRequest, count: int) -> str:
    ngettext = translations(req.lang).ngettext
    left_out = ngettext("%(num)s is exempt and is left out.", "%(num)s are exempt and are left out.", count)
    return left_out % {"num": count} if count else ""


def _done_already(req: PageRequest, count: int) -> str:
    """Who has done it keeps it: exempt, it would no longer count for them."""
    ngettext = translations(req.lang).ngettext
    said = ngettext("%(num)s has done it and is left out.", "%(num)s have done it and are left out.", count)
    return said % {"num": count} if count else ""


def _unfinished(req: PageRequest, count: int) -> str:
    """What is confirmed all the same is said before, so that nobody is confirmed by mistake."""
    ngettext = translations(req.lang).ngettext
    said = ngettext("%(num)s of them is not done yet.", "%(num)s of them are not done yet.", count)
    return said % {"num": count} if count else ""


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


def _changes(req: PageRequest, kind: str, chosen: Sequence[str], having: set[str]) -> str:
    """Whom a choice changes: those who have a state already are left out; a visit can be another one."""
    ngettext, already = translations(req.lang).ngettext, sum(pupil_id in having for pupil_id in chosen)
    count = len(chosen) if kind == OFFLINE else len(chosen) - already
    sentences = [ngettext("This applies to %(num)s pupil.", "This applies to %(num)s pupils.", count) % {"num": count}]
    if already and kind == OFFLINE:
        another = ngettext(
            "%(num)s already has one. This will be recorded as another one, unless it is on the same day.",
            "%(num)s already have one. This will be recorded as another one, unless it is on the same day.",
            already,
        )
        sentences.append(another % {"num": already})
    elif already and kind == EXEMPT:
        sentences.append(_exempt(req, already))
    elif already:
        left_out = ngettext(
            "%(num)s already has it and is left out.", "%(num)s already have it and are left out.", already
        )
        sentences.append(left_out % {"num": already})
    return " ".join(sentences)
