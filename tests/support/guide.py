"""What docs/packs.md shows an author: the example of each kind of card, as the lesson of a country that has no pack."""

import re
from datetime import date
from pathlib import Path

from careered.packs.scaffold import plan_scaffold, write_scaffold

GUIDE = Path(__file__).parents[2] / "docs" / "packs.md"
EXAMPLE = re.compile(r"^```yaml\n(- id: .*?)^```", re.M | re.S)
LESSON = """\
id: is-1
title: {en: "Every kind of card"}
summary: {en: "You try each of them."}
grade: 9
minutes: 10
requirements: [IS-R1]
status: full
cover: {file: way, alt: {en: "A path that parts in three."}}
parts:
  - cards:
"""


def examples() -> list[str]:
    """The examples of cards in the guide, in its order, as they stand there."""
    return EXAMPLE.findall(GUIDE.read_text(encoding="utf-8").partition("### Every kind of card")[2])


def write_pack_of_the_guide(folder: Path, address: str = "https://portal.example/") -> None:
    """`packs new` in a folder, the address of its service, and the guide's examples as its lesson."""
    write_scaffold(folder, plan_scaffold("IS", ["en"]), date(2026, 11, 29))
    services = folder / "services.yaml"
    services.write_text(services.read_text().replace("{en: null}", f'{{en: "{address}"}}' if address else "{en: null}"))
    routes = re.search(r"^```yaml\n(education_map:.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert routes
    (folder / "routes.yaml").write_text(routes[1], encoding="utf-8")
    lines = [f"      {line}" for example in examples() for line in example.splitlines()]
    (folder / "lessons" / "is-1.yaml").write_text(LESSON + "\n".join(lines) + "\n", encoding="utf-8")
