"""Fill official wording from a saved response of the curriculum service ePerusteet into a pack's framework.yaml.

The response (external API, perusopetus) is a subject with `vuosiluokkakokonaisuudet`, each with `tavoitteet`
(`{id, tavoite: {fi, sv}}`, HTML) and `sisaltoalueet` (`{id, nimi, kuvaus}`); or a list of competences (`{id, nimi,
kuvaus}`). It has two languages; texts in other languages stay the pack's own. Nothing is fetched.
"""

import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from careered.packs.case.errors import Fault, ImportRejected

STAGES_KEY, OBJECTIVE_KEY, NAME_KEY, TEXT_KEY = "vuosiluokkakokonaisuudet", "tavoite", "nimi", "kuvaus"
LEADING_CODE = re.compile(r"([A-ZÅÄÖ]\d{1,2})[\s.:]+(.+)", re.S)
TextByLanguage = Mapping[str, str]


@dataclass(frozen=True)
class OfficialText:
    """One official paragraph. code: the one that its text begins with, such as T1, or "". title, text: by language."""

    id: int
    code: str
    title: TextByLanguage
    text: TextByLanguage


@dataclass(frozen=True)
class FillResult:
    """framework.yaml (as text) with official wording.

    filled, unfilled: codes of items. unmatched: codes or ids of paragraphs without an item.
    """

    text: str
    filled: tuple[str, ...]
    unfilled: tuple[str, ...]
    unmatched: tuple[str, ...]


def official_texts(document: Any, stage: str = "") -> list[OfficialText]:
    """The paragraphs of a response. stage: the id of one of its groups of grades; by default the last one."""
    if isinstance(document, dict) and isinstance(document.get(STAGES_KEY), list):
        groups = [
            group for group in document[STAGES_KEY] if isinstance(group, dict) and stage in ("", str(group.get("id")))
        ]
        document = groups[-1:]
    return [entry for paragraph in _paragraphs(document) if (entry := _official_text(paragraph))]


def _paragraphs(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with an id and a text, outer ones first."""
    queue = [value]
    while queue:
        node = queue.pop(0)
        if isinstance(node, dict):
            if isinstance(node.get("id"), int) and any(
                isinstance(node.get(key), dict) for key in (OBJECTIVE_KEY, NAME_KEY)
            ):
                yield node
            queue = [*node.values(), *queue]
        elif isinstance(node, list):
            queue = [*node, *queue]


def _official_text(paragraph: Mapping[str, Any]) -> OfficialText | None:
    full_texts = _plain_texts(paragraph.get(OBJECTIVE_KEY)) or _plain_texts(paragraph.get(NAME_KEY))
    matches = {lang: LEADING_CODE.fullmatch(text) for lang, text in full_texts.items()}
    code = next((match[1] for match in matches.values() if match), "")
    texts = {lang: match[2].strip() if (match := matches[lang]) else full for lang, full in full_texts.items()}
    if not texts:
        return None
    if OBJECTIVE_KEY in paragraph:
        return OfficialText(paragraph["id"], code, {}, texts)
    return OfficialText(paragraph["id"], code, texts, _plain_texts(paragraph.get(TEXT_KEY)))


def _plain_texts(html_by_language: Any) -> TextByLanguage:
    """HTML by language as plain text on one line; empty languages are left out."""
    if not isinstance(html_by_language, dict):
        return {}
    texts = {
        lang: " ".join(html.unescape(nh3.clean(text, tags=set())).split())
        for lang, text in html_by_language.items()
        if isinstance(text, str)
    }
    return {lang: text for lang, text in texts.items() if text}


def fill(name: str, framework: str, texts: list[OfficialText], source: str) -> FillResult:
    """Fill official wording into framework.yaml (as text): an item matches by external_id, else by its label.

    name: of the response's file, for faults. source: the id in sources.yaml for the wording. YAML comments are
    preserved. Raises ImportRejected when no item matches.
    """
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 4096, True
    document = yaml.load(framework)
    by_id, by_code = {text.id: text for text in texts}, {text.code: text for text in texts if text.code}
    used_by_code: dict[str, OfficialText] = {}
    for item in document["framework"]["items"]:
        entry = by_id.get(item.get("external_id")) or by_code.get(_display_label(item))
        if entry:
            _set_text(item, entry, source)
            used_by_code[item["code"]] = entry
    if not used_by_code:
        raise ImportRejected(Fault(name, "", "nothing_to_fill", "no paragraph belongs to an item of the pack"))
    output = io.StringIO()
    yaml.dump(document, output)
    used_ids = {entry.id for entry in used_by_code.values()}
    unfilled = tuple(item["code"] for item in document["framework"]["items"] if item["code"] not in used_by_code)
    unmatched = tuple(text.code or str(text.id) for text in texts if text.id not in used_ids)
    return FillResult(output.getvalue(), tuple(used_by_code), unfilled, unmatched)


def _display_label(item: Mapping[str, Any]) -> str:
    """The item's official label, such as T1: the Finnish one, which the paragraphs begin with."""
    display = item.get("display")
    return str(display.get("fi") or "") if isinstance(display, dict) else ""


def _set_text(item: dict[str, Any], entry: OfficialText, source: str) -> None:
    for key, official in (("title", entry.title), ("text", entry.text)):
        current = item.get(key)
        if isinstance(current, dict):
            current.update({lang: text for lang, text in official.items() if lang in current})
    item["external_id"], item["wording"] = entry.id, "official_read"
    sources = item.get("source") or []
    if not isinstance(sources, list):
        item["source"] = sources = CommentedSeq([sources])
        sources.fa.set_flow_style()
    if source not in sources:
        sources.append(source)
