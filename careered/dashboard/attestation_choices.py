"""What staff can attest in a class, and the reasons for an exemption: from the pack, in the reader's language."""

from dataclasses import dataclass

from careered.dashboard.attestation_labels import EXEMPTION_REASONS
from careered.packs.models import Pack
from careered.progress import attestations
from careered.roster.scope import ClassScope
from careered.web.i18n import translations


@dataclass(frozen=True)
class AttestationChoice:
    """Something that staff can attest. value: "kind:target_id"."""

    value: str
    label: str

    @property
    def target_id(self) -> str:
        """Of the requirement or activity."""
        return self.value.partition(":")[2]


def attestation_choices(scope: ClassScope, kind: str, lang: str) -> list[AttestationChoice]:
    """What can be attested with this kind, by the pack and the class's grade."""
    pack = scope.pack
    if kind == attestations.OFFLINE:
        return [
            AttestationChoice(f"{kind}:{activity.id}", activity.title.in_language(lang, pack.default_language))
            for activity in pack.offline_activities
        ]
    requirements = [
        requirement
        for requirement in pack.requirements_for(scope.class_info.grade)
        if kind == attestations.EXEMPT or requirement.completion.teacher_may_confirm
    ]
    return [
        AttestationChoice(f"{kind}:{requirement.id}", requirement.title.in_language(lang, pack.default_language))
        for requirement in requirements
    ]


def exemption_reasons(pack: Pack, lang: str) -> list[tuple[str, str]]:
    """Reasons for an exemption as (code, label): the pack's own in use, then those of every pack."""
    gettext = translations(lang).gettext
    codes_in_use = {code for requirement in pack.requirements for code in requirement.exempt}
    pack_reasons = [
        (reason.id, reason.title.in_language(lang, pack.default_language))
        for reason in pack.exemption_reasons
        if reason.id in codes_in_use
    ]
    return [*pack_reasons, *((code, gettext(label)) for code, label in EXEMPTION_REASONS.items())]
