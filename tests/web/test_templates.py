"""Templates as whoever edits them sees them."""

import re
from pathlib import Path

import jinja2
from jinja2 import nodes

ROOT = Path(__file__).parent.parent.parent
MAX_LINE = 160


def test_whoever_reads_a_template_sees_whole_lines() -> None:
    templates = [path for folder in ("careered", "demo_platform") for path in (ROOT / folder).rglob("*.html")]
    assert len(templates) > 100
    too_long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > MAX_LINE
    ]
    assert too_long == []


def fragments() -> list[tuple[Path, str]]:
    """Template and block of every fragment that a view renders alone."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "careered").rglob("*.py")]
    found = {pair for source in sources for pair in re.findall(r'"([\w/]+\.html)",\s+block="(\w+)"', source)}
    assert len(found) == sum(len(re.findall(r"\bblock=\"", source)) for source in sources)
    return sorted((next((ROOT / "careered").rglob(f"templates/{name}")), block) for name, block in found)


def bound_names(node: nodes.Node) -> set[str]:
    """What imports, macros and assignments directly below a node bind."""
    imports = {one.target for one in node.find_all(nodes.Import)}
    stored = {one.name for one in node.find_all(nodes.Name) if one.ctx == "store"}
    return imports | stored | {one.name for one in node.find_all(nodes.Macro)}


def test_a_block_that_is_refreshed_alone_has_all_it_needs_inside() -> None:
    """Seen on a real platform (2): "Check the connection" ended in server_error, for a name imported outside."""
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    missing = []
    for path, block_name in fragments():
        tree = environment.parse(path.read_text(encoding="utf-8"))
        (block,) = [block for block in tree.find_all(nodes.Block) if block.name == block_name]
        used = {name.name for name in block.find_all(nodes.Name) if name.ctx == "load"}
        outside = used & bound_names(tree) - bound_names(block)
        missing += [f"{path.relative_to(ROOT)}:{block_name}: {name}" for name in sorted(outside)]
    assert missing == []
