"""The organisation itself: its name, its country, the language that its administrators begin with."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from careered.db.lookup import same
from careered.roster.tables import Organisation

_organisations = Organisation.__table__


@dataclass(frozen=True)
class Provider:
    """A provider of education. country (ISO 3166) and lang are "" until somebody has said."""

    name: str
    country: str
    lang: str


def provider(db: Connection, organisation_id: str) -> Provider:
    """The organisation as it is; without words where it has said nothing yet."""
    columns = (_organisations.c.name, _organisations.c.country, _organisations.c.lang)
    row = db.execute(select(*columns).where(same(_organisations, organisation_id=organisation_id))).first()
    return Provider(*row) if row else Provider("", "", "")


def describe(db: Connection, organisation_id: str, said: Provider) -> None:
    """Keep what the administrator says."""
    values = {"name": said.name, "country": said.country, "lang": said.lang}
    db.execute(update(_organisations).where(same(_organisations, organisation_id=organisation_id)).values(**values))


def organisation_named(db: Connection, given: str) -> tuple[str, str] | None:
    """Id and name of the organisation with this id, or the only one of this name; None for none or several."""
    rows = db.execute(select(_organisations.c.organisation_id, _organisations.c.name)).all()
    found = [row for row in rows if row.organisation_id == given] or [row for row in rows if row.name == given]
    return (found[0].organisation_id, found[0].name) if len(found) == 1 else None
