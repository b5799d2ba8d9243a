"""A page that needs nothing else: saved, sent, opened offline, printed. Its style is inside, unlike our pages."""

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
<h1>{title}</h1>
{body}
</main>
</body>
</html>
""")


def standalone_page(lang: str, title: str, style: Markup, body: Markup) -> bytes:
    """The whole page, in UTF-8. style: a style sheet of ours; body: what follows the title, escaped already."""
    return _PAGE.format(lang=lang, title=title, style=style, body=body).encode()
