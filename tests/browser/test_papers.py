"""Evidence sheets and letters home on a phone: read downwards, nothing to push sideways."""

from typing import Any

import pytest

from careered.reports.evidence_sheet import evidence_sheet
from careered.reports.letter_home import letter_home
from careered.reports.papers import papers_file
from careered.reports.table import ReportTable, as_html
from careered.web.static import assets
from tests.browser.looks import PHONE, fits
from tests.browser.test_the_whole_way import OpenPage
from tests.reports.test_evidence_and_letter import IN_JUNE, paper_of


@pytest.mark.parametrize("build", [evidence_sheet, letter_home])
def test_a_paper_is_as_wide_as_the_phone_that_it_is_read_on(opened: OpenPage, build: Any) -> None:
    page = opened()
    page.set_content(papers_file([paper_of("denmark", "da", build)], "9.b").decode())
    assert fits(page)
    assert page.locator(".papers").evaluate("papers => papers.scrollWidth <= papers.clientWidth")


def test_on_a_phone_each_part_of_the_evidence_says_what_it_is(opened: OpenPage) -> None:
    """Seen on a phone: “På vej”, “I opgaverne”, “På vej” one below the other, without the heads of the columns."""
    page = opened()
    page.set_content(papers_file([paper_of("denmark", "da", evidence_sheet, IN_JUNE)], "9.b").decode())
    cells = page.locator(".evidence tr:has(> th[scope=row])").first.locator("td[data-head]:not(.none)")
    before = "cells => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    said = [str(one).replace('"', "").split(":")[0] for one in cells.evaluate_all(before)]
    assert said == ["Det lavede eleven", "Hvornår", "Sådan ved vi det", "Forslag"]
    page.set_viewport_size({"width": 1280, "height": 900})
    assert set(cells.evaluate_all(before)) == {"none"}


def test_a_letter_on_a_page_looks_as_in_its_file_and_says_each_address_once(opened: OpenPage) -> None:
    page = opened()
    file = papers_file([paper_of("finland", "sv", letter_home)], "9B").decode()
    page.set_content(file.replace("<style>", f"<style>{assets()['app.css'].plain.decode()}</style><style>"))
    page.emulate_media(media="print")
    assert page.locator(".letter section ul").first.evaluate("list => getComputedStyle(list).paddingLeft") == "0px"
    after = "links => links.map((link) => getComputedStyle(link, '::after').content)"
    assert page.locator(".paper a").evaluate_all(after) == ["none"] * 3


STAFF_PAGE = """<style>{}</style><body class="staff"><div class="head"><span class="crumb place"><h1>9B</h1></span>
<nav class="tabs">Tabs</nav></div><main><p><form class="go"><button class="link">Back</button></form></p>
<h1>Figures of</h1><table><tr><th><form class="go"><button class="link"><span>Birkeskov Skole</span></button>
</form></th></tr></table><form class="go"><button class="button quiet">Next</button></form>
<div class="scroll"><p>All of it</p></div></main></body>"""


def test_a_printed_page_of_staff_says_whose_it_is_and_keeps_the_names_that_can_be_pressed(opened: OpenPage) -> None:
    """Seen on pictures: the grid without its class, a leader's page without its school, figures without schools."""
    page = opened()
    sheets = "".join(assets()[name].plain.decode() for name in ("app.css", "workplace.css", "grid.css", "panel.css"))
    page.set_content(STAFF_PAGE.format(sheets))
    page.emulate_media(media="print")
    shown = {
        text: page.get_by_text(text).is_visible()
        for text in ("9B", "Birkeskov Skole", "Tabs", "Back", "Next", "All of it")
    }
    assert shown == {
        "9B": True,
        "Birkeskov Skole": True,
        "Tabs": False,
        "Back": False,
        "Next": False,
        "All of it": True,
    }
    assert page.locator(".scroll").evaluate("box => getComputedStyle(box).overflowX") == "visible"


def test_a_wide_table_on_a_phone_fades_at_its_edge_and_its_end_comes_out_of_it(opened: OpenPage) -> None:
    """Seen on a phone: a leader's table ended in the middle of a column, as if that were all."""
    cells = "".join(f"<td>Column {number}</td>" for number in range(20))
    page = opened(viewport=PHONE)
    sheet = assets()["app.css"].plain.decode() + ".scroll { overflow-x: auto }"
    box = f"<div class='scroll' tabindex='0'><table><tr>{cells}</tr></table></div>"
    page.set_content(f"<style>{sheet}</style><main>{box}</main>")
    found = page.locator(".scroll")
    assert "gradient" in found.evaluate("box => getComputedStyle(box).maskImage")
    found.evaluate("box => box.scrollLeft = box.scrollWidth")
    ends = "box => [box, box.querySelector('td:last-child')].map((one) => one.getBoundingClientRect().right)"
    edge, last = found.evaluate(ends)
    assert edge - last >= 24
    page.keyboard.press("Tab")
    assert found.evaluate("box => getComputedStyle(box).maskImage") == "none"  # or the frame of the focus would fade


