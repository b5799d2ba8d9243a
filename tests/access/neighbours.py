"""What is beside the three pupils' school, and what waits for its administrator to say yes to."""

from sqlalchemy import insert, select, update

from careered.clock import now
from careered.lessons.kinds import registry
from careered.lti import deployment_store, platform_store
from careered.lti.tables import Deployment, Platform
from careered.packs import drafts, overlay_store
from careered.packs.overlay import read_overlay_bytes
from careered.packs.tables import PackVersion
from careered.roster import year_rollover
from careered.roster.administrators import administrators
from careered.roster.school_leaders import request_school
from careered.roster.tables import Organisation
from tests.access.visitors import NORTH, OTHER_CONTEXT, VILLAGE
from tests.journeys.scenario import FINLAND, Scenario
from tests.support.additions import additions

SOUTH, OVERLAY, OVERLAY_DRAFT, PACK_DRAFT = "south", "jarvela", "a" * 64, "b" * 64


def add_neighbours(scenario: Scenario) -> dict[str, str]:
    """Another deployment, and another organisation with a platform of its own; the platforms' ids by organisation."""
    scenario.connect_platform(VILLAGE, "Village")
    with scenario.school.database.transaction() as db:
        first, second = sorted(platform_store.all_platforms(db), key=lambda platform: platform.name)
        deployment_store.approve(db, first.organisation_id, first.platform_id, NORTH)
        village = {"organisation_id": "village", "name": "Village", "created_at": now()}
        db.execute(insert(Organisation.__table__).values(village))
        for table, column in ((Platform.__table__, "id"), (Deployment.__table__, "platform_id")):
            is_second = table.c[column] == second.platform_id
            db.execute(update(table).where(is_second).values(organisation_id="village"))
    return {"town": first.platform_id, "village": second.platform_id}


def add_what_waits_for_administrators(scenario: Scenario, platform_ids: dict[str, str], person_id: str) -> None:
    """Somebody who wants to be one, deployments, a changed grade, and drafts of a pack and of additions to it."""
    with scenario.school.database.transaction() as db:
        administrators.request(db, "town", person_id)
        request_school(db, "town", person_id)
        deployment_store.set_kind(db, "town", platform_ids["town"], "school")
        for organisation_id, platform_id in platform_ids.items():
            deployment_store.request_approval(db, organisation_id, platform_id, SOUTH)
        class_id = next(str(row["id"]) for row in scenario.class_rows() if row["context_id"] == OTHER_CONTEXT)
        year_rollover.set_grade(db, "town", class_id, "7", now())
        pack, table = scenario.pack(FINLAND), PackVersion.__table__
        overlay = read_overlay_bytes(additions(), pack, registry()).overlay
        assert overlay
        overlay_store.save_overlay(db, "town", additions(), overlay)
        later = additions(overlay=('version: "1.0.0"', 'version: "1.0.1"'))
        drafts.save_upload(db, "town", OVERLAY_DRAFT, later)
        files = db.execute(select(table.c.files).where(table.c.pack_id == pack.id)).scalar_one()
        meta = files["pack.yaml"].replace(f'version: "{pack.version}"', 'version: "99.0.0"')
        drafts.save_upload(
            db, "town", PACK_DRAFT, {name: text.encode() for name, text in {**files, "pack.yaml": meta}.items()}
        )
