"""The guidance plan of a pack as a file, and which packs have one to offer."""

from careered.clock import today
from careered.packs.store import PackStore
from careered.packs.version_store import loaded_versions
from careered.reports.table import Report
from careered.reports.table_text import strip_soft_hyphens
from careered.reports.views import as_file
from careered.roster.organisations import get_profile
from careered.statistics.guidance_plan import guidance_plan_table
from careered.statistics.school_report import load_organisation_report
from careered.web.errors import RequestError
from careered.web.request import HeavyWork, PageRequest


def plan_choices(req: PageRequest, organisation: Report) -> list[tuple[str, str]]:
    """(id, title) of the packs in use; before the first launch, of all current packs."""
    pack_store = req.state.get(PackStore)
    used_ids = [pack_entry["id"] for pack_entry in organisation["packs"]]
    pack_ids = used_ids or sorted({str(row["pack_id"]) for row in loaded_versions(req.db) if row["current"]})
    packs = [pack for pack_id in pack_ids if (pack := pack_store.pack(req.db, pack_id))]
    return [(pack.id, strip_soft_hyphens(pack.title.in_language(req.lang, pack.default_language))) for pack in packs]


def download_plan(req: PageRequest) -> HeavyWork:
    """GET /admin/guidance-plan/{pack}?as=html|pdf|xlsx|csv: the guidance plan of a pack with its current figures."""
    organisation_id = req.viewer.organisation_id
    pack_store, name = req.state.get(PackStore), get_profile(req.db, organisation_id).name
    pack = pack_store.effective_pack(req.db, organisation_id, req.path_params["pack"])
    if pack is None:
        raise RequestError("not_found")
    packs = load_organisation_report(req.db, pack_store, organisation_id, name)["packs"]
    pack_entry: Report = next((entry for entry in packs if entry["id"] == pack.id), {"requirements": []})
    figures = {entry["key"]: entry for entry in pack_entry["requirements"]}
    table = guidance_plan_table(pack, figures, req.lang, name)
    return as_file(table, req.query.get("as", "html"), table.file_name(today(pack.timezone).isoformat()))
