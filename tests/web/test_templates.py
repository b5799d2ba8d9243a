"""Templates as whoever edits them sees them."""

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MAX_LINE = 160


def test_whoever_reads_a_template_sees_whole_lines() -> None:
    templates = [*(ROOT / "careered").rglob("templates/**/*.html"), *(ROOT / "demo_platform").rglob("templates/*.html")]
    assert len(templates) > 80
    too_long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > MAX_LINE
    ]
    assert too_long == []
