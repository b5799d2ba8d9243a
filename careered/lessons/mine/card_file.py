"""The card as one web page that needs nothing else: saved, sent to oneself, opened offline, printed."""

from pathlib import Path

from markupsafe import Markup

from careered.lessons.mine.card import Card
from careered.web import pages

_STYLE = Markup((Path(__file__).parent / "card.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
_FRAME = Markup("""\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
""")


def as_page(card: Card) -> bytes:
    """The page, in UTF-8. Its style is in it, which no page of ours may do: this one is opened without careered."""
    body = pages.environment(card.lang).get_template("mine/card_body.html").render(card=card, level=2)
    return _FRAME.format(lang=card.lang, title=card.title, style=_STYLE, body=Markup(body)).encode()  # noqa: S704
