"""A nation in an empty database of PostgreSQL that has the pack and one platform."""

from sqlalchemy import select

from bench.nation.copies import copy_school
from bench.nation.first_school import FirstSchool
from bench.nation.size import Size
from careered.db.engine import Database
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.tables import Organisation


def build(url: str, pack: Pack, packs: PackStore, size: Size) -> str:
    """Fill the database at a URL of libpq. Returns the id of the only organisation."""
    database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
    with database.transaction() as db:
        organisation_id: str = db.execute(select(Organisation.__table__.c.organisation_id)).scalar_one()
        FirstSchool(db, pack, packs, organisation_id).store(size)
    database.engine.dispose()
    copy_school(url, size)
    return organisation_id
