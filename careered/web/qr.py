"""QR codes, drawn here: no page asks another site for one."""

import io
from functools import lru_cache

from markupsafe import Markup


@lru_cache(256)
def qr(url: str) -> Markup:
    """A QR code as SVG, for print and walls (error correction M: 15 % may be damaged). Slow to draw, so it is kept."""
    import segno  # with the first code: a server's start does not wait for it

    svg = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        svg, kind="svg", border=2, xmldecl=False, svgns=True, scale=1, omitsize=True
    )
    return Markup(svg.getvalue().decode().strip())  # noqa: S704 - drawn by segno, from squares
