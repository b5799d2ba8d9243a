"""A new version of a pack that drops what pupils have reached: not loaded until it is said what becomes of it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, update
from typer.testing import CliRunner

from careered.cli import app
from careered.clock import now
from careered.lessons.kinds import registry
from careered.packs import overlay_store, store, version_store
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.packs.overlay import read_overlay_bytes
from careered.packs.tables import PackVersion
from careered.progress.tables import RequirementStatus
from careered.roster.tables import SchoolClass
from careered.statistics.dropped_requirements import count_lowered, dropped_requirements
from careered.statistics.dropped_requirements import go_back as go_back_to
from tests.admin.conftest import AdminOffice
from tests.admin.test_schools import open_as_pupil
from tests.admin.test_year_rollover import class_page_figures, do_requirements, teacher_accepts, teacher_of_class
from tests.corpus.pack_cases import Files, pack, with_lesson
from tests.corpus.test_packs import upload
from tests.support.additions import additions
from tests.support.pages import Page

DROPPED = re.compile(rb"(?ms)^  - id: FI-R9\n.*?^offline_activities:")
PACK_ID = "fi-basic-7-9"


def version_without_r9(version: str = "9.0.0") -> Files:
    """The Finnish pack, its requirement FI-R9 dropped; the lesson for it serves FI-R3 alone."""
    files = with_lesson("fi-9", lambda lesson: lesson.update(requirements=["FI-R3"]), version)
    files["requirements.yaml"], number = DROPPED.subn(b"offline_activities:", files["requirements.yaml"])
    assert number == 1
    return files


def set_up_class(office: AdminOffice, *reached: str) -> None:
    """A class of grade 9 with a pupil who has reached these requirements."""
    open_as_pupil(office)
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=9, grade_set_at=now()))
    do_requirements(office, *reached)
    office.sign_in()


def preview(office: AdminOffice, files: Files) -> Page:
    return office.browser.get(upload(office, files, is_zip=False).headers["location"])


def load(office: AdminOffice, page: Page, **fields: str) -> Page:
    loaded = office.browser.submit(page.form("form[action$='/load']"), **fields)
    office.school.tool.state.careered.singletons[store.PackStore] = store.PackStore(registry(), reads_elsewhere=True)
    return loaded


def current_version(office: AdminOffice) -> str:
    with office.school.database.reading() as db:
        table = PackVersion.__table__
        where = (table.c.pack_id == PACK_ID) & table.c.current
        return str(db.execute(select(table.c.version).where(where)).scalar_one())


def reached(office: AdminOffice) -> set[str]:
    with office.school.database.reading() as db:
        return set(db.execute(select(RequirementStatus.__table__.c.requirement_id)).scalars())


@pytest.mark.parametrize("said", ["", "FI-R99", "yes"])
def test_nothing_is_loaded_while_it_is_not_said_what_becomes_of_a_requirement(office: AdminOffice, said: str) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    before = current_version(office)
    refused = load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": said})
    assert refused.response.status_code == 422
    assert "First choose what should happen to each" in refused.main_text
    assert current_version(office) == before


def test_where_it_counts_as_another_one_nobodys_figure_falls(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "FI-R8"})
    assert current_version(office) == "9.0.0"
    assert reached(office) == {"FI-R1", "FI-R9", "FI-R8"}


def test_where_figures_would_fall_the_version_has_to_be_typed(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    asked = load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history"})
    assert asked.response.status_code == 422
    assert "1–4 pupils would drop" in asked.main_text
    before = current_version(office)
    wrong = load(office, asked, **{"becomes-FI-R9": "history", "word": "9"})
    assert (wrong.response.status_code, current_version(office)) == (422, before)
    load(office, wrong, **{"becomes-FI-R9": "history", "word": "9.0.0"})
    assert current_version(office) == "9.0.0"
    assert reached(office) == {"FI-R1", "FI-R9"}


def test_where_nobody_has_reached_it_nothing_is_asked(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1")
    page = preview(office, version_without_r9())
    assert not page.all("select")
    load(office, page)
    assert current_version(office) == "9.0.0"


def test_a_requirement_that_is_only_added_lowers_figures_too_and_asks(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1")
    load(office, preview(office, version_without_r9()))
    added = load(office, preview(office, pack("9.1.0")))
    assert added.response.status_code == 422
    assert "1–4 pupils would drop" in added.main_text
    assert current_version(office) == "9.0.0"


def test_for_thirty_days_one_can_go_back(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1")
    before = current_version(office)
    load(office, preview(office, version_without_r9()))
    page = office.browser.get("/admin/packs")
    assert "UTC" not in page.main_text  # loaded when, by the clock of the pack's country
    office.browser.submit(page.form(f"form[action='/admin/packs/{PACK_ID}/go-back']"))
    assert current_version(office) == before
    load(office, preview(office, version_without_r9()))
    assert current_version(office) == "9.0.0"
    with office.school.database.transaction() as db:
        loaded_at = now() - timedelta(days=30, minutes=1)
        db.execute(update(PackVersion.__table__).values(loaded_at=loaded_at))
    assert not office.browser.get("/admin/packs").all("form[action$='/go-back']")
    refused = office.browser.submit(page.form(f"form[action='/admin/packs/{PACK_ID}/go-back']"))
    assert (refused.response.status_code, current_version(office)) == (404, "9.0.0")


@pytest.mark.parametrize(
    ("reached_ids", "successors", "lowered"),
    [
        (("FI-R1",), {}, 0),
        (("FI-R1", "FI-R9"), {"FI-R9": "FI-R8"}, 0),
        (("FI-R1", "FI-R9"), {"FI-R9": "history"}, 1),
        (("FI-R1", "FI-R8", "FI-R9"), {"FI-R9": "FI-R8"}, 1),
        (("FI-R9",), {"FI-R9": "history"}, 1),
        ((), {}, 0),
    ],
)
def test_pupils_whose_figure_would_be_lower_are_counted(
    office: AdminOffice, reached_ids: tuple[str, ...], successors: dict[str, str], lowered: int
) -> None:
    set_up_class(office, *reached_ids)
    old, new = office.school.packs["FI"], _read(version_without_r9())
    with office.school.database.reading() as db:
        assert count_lowered(db, old, new, successors, {}) == lowered
        assert dropped_requirements(db, old, new) == [key for key in reached_ids if key == "FI-R9"]


def _read(files: Files) -> Pack:
    found = read_pack_bytes(files, registry()).pack
    assert found
    return found


@pytest.fixture
def folder_without_r9(office: AdminOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with the version without FI-R9, for commands, which use the office's database."""
    monkeypatch.setenv("CAREERED_DATABASE_URL", office.school.settings.database_url)
    monkeypatch.setenv("CAREERED_BASE_URL", office.school.settings.base_url)
    monkeypatch.setenv("CAREERED_SECRET_KEY", "for tests only: forty characters or more")
    for name, content in version_without_r9().items():
        path = tmp_path / "finland" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(tmp_path / "finland")


