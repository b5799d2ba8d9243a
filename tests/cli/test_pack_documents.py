"""What is written from the packs into docs/ is as the packs are."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from careered.cli import app

ROOT = Path(__file__).parents[2]
COUNTRIES = ("denmark", "finland")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("document", ["coverage", "live-pages"])
def test_a_reader_of_the_docs_finds_what_holds_of_todays_pack(document: str, country: str) -> None:
    written = CliRunner().invoke(app, ["packs", document, str(ROOT / "content" / country)])
    kept = ROOT / "docs" / f"{document}-{country}.md"
    assert written.exit_code == 0
    mend = f"careered packs {document} content/{country} --out docs/{kept.name}"
    assert written.stdout == kept.read_text(encoding="utf-8"), mend


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_live_pages_of_a_country_can_be_looked_at_in_an_hour(country: str) -> None:
    (minutes,) = re.findall(r"about\s+(\d+) minutes", (ROOT / "docs" / f"live-pages-{country}.md").read_text())
    assert int(minutes) <= 60


def test_a_service_that_is_gone_is_looked_for_by_nobody() -> None:
    text = (ROOT / "docs" / "live-pages-finland.md").read_text(encoding="utf-8")
    assert "## Ohjaamo" in text
    assert "National study advice line" not in text


def test_an_author_who_asks_for_a_language_that_the_pack_lacks_is_told_which_it_has() -> None:
    refused = CliRunner().invoke(app, ["packs", "coverage", str(ROOT / "content" / "denmark"), "--lang", "fi"])
    assert refused.exit_code == 1
    assert "dk-grundskole-7-9 is not available in fi, only in da, en." in refused.output


def test_an_author_can_have_the_table_written_to_a_file_in_the_packs_own_language(tmp_path: Path) -> None:
    out = tmp_path / "coverage.md"
    arguments = ["packs", "coverage", str(ROOT / "content" / "denmark"), "--lang", "da", "--out", str(out)]
    assert CliRunner().invoke(app, arguments).stdout == f"{out}\n"
    assert "| KV3 Kollektiv vejledning: UddannelsesGuiden (ug.dk) og eVejledning * |" in out.read_text(encoding="utf-8")
