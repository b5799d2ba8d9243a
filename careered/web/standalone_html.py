"""A self-contained page to save, send, open offline or print: its style sheet is inline, unlike in our pages."""

from markupsafe import Markup

_PAGE = Markup("""\
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
{body}
</main>
</body>
</html>
""")


def standalone_page(lang: str, title: str, style: Markup, body: Markup) -> bytes:
    """The page as UTF-8. style: a style sheet; body: what is in it, with its heading, already escaped."""
    return _PAGE.format(lang=lang, title=title, style=style, body=body).encode()