def test_the_command_asks_the_same(office: AdminOffice, folder_without_r9: str) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    command, before = ["packs", "load", folder_without_r9], current_version(office)
    for more, code in (
        ([], "requirement_dropped"),
        (["--dropped", "FI-R9"], "write OLD=NEW"),
        (["--dropped", "FI-R9=FI-R99"], "requirement_dropped"),
        (["--dropped", "FI-R9=history"], "figures_lower"),
    ):
        done = CliRunner().invoke(app, [*command, *more])
        assert (done.exit_code, code in done.output) == (1, True), done.output
        assert current_version(office) == before
    assert CliRunner().invoke(app, [*command, "--dropped", "FI-R9=FI-R8"]).exit_code == 0
    assert reached(office) == {"FI-R1", "FI-R9", "FI-R8"}


def test_a_command_counts_for_no_other_version_than_the_one_it_replaces(
    office: AdminOffice, folder_without_r9: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else loads a version between the count and the load."""
    files = {**version_without_r9()}
    files["pack.yaml"] = files["pack.yaml"].replace(b"9.0.0", b"8.9.0")

    def count(*_: object) -> int:
        with office.school.database.transaction() as db:
            version_store.save_pack(db, files, _read(files))
        return 0

    monkeypatch.setattr("careered.cli.packs.count_lowered", count)
    done = CliRunner().invoke(app, ["packs", "load", folder_without_r9])
    assert (done.exit_code, "pack_changed" in done.output) == (1, True), done.output
    assert current_version(office) == "8.9.0"


def test_a_version_lowers_nobodys_figure_until_the_classs_teacher_says_so(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    before = class_page_figures(office)
    office.sign_in()
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history", "word": "9.0.0"})
    assert class_page_figures(office) == before
    assert "→ 9.0.0" in teacher_accepts(office)
    assert class_page_figures(office) != before


def test_who_goes_back_leaves_no_class_waiting(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history", "word": "9.0.0"})
    assert kept_versions(office) != [""]
    go_back(office)
    assert kept_versions(office) == [""]


def kept_versions(office: AdminOffice) -> list[str]:
    with office.school.database.reading() as db:
        return list(db.execute(select(SchoolClass.__table__.c.kept_version)).scalars())


def go_back(office: AdminOffice) -> None:
    page = office.browser.get("/admin/packs")
    office.browser.submit(page.form(f"form[action='/admin/packs/{PACK_ID}/go-back']"))


@pytest.mark.parametrize("had_begun", [False, True])
def test_going_back_restores_what_stood_before_something_was_carried_over(office: AdminOffice, had_begun: bool) -> None:
    set_up_class(office, "FI-R1", "FI-R9", *(["FI-R8"] if had_begun else []))
    table = RequirementStatus.__table__
    with office.school.database.transaction() as db:
        db.execute(update(table).where(table.c.requirement_id == "FI-R8").values(state="in_progress", method=""))
    before = statuses(office)
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "FI-R8"})
    assert statuses(office)["FI-R8"][0] == "done"
    go_back(office)
    assert statuses(office) == before


def statuses(office: AdminOffice) -> dict[str, tuple[object, ...]]:
    """The pupil's statuses, by requirement."""
    with office.school.database.reading() as db:
        rows = db.execute(select(RequirementStatus.__table__)).all()
    return {row.requirement_id: (row.state, row.method, row.pack_version, row.since_at, row.carried) for row in rows}


def test_what_pupils_reached_themselves_meanwhile_stays_reached(office: AdminOffice) -> None:
    set_up_class(office, "FI-R1", "FI-R9")
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "FI-R8"})
    with teacher_of_class(office) as (teacher, page):
        form = teacher.get(f"{page.path}/attestations").form("form#mark")
        teacher.submit(form, what="confirmed:FI-R8", everybody="yes")
    office.sign_in()
    go_back(office)
    assert statuses(office)["FI-R8"][0] == "confirmed"


