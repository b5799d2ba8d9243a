"""Every statement names its organisation, so that an engine that spreads rows by it could carry an installation.

Looked at are all statements that the suite sends from careered's code (`watched.py`): of each table that begins with
the organisation, it is compared, in the WHERE or in a join. Who must look beyond one organisation is listed.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlmodel import SQLModel

CAREERED = str(Path(__file__).parents[2] / "careered") + "/"
TESTS = str(Path(__file__).parents[1]) + "/"
_WHOLE = "the whole database is saved, restored, upgraded or written in another order"
_DUE = "the worker looks for what is due or over, whosever it is"
_PACK = "packs and their variants are read, and take effect, for all organisations"
_TOKEN = "found by the hash of something random that its bearer has"
_OPERATOR = "the operator's commands list everything"
BEYOND_ONE = {
    "db/backup.py": _WHOLE,
    "db/migrations/versions": _WHOLE,
    "db/shuffle.py": _WHOLE,
    "jobs/due_work.py": _DUE,
    "jobs/figures_check.py": _DUE,
    "live/course_of_code.py": "a code that a class reads from its wall, before anybody is signed in",
    "lti/deep_linking/picker_session.py": _DUE,
    "progress/outbox/quiet.py": _DUE,
    "questions/anonymous.py": _DUE,
    "statistics/class_counts.py": _DUE,
    "packs/drafts.py": _DUE,
    "packs/overlay_store.py": _PACK,
    "packs/stored_files.py": _PACK,
    "packs/version_store.py": _PACK,
    "progress/recent_activity.py": _PACK,
    "roster/kept_version.py": _PACK,
    "statistics/pack_impact.py": _PACK,
    "progress/transfer.py": _TOKEN,
    "web/one_time.py": _TOKEN,
    "web/session_end.py": _TOKEN,
    "web/sessions.py": _TOKEN,
    "web/way_back.py": _TOKEN,
    "lti/platform_store.py": "a login names issuer and client; which organisation it is for is what is looked up",
    "roster/classes.py": _OPERATOR,
    "roster/organisations.py": _OPERATOR,
    "cli/common.py": _OPERATOR,
}
"""Files of careered whose statements need not name an organisation, and why."""

_UNNAMED = "ON|WHERE|SET|JOIN|LEFT|USING|VALUES|GROUP|ORDER|LIMIT|FOR|UNION|AS|RETURNING|INNER|CROSS"
_NAMED = re.compile(
    rf"\b(?:FROM|JOIN|UPDATE)\s+\"?(\w+)\"?(?:\s+(?:AS\s+)?(?!(?:{_UNNAMED})\b)\"?(\w+)\"?)?", re.IGNORECASE
)
_READS_OR_CHANGES = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_BEGINNING = re.compile(r"\b(?:FROM|UPDATE)\b", re.IGNORECASE)


def assert_names_its_organisation(statement: str) -> None:
    """A statement of careered's code names the organisation, unless its file is listed."""
    tables = tables_without_organisation(statement)
    if tables and (file := _sender()) and not any(file.startswith(listed) for listed in BEYOND_ONE):
        raise AssertionError(f"{file} looks at {', '.join(tables)} without naming an organisation: {statement}")


@cache
def tables_without_organisation(statement: str) -> tuple[str, ...]:
    """The tables of a statement whose organisation it does not compare; none of an INSERT, which gives it."""
    if not _READS_OR_CHANGES.match(statement):
        return ()
    found = _BEGINNING.search(statement)
    return tuple(sorted(set(_unnamed(statement, statement[found.start() :])))) if found else ()


def _unnamed(statement: str, conditions: str) -> Iterator[str]:
    for table, alias in _NAMED.findall(statement):
        if table in _tenants() and not any(_compares(conditions, name) for name in {table, alias} - {""}):
            yield table


@cache
def _tenants() -> frozenset[str]:
    return frozenset(table.name for table in SQLModel.metadata.tables.values() if "organisation_id" in table.c)


def _compares(conditions: str, name: str) -> bool:
    own = rf"\b{name}\"?\.\"?organisation_id\b|(?<![.\w\"])organisation_id\s*(?:=|IN\b)"
    return re.search(own, conditions, re.IGNORECASE) is not None


def _sender() -> str:
    """The file of careered that sends what is being sent, "" for a test. The database's own helpers are not it."""
    frame = sys._getframe(1)
    while frame.f_back:
        name = frame.f_code.co_filename
        if name.startswith(TESTS) and not name.startswith(TESTS + "support/"):
            return ""
        if name.startswith(CAREERED) and not _is_helper(name.removeprefix(CAREERED)):
            return name.removeprefix(CAREERED)
        frame = frame.f_back
    return ""


def _is_helper(file: str) -> bool:
    return file.startswith("db/") and not file.startswith(("db/backup", "db/migrations", "db/shuffle"))