def test_on_a_phone_no_figure_of_a_leaders_table_shows_beside_the_name_of_a_class(opened: OpenPage) -> None:
    """Seen in the table scrolled to its end: figures went by to the left of the names."""
    page = opened(viewport=PHONE)
    sheet = "".join(assets()[name].plain.decode() for name in ("app.css", "workplace.css", "leader.css"))
    row = "<tr><th>9A</th>" + "<td>50 %</td>" * 12 + "</tr>"
    box = f"<div class='scroll' tabindex='0'><table class='shares'><tbody>{row}</tbody></table></div>"
    page.set_content(f"<style>{sheet}</style><body class='staff leader'><main>{box}</main>")
    found = page.locator(".scroll")
    found.evaluate("box => box.scrollLeft = box.scrollWidth")
    ends = "box => [box, box.querySelector('th')].map((one) => one.getBoundingClientRect().left)"
    edge, name = found.evaluate(ends)
    assert name - edge < 1


def test_a_leader_changes_the_language_on_a_phone_whatever_the_school_is_called(opened: OpenPage) -> None:
    page = opened(viewport=PHONE)
    sheet = "".join(assets()[name].plain.decode() for name in ("app.css", "workplace.css", "leader.css"))
    name = "Korkeamäen ja Hiltusenlahden yhtenäinen peruskoulu"
    buttons = "".join(f"<button>{code}</button>" for code in ("FI", "SV", "DA", "EN"))
    head = f"<div class='head'><span class='crumb place'><h1><bdi>{name}</bdi> <small>7</small></h1></span>"
    languages = f"<div class='end'><form class='languages'>{buttons}</form></div></div>"
    page.set_content(f"<style>{sheet}</style><body class='staff leader'>{head}{languages}<main></main>")
    assert fits(page)
    for code in ("FI", "EN"):
        box = page.get_by_text(code, exact=True).bounding_box()
        assert box
        assert box["x"] + box["width"] <= PHONE["width"]


def test_a_leader_reads_in_a_platforms_column_how_many_classes_the_figures_are_of(opened: OpenPage) -> None:
    page = opened(viewport={"width": 900, "height": 600})
    sheet = "".join(assets()[name].plain.decode() for name in ("app.css", "workplace.css", "leader.css"))
    head = "<div class='head'><h1><bdi>Järvikoulu</bdi> <small>7 luokkaa</small></h1></div>"
    page.set_content(f"<style>{sheet}</style><body class='staff leader'>{head}<main></main>")
    assert page.get_by_text("7 luokkaa").is_visible()


def test_on_a_phone_the_name_stays_beside_the_last_column_of_a_schools_figures(opened: OpenPage) -> None:
    """Seen in the table scrolled to its end: numbers, and nothing said of what."""
    page = opened(viewport=PHONE)
    sheet = "".join(assets()[name].plain.decode() for name in ("app.css", "admin.css"))
    row = "<tr><th>Ammattitieto</th>" + "<td>1234567</td>" * 12 + "</tr>"
    box = f"<div class='scroll' tabindex='0'><table class='school-figures'><tbody>{row}</tbody></table></div>"
    page.set_content(f"<style>{sheet}</style><main>{box}</main>")
    page.locator(".scroll").evaluate("box => box.scrollLeft = box.scrollWidth")
    assert page.locator("th").evaluate("name => name.getBoundingClientRect().left") >= 0


@pytest.mark.parametrize("columns", [4, 9, 16])
def test_a_table_of_long_names_fits_its_sheet_and_a_phone(opened: OpenPage, columns: int) -> None:
    name = "Korkeamäki-Hiltunen Kerttu-Alexandra Maximiliana"
    headings = ["Oppilas", *("Tutustumiskäynti" for _ in range(columns - 1))]
    table = ReportTable("fi", "Luokan tilanne", [], headings, [[name, *["12.11.2026"] * (columns - 1)]])
    page = opened()
    page.set_content(as_html(table).decode())
    assert fits(page)
    page.add_style_tag(content="main { display: grid; }")  # as on careered's own page to print
    assert fits(page)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 700})  # a sheet of A4 on its side, between the margins
    assert fits(page)


@pytest.mark.parametrize("width", [900, 1280])
def test_on_a_screen_a_class_of_twelve_columns_is_seen_to_its_last(opened: OpenPage, width: int) -> None:
    """Seen at both widths: what is proposed for the certificate was cut behind the edge."""
    requirements = [f"{name}\nT8 · S5 · L5" for name in ("Opinto\u00adpolku", "Ulkomaat", "Lähde\u00adkritiikki") * 3]
    visits = ["TET-jakso", "Hlökoht. ohjaus", "Tutustu\u00admis\u00adkäynti"]
    headings = ["Oppilas", "Valmis", "Yht.", *requirements, *visits, "Ehdotus"]
    days = ["26.10.2026 –\n30.10.2026", "17.11.2026", "5.11.2026"]
    row = ["Aada Ahonen", "7", "9", *["Opettajan vahvistama\n10.11.2026"] * 9, *days, "Hyvällä alulla"]
    page = opened(viewport={"width": width, "height": 800})
    page.set_content(as_html(ReportTable("fi", "Luokan tilanne", [], headings, [row])).decode())
    assert page.locator(".report.dense .scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
