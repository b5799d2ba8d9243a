"""The privacy sheet, generated from the code it describes so that it cannot differ from it.

Who sees what: `web.permissions`, which every route enforces. What is stored: the `data_policy` of each table.
Which fields are read: those of `lti.claims.Launch` and `lti.nrps.Member`. Tests compare all three.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.admin import platform_list
from careered.admin.privacy_labels import ASSESSMENT, DATA_LABELS, FIELDS, LETTER, NEVER_READ, ROLE_LABELS, SCOPE_LABELS
from careered.i18n_marker import _
from careered.packs.drafts import UPLOAD_TTL
from careered.privacy.registry import personal_tables
from careered.privacy.retention_text import administrator_sentences, retention_sentences
from careered.roster.organisations import get_profile
from careered.statistics.class_counts import load_counted_classes
from careered.statistics.disclosure import MIN_CELL_SIZE
from careered.statistics.figures import count_published_pupils
from careered.web.permissions import Data, DataScope, Role, data_scopes
from careered.web.request import PageRequest
from careered.web.sessions import IDLE_TIMEOUT, SESSION_TTL


@dataclass(frozen=True)
class DataViewers:
    """Labels of the roles that see a kind of data. scope_label: of whom, as a message id; "" for everybody."""

    roles: Sequence[str]
    scope_label: str


def show_privacy(req: PageRequest) -> Response:
    """GET /admin/privacy: the sheet, in the administrator's language; it prints on paper."""
    retention = retention_sentences(req.db, req.viewer.organisation_id, req.lang, administrator_sentences)
    facts = _facts(req, retention)
    return req.render(
        "admin/privacy.html",
        name=facts["organisation"],
        data_location=req.state.settings.data_location,
        fields=FIELDS,
        never_read=NEVER_READ,
        viewers_by_data=[(label, data_viewers(data)) for data, label in DATA_LABELS.items()],
        stored=stored_data(),
        retention_sentences=retention,
        session_hours=int(SESSION_TTL.total_seconds() // 3600),
        idle_minutes=int(IDLE_TIMEOUT.total_seconds() // 60),
        draft_minutes=int(UPLOAD_TTL.total_seconds() // 60),
        assessment=[
            (question.question, req.gettext(question.answer) % facts if question.answer else "")
            for question in ASSESSMENT
        ],
        letter=LETTER,
    )


def data_viewers(data: Data) -> list[DataViewers]:
    """Who sees a kind of data, by scope."""
    role_labels_by_scope = [
        (scope, [ROLE_LABELS[role] for role in Role if scope in data_scopes(role, data)]) for scope in DataScope
    ]
    return [DataViewers(labels, SCOPE_LABELS[scope]) for scope, labels in role_labels_by_scope if labels]


def stored_data() -> list[tuple[str, str]]:
    """(purpose, erase) of the tables with personal data, deleted ones first."""
    erasure_by_purpose = {table.data_policy.purpose_label: table.data_policy.erase for table in personal_tables()}
    return sorted(erasure_by_purpose.items(), key=lambda pair: pair[1])


def _facts(req: PageRequest, retention_sentences: Sequence[str]) -> dict[str, str]:
    """Placeholders of the assessment's answers. Small numbers of pupils are suppressed here too."""
    organisation_id = req.viewer.organisation_id
    sizes = load_counted_classes(req.db, organisation_id)
    pupils = count_published_pupils(sizes)
    platforms = [
        row.platform.name
        for row in platform_list.platform_rows(req.db, organisation_id)
        if row.platform.status == "active"
    ]
    return {
        "organisation": get_profile(req.db, organisation_id).name,
        "courses": str(len(sizes)),
        "pupils": str(pupils) if pupils else f"0–{MIN_CELL_SIZE - 1}",
        "platforms": ", ".join(platforms) or req.gettext(_("none yet")),
        "kept": " ".join(retention_sentences),
    }