def test_going_back_takes_no_statement_for_each_pupil(office: AdminOffice) -> None:
    """Ten thousand pupils must not hold the one who writes for as many statements."""
    set_up_class(office, "FI-R9")
    few, many = (statements_of_going_back(office, pupils) for pupils in (3, 150))
    assert many == few
    with office.school.database.reading() as db:
        table = RequirementStatus.__table__
        rows = db.execute(select(table.c.requirement_id, table.c.carried)).all()
    assert [tuple(row) for row in rows] == 150 * [("FI-R9", None)]


def statements_of_going_back(office: AdminOffice, pupils: int) -> int:
    """What going back takes where so many pupils have what was carried over, and have done nothing since."""
    counted: list[str] = []
    table, before = RequirementStatus.__table__, current_version(office)
    with office.school.database.transaction() as db:
        one = db.execute(select(table)).mappings().first()
        assert one
        known = set(db.execute(select(table.c.person_id)).scalars())
        others = {f"person-{number}" for number in range(pupils - 1)} - known
        db.execute(insert(table), [{**one, "person_id": person} for person in sorted(others)])
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "FI-R8"})
    with office.school.database.transaction() as db:
        event.listen(db, "before_cursor_execute", lambda *call: counted.append(call[2]))
        assert go_back_to(db, store.PackStore(registry()), PACK_ID, before)
    return len(counted)


def set_up_overlay(office: AdminOffice, grade_of_overlay: str) -> None:
    """A class of grade 8 with a pupil who has reached FI-R9, and the town's additions with another grade."""
    set_up_class(office, "FI-R9")
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=8))
        files = additions(overlay=("FI-R8: 8", grade_of_overlay))
        overlay = read_overlay_bytes(files, office.school.packs["FI"], registry()).overlay
        assert overlay
        overlay_store.save_overlay(db, "town", files, overlay)


WITH_OVERLAY = pytest.mark.parametrize(("grade_of_overlay", "lowered"), [("FI-R9: 8", True), ("FI-R8: 8", False)])


@WITH_OVERLAY
def test_what_would_fall_is_counted_as_the_organisations_overlay_has_it(
    office: AdminOffice, grade_of_overlay: str, lowered: bool
) -> None:
    set_up_overlay(office, grade_of_overlay)
    asked = load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history"})
    assert ("1–4 pupils would drop" in asked.main_text) is lowered
    if lowered:
        load(office, asked, **{"becomes-FI-R9": "history", "word": "9.0.0"})
        assert [version.endswith("+jarvela.1.0.0") for version in kept_versions(office)] == [True]


@WITH_OVERLAY
def test_the_comparison_of_two_versions_counts_what_would_fall_with_the_overlay_too(
    office: AdminOffice, folder_without_r9: str, grade_of_overlay: str, lowered: bool
) -> None:
    set_up_overlay(office, grade_of_overlay)
    done = CliRunner().invoke(app, ["packs", "compare", PACK_ID, folder_without_r9])
    assert done.exit_code == 0, done.output
    assert ("1 pupil would have a lower figure." in done.output) is lowered
    assert ("Nobody loses anything" in done.output) is not lowered
