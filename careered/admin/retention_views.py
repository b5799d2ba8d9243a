"""Retention page: current periods, and a preview of what other periods would erase today, before they are saved."""

from typing import Any

from starlette.responses import Response

from careered.jobs.retention import erasure_preview
from careered.privacy import retention
from careered.privacy.retention import RetentionPeriods
from careered.privacy.retention_text import administrator_sentences
from careered.statistics.pack_impact_text import rounded
from careered.web.errors import RequestError
from careered.web.request import PageRequest

TEXTS_MONTHS, RECORDS_MONTHS, ACCESS_LOG_MONTHS = (2, 6, 12, 24), (6, 12, 24, 60), (12, 24, 60)


def show_retention(req: PageRequest) -> Response:
    """GET /admin/retention."""
    policy = retention.get_retention(req.db, req.viewer.organisation_id)
    return _page(req, policy, current_sentences=administrator_sentences(policy, req.lang))


def save_retention(req: PageRequest) -> Response:
    """POST /admin/retention/save: first what the rule would erase today, then (`yes`) it holds."""
    policy = RetentionPeriods(
        _months(req, "texts_months", TEXTS_MONTHS),
        _months(req, "records_months", RECORDS_MONTHS),
        _months(req, "access_log_months", ACCESS_LOG_MONTHS),
    )
    if req.form_value("yes") != "yes":
        preview = erasure_preview(req.db, req.viewer.organisation_id, policy)
        counts = [
            rounded(len(person_ids)) if person_ids else "0"
            for person_ids in (preview.text_person_ids, preview.record_person_ids)
        ]
        return _page(
            req, policy, sentences=administrator_sentences(policy, req.lang), counts=[*counts, preview.access_log_count]
        )
    retention.set_retention(req.db, req.viewer.organisation_id, policy)
    return req.redirect("/admin/retention")


def _months(req: PageRequest, name: str, choices: tuple[int, ...]) -> int | None:
    value = req.form_value(name)
    if value not in {"", *map(str, choices)}:
        raise RequestError("not_found")
    return int(value) if value else None


def _page(req: PageRequest, policy: RetentionPeriods, **context: Any) -> Response:
    req.page_url = "/admin/retention"
    return req.render(
        "admin/retention.html", rule=policy, month_choices=(TEXTS_MONTHS, RECORDS_MONTHS, ACCESS_LOG_MONTHS), **context
    )
