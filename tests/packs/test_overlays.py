"""A municipality adds its own to a national pack; the nation's pack stays the nation's."""

from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.load import read_pack, read_pack_bytes
from careered.packs.models import Pack
from careered.packs.overlay import read_overlay, read_overlay_bytes
from careered.packs.overlay_merge import apply_overlay, unapplied_files
from tests.support.additions import additions

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def national_pack() -> Pack:
    pack = read_pack(CONTENT / "finland", registry()).pack
    assert pack
    return pack


def problems_of(files: dict[str, bytes], nation: Pack | None) -> list[str]:
    result = read_overlay_bytes(files, nation, registry())
    assert (result.overlay is None) == bool(result.problems)
    return [f"{problem.file}:{problem.line} {problem.code}" for problem in result.problems]


def test_additions_that_are_in_order_lie_over_the_pack(national_pack: Pack) -> None:
    assert problems_of(additions(), national_pack) == []
    local = apply_overlay(additions(), national_pack, registry())
    assert (local.id, local.version) == (national_pack.id, f"{national_pack.version}+jarvela.1.0.0")
    assert [lesson.id for lesson in local.lessons][-1] == "jarvela-1"
    assert local.lessons[:-1] == national_pack.lessons
    assert local.service("jarvela-ohjaamo")
    assert local.requirement("FI-R8").by_grade == 8  # type: ignore[union-attr]
    assert national_pack.requirement("FI-R8").by_grade == 9  # type: ignore[union-attr]
    assert national_pack.lesson("jarvela-1") is None


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("overlay", "extends: fi-basic-7-9", "extends: fi-basic", "overlay.yaml:4 unknown_reference"),
        ("overlay", "FI-R8: 8", "FI-R88: 8", "overlay.yaml:6 unknown_reference"),
        ("overlay", "FI-R8: 8", "FI-R8: 3", "overlay.yaml:6 unknown_grade"),
        ("overlay", "id: jarvela", "id: ja.rvela", "overlay.yaml:2 bad_id"),
        ("overlay", "overlay_format: 1", "overlay_format: 2", "overlay.yaml:1 unknown_word"),
        ("overlay", 'version: "1.0.0"', "version: 1", "overlay.yaml:3 wrong_type"),
        ("lesson", "[FI-R3]", "[FI-R33]", "lessons/jarvela-1.yaml:6 unknown_reference"),
        ("lesson", "jarvela-ohjaamo", "jarvela-ohjamo", "lessons/jarvela-1.yaml:16 unknown_reference"),
        ("lesson", "id: jarvela-1-read", "id: fall-for", "lessons/jarvela-1.yaml:9 duplicate_id"),
        ("lesson", "grade: 8", "grade: 4", "lessons/jarvela-1.yaml:4 unknown_grade"),
        ("services", "id: jarvela-ohjaamo", "id: ohjaamo", "services.yaml:2 duplicate_id"),
        ("sources", "id: jarvela", "id: oph-old", "sources.yaml:2 duplicate_id"),
        ("lesson", ', en: "Read"', "", "lessons/jarvela-1.yaml:11 missing_language"),
    ],
)
def test_what_does_not_fit_is_told_by_its_line(
    file: str, old: str, new: str, problem: str, national_pack: Pack
) -> None:
    assert problem in problems_of(additions(**{file: (old, new)}), national_pack)


@pytest.mark.parametrize("name", ["requirements.yaml", "framework.yaml", "pack.yaml", "more.yaml", "../x.yaml"])
def test_what_only_the_nation_decides_cannot_be_added(name: str, national_pack: Pack) -> None:
    assert problems_of({**additions(), name: b"a: 1"}, national_pack)


def test_without_overlay_yaml_or_its_pack_there_is_nothing_to_lay(national_pack: Pack) -> None:
    files = additions()
    assert problems_of(files, None) == ["overlay.yaml:4 unknown_reference"]
    del files["overlay.yaml"]
    assert "overlay.yaml:1 missing_file" in problems_of(files, national_pack)


def test_only_grades_can_be_changed_too(national_pack: Pack) -> None:
    files = {"overlay.yaml": additions()["overlay.yaml"]}
    assert problems_of(files, national_pack) == []
    assert apply_overlay(files, national_pack, registry()).lessons == national_pack.lessons


def test_a_later_national_version_wins_and_only_what_no_longer_fits_is_left_out(national_pack: Pack) -> None:
    files = dict(read_pack(CONTENT / "finland", registry()).files)
    services = files["services.yaml"].decode().replace("id: tet-tori", "id: jarvela-ohjaamo")
    requirements = files["requirements.yaml"].decode().replace("tet-tori", "jarvela-ohjaamo")
    changed = {"services.yaml": services, "requirements.yaml": requirements}
    later = read_pack_bytes({**files, **{name: text.encode() for name, text in changed.items()}}, registry()).pack
    assert later
    assert unapplied_files(additions(), later, registry()) == ["services.yaml"]
    local = apply_overlay(additions(), later, registry())
    assert local.lesson("jarvela-1")
    assert local.service("jarvela-ohjaamo") == later.service("jarvela-ohjaamo")
    assert unapplied_files(additions(), national_pack, registry()) == []


def test_a_folder_is_read_as_the_command_reads_it(tmp_path: Path, national_pack: Pack) -> None:
    for name, content in additions().items():
        path = tmp_path / "town" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    requested_ids: list[str] = []

    def find(pack_id: str) -> Pack:
        requested_ids.append(pack_id)
        return national_pack

    assert read_overlay(tmp_path / "town", find, registry()).overlay
    assert requested_ids == [national_pack.id]


def test_other_grades_alone_make_another_pack(national_pack: Pack) -> None:
    """What is kept in memory by a pack's content must not be taken for that of before."""
    earlier = apply_overlay(additions(), national_pack, registry())
    later = apply_overlay(additions(overlay=("{FI-R8: 8}", "{FI-R7: 8}")), national_pack, registry())
    assert earlier.content_hash != later.content_hash
