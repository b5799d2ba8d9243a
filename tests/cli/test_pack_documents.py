"""What is written from the packs into docs/ is as the packs are."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from careered.cli import app

ROOT = Path(__file__).parents[2]
COUNTRIES = ("denmark", "finland")


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_reader_of_the_docs_finds_the_coverage_of_todays_pack(country: str) -> None:
    written = CliRunner().invoke(app, ["packs", "coverage", str(ROOT / "content" / country)])
    kept = ROOT / "docs" / f"coverage-{country}.md"
    assert written.exit_code == 0
    assert written.stdout == kept.read_text(encoding="utf-8"), f"careered packs coverage content/{country} --out {kept}"


def test_an_author_who_asks_for_a_language_that_the_pack_lacks_is_told_which_it_has() -> None:
    refused = CliRunner().invoke(app, ["packs", "coverage", str(ROOT / "content" / "denmark"), "--lang", "fi"])
    assert refused.exit_code == 1
    assert "dk-grundskole-7-9 has no fi; it has da, en." in refused.output


def test_an_author_can_have_the_table_written_to_a_file_in_the_packs_own_language(tmp_path: Path) -> None:
    out = tmp_path / "coverage.md"
    arguments = ["packs", "coverage", str(ROOT / "content" / "denmark"), "--lang", "da", "--out", str(out)]
    assert CliRunner().invoke(app, arguments).stdout == f"{out}\n"
    assert "| KV3 Kollektiv vejledning: UddannelsesGuiden (ug.dk) og eVejledning * |" in out.read_text(encoding="utf-8")
