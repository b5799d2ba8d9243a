"""The headings of the grid's columns in a platform's column, where each has 42 px: they break where the pack says."""

import pytest

from careered.packs.requirements import OfflineActivity, Requirement
from careered.web.static import assets
from tests.browser.test_the_whole_way import OpenPage, pack

SHEETS = ("app.css", "workplace.css", "grid.css")
BROKEN = """() => [...document.querySelectorAll("thead a")].map((head) => {
  const text = head.firstChild, place = document.createRange(), lines = [];
  let at = null;
  for (let i = 0; i < text.length; i++) {
    place.setStart(text, i);
    place.setEnd(text, i + 1);
    const box = [...place.getClientRects()].at(-1);
    if (!box || !box.width) continue;
    if (at !== null && box.top - at > 3 && !/[\\s\\u00ad-]/.test(text.data[i - 1])) lines.push(text.data.slice(0, i));
    at = box.top;
  }
  return lines;
}).flat()"""
"""What stands before each break that is neither after a space nor at a hyphen."""


@pytest.mark.parametrize(("folder", "lang"), [("finland", "fi"), ("finland", "sv"), ("denmark", "da")])
@pytest.mark.parametrize("width", [900, 1280])
def test_no_heading_breaks_but_where_its_pack_says(opened: OpenPage, folder: str, lang: str, width: int) -> None:
    """Seen in a platform's column: “bygnin-g”, “Ansöka-n”, “Ammatt-itieto”."""
    known = pack(folder)
    columns: list[Requirement | OfflineActivity] = [*known.requirements, *known.offline_activities]
    heads = [(one.short or one.title).in_language(lang, known.default_language) for one in columns]
    cells = "".join(
        f'<th class="{"away" if number > 8 else ""}"><a>{head}</a></th>' for number, head in enumerate(heads)
    )
    cols = '<col class="c-who">' + '<col class="c-cell">' * len(heads) + "<col>"
    style = "".join(assets()[name].plain.decode() for name in SHEETS)
    page = opened(viewport={"width": width, "height": 600})
    page.set_content(
        f'<html lang="{lang}"><style>{style}</style><body class="staff"><table class="grid"><colgroup>{cols}</colgroup>'
        f"<thead><tr><th></th>{cells}<th></th></tr></thead></table></body></html>"
    )
    assert page.locator("thead a").count() == len(heads)
    assert page.evaluate(BROKEN) == []
