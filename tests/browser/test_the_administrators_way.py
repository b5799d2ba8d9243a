"""From the first link to a connected platform, a loaded pack and schools: the administrator's way, in two languages."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.beforehand import has_come
from tests.browser.conftest import Demo
from tests.browser.looks import Axe, fits
from tests.browser.person import Person
from tests.browser.presses import PressCounter
from tests.browser.test_connecting_a_platform import connects_and_teaches, enters
from tests.browser.test_the_whole_way import FINLAND, OpenPage, pack, pupil
from tests.crash.processes import ROOT

COUNTRY = {"fi": "FI", "da": "DK"}
LINES = "0123;Järvikoulu;Oppilaanohjaus*\n0200;Søskolen;*9.A*;*job*\n"


def speaks(page: Page, lang: str) -> None:
    page.locator(f"form.languages button[value={lang}]").click()
    expect(page.locator("html")).to_have_attribute("lang", lang)


def says_who(page: Page, demo: Demo, lang: str) -> None:
    """Step 1: country, name, language."""
    page.goto(f"{demo.tool}/admin/organisation")
    page.locator("#name").fill("Järvelä – Søby")
    page.locator(f"[name=country][value={COUNTRY[lang]}]").check()
    page.locator("#lang").select_option(lang)
    page.locator("form[data-next] button").click()
    page.wait_for_url("**/admin")
    expect(page.locator("h1")).to_have_text("Järvelä – Søby")


def newer(folder: str, version: str) -> bytes:
    """A zip of a national pack with a higher version and another word in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in sorted(path for path in (ROOT / "content" / folder).rglob("*") if path.suffix in {".yaml", ".svg"}):
            text = path.read_text(encoding="utf-8")
            if path.name == "pack.yaml":
                text = text.replace('version: "1.', f'version: "{version}.')
            if path.name.endswith("-10.yaml"):
                text = re.sub("^minutes: .*$", "minutes: 44", text, count=1, flags=re.MULTILINE)
            archive.writestr(f"{folder}/{path.relative_to(ROOT / 'content' / folder)}", text)
    return content.getvalue()


def loads(page: Page, demo: Demo, lang: str) -> None:
    """Step 3: a zip is checked, the change is told, one yes loads it."""
    folder, version = {"fi": ("finland", "70"), "da": ("denmark", "71")}[lang]
    page.goto(f"{demo.tool}/admin/packs")
    page.locator("#zip").set_input_files(
        {"name": "p.zip", "mimeType": "application/zip", "buffer": newer(folder, version)}
    )
    page.locator("form[data-busy] button").click()
    page.wait_for_url("**/admin/packs/uploads/*")
    expect(page.locator("main")).to_contain_text("44")
    page.locator("form[data-next] button").click()
    page.wait_for_url("**/admin/packs*")
    expect(page.locator("main")).to_contain_text(f"{version}.")


def maps(page: Page, demo: Demo, counter: PressCounter) -> None:
    """Step 4: lines, the preview, the yes."""
    page.goto(f"{demo.tool}/admin/schools")
    counter.start_task("connects courses to schools")
    page.locator("#lines").fill(LINES)
    counter.follow(page, "form[data-next] button")
    expect(page.locator("main")).to_contain_text("Järvikoulu")
    counter.follow(page, "form[data-next] button")
    page.wait_for_url("**/admin/schools")
    page.goto(f"{demo.tool}/admin")
    row = page.locator(".school-figures tr", has_text="Järvikoulu")
    expect(row.locator("td").first).not_to_have_text("0")


@pytest.mark.parametrize("lang", ["fi", "da"])
def test_an_administrator_goes_all_the_way(
    lang: str, opened: OpenPage, demo: Demo, axe: Axe, record_property: Callable[[str, object], None]
) -> None:
    _, number = pupil(demo, FINLAND, 20)
    has_come(demo, FINLAND, number).close()
    page = enters(opened, demo)
    speaks(page, lang)
    says_who(page, demo, lang)
    if lang == "fi":
        connects_and_teaches(opened, demo, page)
    loads(page, demo, lang)
    counter = PressCounter()
    maps(page, demo, counter)
    record_property("presses", f"{lang} {counter.lines()[0]}")
    assert counter.above_the_design() == []
    states = page.locator(".setup .state").all()
    assert "not_started" not in " ".join(str(one.get_attribute("class")) for one in states)
    for path in ("", "/organisation", "/packs", "/schools", "/self-test", "/privacy"):
        page.goto(f"{demo.tool}/admin{path}")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page), (path, width)
        assert axe(page) == [], path


def test_the_platforms_administrator_asks_in_the_frame_and_comes_in_by_a_window(opened: OpenPage, demo: Demo) -> None:
    office, page = enters(opened, demo), opened(viewport={"width": 1280, "height": 900})
    frame = Person(demo, page, pack("finland")).opens("1", "2", "fi-8b")
    frame.goto(f"{demo.tool}/administrators")
    frame.locator("form[data-next] button").click()
    expect(frame.locator(".notice.info")).to_have_count(1)
    office.goto(f"{demo.tool}/admin/organisation")
    office.locator("#people form[action$='/approve'] button").click()
    office.wait_for_url("**/admin/organisation*")
    frame.goto(f"{demo.tool}/administrators")
    with page.context.expect_page() as window:
        frame.locator("form[data-next] button").click()
    window.value.locator("main form button").click()
    window.value.wait_for_url("**/admin")
    expect(window.value.locator(".setup li")).to_have_count(6)
