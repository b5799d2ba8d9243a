"""Group packs of the corpus, both ways: uploaded by an administrator, and given to the command line."""

from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from typer.testing import CliRunner

from careered.cli import app
from careered.packs.tables import PackUpload, PackVersion
from tests.admin.conftest import AdminOffice, office
from tests.corpus.pack_cases import CASES, Files, PackCase, pack, zipped
from tests.corpus.test_corpus import published_cases
from tests.support.people import Browser
from tests.support.school import activities_of, pupils_of

__all__ = ["office"]
COVERED_ELSEWHERE = {"PACK-17", "PACK-23", "PACK-24", "PACK-25"}
RUNNER = CliRunner()


def upload(office: AdminOffice, files: Files, *, is_zip: bool = True) -> Response:
    """Upload as the page's form does: one zip, or the folder's files."""
    page = office.browser.get("/admin/packs")
    form = page.form("form[enctype]")
    upload = files if is_zip else {"pack.zip": zipped({f"pack/{name}": text for name, text in files.items()})}
    body = [("files", (name, content, "application/octet-stream")) for name, content in upload.items()]
    return office.browser.tool.post("/admin/packs", data=dict(form.fields), files=body)


def count_stored(office: AdminOffice) -> tuple[int, int]:
    """How many packs and uploads the database holds."""
    with office.school.database.reading() as db:
        tables = (PackVersion.__table__, PackUpload.__table__)
        return tuple(db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)  # type: ignore[return-value]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_uploaded_pack_gets_its_answer_and_nothing_is_kept(case: PackCase, office: AdminOffice) -> None:
    office.sign_in()
    before = count_stored(office)
    answer = upload(office, case.files(), is_zip=case.is_zip)
    assert (answer.status_code, answer.headers.get("careered-code")) == (case.status, case.code)
    assert f'data-code="{case.code}"' in answer.text
    assert count_stored(office) == before


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_command_says_the_same_and_loads_nothing(
    case: PackCase, office: AdminOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAREERED_DATABASE_URL", office.school.settings.database_url)
    monkeypatch.setenv("CAREERED_BASE_URL", office.school.settings.base_url)
    monkeypatch.setenv("CAREERED_SECRET_KEY", "for tests only: forty characters or more")
    before = count_stored(office)
    done = RUNNER.invoke(app, ["packs", "load", str(write_case(case, tmp_path))])
    assert done.exit_code == 1
    assert ("zip_unsafe" if case.status == 413 else case.code) in done.output
    assert count_stored(office) == before


def write_case(case: PackCase, folder: Path) -> Path:
    """The case on a disk: a folder, or a zip."""
    for name, content in case.files().items():
        path = folder / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "pack" / "pack.zip" if case.is_zip else folder / "pack"


def test_the_published_cases_about_packs_are_here() -> None:
    cases_by_id = {case.id: case for case in CASES}
    for row in published_cases():
        if row["group"] != "packs" or row["id"] in COVERED_ELSEWHERE:  # type: ignore[index,operator]
            continue
        expected = row["expect"]  # type: ignore[index]
        assert cases_by_id[row["id"]].status == expected["status"], row  # type: ignore[index]
        assert expected["code"] in {None, cases_by_id[row["id"]].code}, row  # type: ignore[index]


def test_pack_16_a_byte_order_mark_is_no_fault(office: AdminOffice) -> None:
    office.sign_in()
    files = pack()
    answer = upload(office, {**files, "services.yaml": b"\xef\xbb\xbf" + files["services.yaml"]}, is_zip=False)
    assert answer.status_code == 303


def test_pack_17_markdown_that_would_do_something_is_shown_harmless(office: AdminOffice) -> None:
    office.sign_in()
    covers = (
        b"covers:\n  fi: |\n    <script>alert(1)</script> [x](javascript:alert(1)) ![y](https://far.example/y.png)\n"
    )
    files = pack(pack=(b"covers:\n  fi: |\n", covers + b"    "))
    answer = upload(office, files, is_zip=False)
    if answer.status_code == 422:
        return
    shown = office.browser.get(answer.headers["location"])
    assert not shown.all("main script, main img, main iframe, main [onerror]")
    assert not [link for link in shown.all("main a") if "javascript" in str(link.attrs.get("href"))]


def test_pack_24_two_administrators_say_yes_at_once_and_one_hears_that_it_is_done(office: AdminOffice) -> None:
    office.sign_in()
    address = upload(office, pack(), is_zip=False).headers["location"]
    page = office.browser.get(address)
    first = office.browser.send(page.form("form[action$='/load']"))
    assert first.status_code == 303
    again = upload(office, pack(), is_zip=False).headers["location"]
    page = office.browser.get(again)
    second = office.browser.send(page.form("form[action$='/load']"))
    assert (second.status_code, second.headers["careered-code"]) == (409, "version_exists")


def test_pack_25_a_teacher_or_a_pupil_uploads_nothing(office: AdminOffice) -> None:
    at = office.school
    before = count_stored(office)
    for person in ("10", pupils_of(at.platform, "fi-8b")[0]):
        visitor = Browser.new(at)
        page = visitor.open(person, activities_of(at.platform, "fi-8b")[0])
        session = next(value for form in page.all("form input[name=session]") for value in [str(form.attrs["value"])])
        files = [("files", ("pack.zip", zipped(pack()), "application/zip"))]
        answer = visitor.tool.post("/admin/packs", data={"session": session}, files=files)
        assert (answer.status_code, answer.headers["careered-code"]) == (403, "not_allowed")
        visitor.close()
    assert count_stored(office) == before


def test_pack_25_another_countrys_pack_is_not_theirs_to_load(office: AdminOffice) -> None:
    office.sign_in()
    answer = upload(office, pack(pack=(b"country: FI", b"country: SE")), is_zip=False)
    assert (answer.status_code, answer.headers["careered-code"]) == (403, "not_allowed")


def test_an_upload_without_a_file_says_what_is_missing(office: AdminOffice) -> None:
    office.sign_in()
    answer = upload(office, {"": b""})
    assert (answer.status_code, answer.headers["careered-code"]) == (422, "answer_invalid")
