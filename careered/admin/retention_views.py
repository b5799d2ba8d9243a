"""Retention page: current periods, a preview of what others would erase before they are saved, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import Response

from careered.clock import now
from careered.jobs.retention import ErasurePreview, erasure_preview
from careered.privacy import retention
from careered.privacy.retention import WITHDRAWAL_PERIOD, RetentionPeriods
from careered.privacy.retention_text import administrator_sentences, retention_sentences
from careered.roster.few_pupils import rounded
from careered.web.errors import RequestError
from careered.web.request import PageRequest
from careered.web.time_format import format_utc_day

TEXTS_MONTHS, RECORDS_MONTHS, ACCESS_LOG_MONTHS = (2, 6, 12, 24), (6, 12, 24, 60), (12, 24, 60)


@dataclass(frozen=True)
class RetentionChange:
    """Periods that an administrator has chosen. holds_from: the moment from which they hold, None: at once."""

    periods: RetentionPeriods
    holds_from: datetime | None
    preview: ErasurePreview

    def word(self, lang: str) -> str:
        """What has to be typed where something would be erased: the day, as the page writes it."""
        return format_utc_day(self.holds_from, lang) if self.holds_from and self.preview != ErasurePreview() else ""

    @property
    def counts(self) -> Sequence[str]:
        """Pupils whose texts go, pupils who go, access log entries; small numbers of pupils as a range."""
        groups = (self.preview.text_person_ids, self.preview.record_person_ids)
        return [*(rounded(len(ids)) for ids in groups), str(self.preview.access_log_count)]


def show_retention(req: PageRequest) -> Response:
    """GET /admin/retention."""
    organisation_id = req.viewer.organisation_id
    announced = retention.get_announced_retention(req.db, organisation_id)
    return _page(
        req,
        announced.periods if announced else retention.get_retention(req.db, organisation_id),
        current_sentences=retention_sentences(req.db, organisation_id, req.lang, administrator_sentences),
        announced_day=format_utc_day(announced.holds_from, req.lang) if announced else "",
    )


def save_retention(req: PageRequest) -> Response:
    """POST /admin/retention/save: first what the periods would erase; with `yes`, and the day typed, they are decided.

    422 where the day has to be typed and is not.
    """
    change = _requested_change(req)
    is_confirmed = req.form_value("yes") == "yes"
    is_word_wrong = is_confirmed and _plain(req.form_value("word")) != _plain(change.word(req.lang))
    if not is_confirmed or is_word_wrong:
        return _preview_page(req, change, is_word_wrong=is_word_wrong)
    retention.set_retention(req.db, req.viewer.organisation_id, change.periods)
    return req.redirect("/admin/retention")


def withdraw_retention(req: PageRequest) -> Response:
    """POST /admin/retention/withdraw: what was announced will not hold."""
    retention.withdraw_announced_retention(req.db, req.viewer.organisation_id)
    return req.redirect("/admin/retention")


def _requested_change(req: PageRequest) -> RetentionChange:
    organisation_id = req.viewer.organisation_id
    periods = RetentionPeriods(
        _months(req, "texts_months", TEXTS_MONTHS),
        _months(req, "records_months", RECORDS_MONTHS),
        _months(req, "access_log_months", ACCESS_LOG_MONTHS),
    )
    is_shorter = periods != periods.lengthened_by(retention.get_retention(req.db, organisation_id))
    holds_from = now() + WITHDRAWAL_PERIOD if is_shorter else None
    return RetentionChange(periods, holds_from, erasure_preview(req.db, organisation_id, periods, holds_from))


def _preview_page(req: PageRequest, change: RetentionChange, *, is_word_wrong: bool) -> Response:
    return _page(
        req,
        change.periods,
        status=422 if is_word_wrong else 200,
        sentences=administrator_sentences(change.periods, req.lang),
        counts=change.counts,
        day=format_utc_day(change.holds_from, req.lang) if change.holds_from else "",
        word=change.word(req.lang),
        is_word_wrong=is_word_wrong,
    )


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


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
