"""Retention job: finds data past the organisation's retention periods and erases it.

One pupil per transaction, so that no request waits for a long lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from careered.clock import now
from careered.db.engine import Database
from careered.privacy import retention
from careered.privacy.erase import erase_person
from careered.privacy.retention import RetentionPeriods
from careered.roster.inactive_pupils import pupils_inactive_since
from careered.web.logs import log

MONTH = timedelta(days=31)


@dataclass(frozen=True)
class ErasurePreview:
    """What a retention policy would erase now: pupils' texts, whole records, entries of the access log."""

    text_person_ids: Sequence[str] = ()
    record_person_ids: Sequence[str] = ()
    access_log_count: int = 0


def erasure_preview(
    db: Connection, organisation_id: str, policy: RetentionPeriods, at: datetime | None = None
) -> ErasurePreview:
    """What is past the retention periods of `policy` now, or will be at `at` if nobody comes back. Changes nothing."""
    record_ids = _inactive_for(db, organisation_id, policy.records_months, at)
    former_pupils = _inactive_for(db, organisation_id, policy.texts_months, at)
    with_texts = retention.people_with_texts(db, organisation_id) if former_pupils else set()
    writer_ids = with_texts.intersection(former_pupils).difference(record_ids)
    return ErasurePreview(sorted(writer_ids), record_ids, _count_old_accesses(db, organisation_id, policy, at))


def _inactive_for(
    db: Connection, organisation_id: str, months: int | None, at: datetime | None = None, person_id: str = ""
) -> list[str]:
    """Ids of pupils who have been inactive for so many months; nobody for None. person_id: consider this one only."""
    return pupils_inactive_since(db, organisation_id, months_ago(months, at), person_id) if months else []


def _count_old_accesses(db: Connection, organisation_id: str, policy: RetentionPeriods, at: datetime | None) -> int:
    months = policy.access_log_months
    return retention.count_access_log_before(db, organisation_id, months_ago(months, at)) if months else 0


def months_ago(months: int, at: datetime | None = None) -> datetime:
    """The moment `months` months before `at` (default: now); a month counts 31 days."""
    return (at or now()) - months * MONTH


def run_retention(database: Database) -> None:
    """Erase what is past its retention period, in every organisation that has a retention policy."""
    with database.reading() as db:
        policies = retention.retention_by_organisation(db)
        previews = {
            organisation_id: erasure_preview(db, organisation_id, policy)
            for organisation_id, policy in policies.items()
        }
    for organisation_id, preview in previews.items():
        _erase_due(database, organisation_id, policies[organisation_id], preview)


def _erase_due(database: Database, organisation_id: str, policy: RetentionPeriods, preview: ErasurePreview) -> None:
    """Each pupil is looked at again: who has come back since the preview stays."""
    for person_id in preview.record_person_ids:
        with database.transaction() as db:
            if _inactive_for(db, organisation_id, policy.records_months, person_id=person_id):
                erase_person(db, organisation_id, person_id)
    for person_id in preview.text_person_ids:
        with database.transaction() as db:
            if _inactive_for(db, organisation_id, policy.texts_months, person_id=person_id):
                retention.erase_texts(db, organisation_id, person_id)
    if policy.access_log_months and preview.access_log_count:
        with database.transaction() as db:
            retention.prune_access_log(db, organisation_id, months_ago(policy.access_log_months))
    if preview != ErasurePreview():
        _log_run(preview)


def _log_run(preview: ErasurePreview) -> None:
    log.info(
        "retention_run",
        erased_records=len(preview.record_person_ids),
        erased_texts=len(preview.text_person_ids),
        erased_access_log=preview.access_log_count,
    )
