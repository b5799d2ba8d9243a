"""Titles in several languages at once, as Moodle's filters for multilingual content write them.

`<span lang="fi" class="multilang">…</span><span lang="sv" class="multilang">…</span>` (core filter), the older
`<lang lang="fi">…</lang>`, and `{mlang fi}…{mlang}{mlang sv}…{mlang}` (filter_multilang2). A site without the filter
sends them as they were typed.
"""

import re

_VERSION = re.compile(
    r"""<(?P<tag>span|lang)\s(?=[^>]*\blang\s*=)(?:(?P<attributes>[^>]*))>(?P<html>.*?)(?:</(?P=tag)\s*>|\Z)"""
    r"""|\{mlang\s+(?P<codes>[\w,\s-]+)\}(?P<text>.*?)(?:\{mlang\}|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
_LANG = re.compile(r"""\blang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_TAG = re.compile(r"</?(?:span|lang)\b[^>]*>|\{mlang[^}]*\}", re.IGNORECASE)


def in_one_language(text: str, locale: str) -> str:
    """The text with one version of each multilingual part: that of the locale, else `other`, else the first.

    Versions that follow one another, with nothing but spaces between them, are one part.
    """
    if "lang" not in text.lower():
        return text
    result, position, versions = "", 0, dict[str, str]()
    for match in _VERSION.finditer(text):
        between = text[position : match.start()]
        if between.strip() and versions:
            result, versions = result + _chosen(versions, locale), {}
        result += between if between.strip() else ""
        for code in _codes(match):
            versions.setdefault(code, match["html"] or match["text"] or "")
        position = match.end()
    return _TAG.sub("", result + _chosen(versions, locale) + text[position:])


def _codes(match: re.Match[str]) -> list[str]:
    """Languages of one version: the first part of each code, in lower case."""
    attribute = _LANG.search(match["attributes"] or "")
    codes = attribute[1] if attribute else match["codes"]
    return [re.split(r"[-_]", code.strip().lower())[0] for code in codes.split(",")]


def _chosen(versions: dict[str, str], locale: str) -> str:
    language = re.split(r"[-_]", locale.lower())[0]
    fallback = versions.get("other") or next(iter(versions.values()), "")
    return versions.get(language) or fallback
