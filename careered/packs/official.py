"""Official wording from a saved answer of the curriculum service ePerusteet, into a pack's framework.yaml.

The shape (external API, perusopetus): a subject with `vuosiluokkakokonaisuudet`, each with `tavoitteet`
(`{id, tavoite: {fi, sv}}`, HTML) and `sisaltoalueet` (`{id, nimi, kuvaus}`); or a list of competences (`{id, nimi,
kuvaus}`). There are two languages; words in others stay the pack's own. Nothing is fetched from here.
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

from careered.packs.case.faults import Fault, Refused

STAGES, OBJECTIVE, NAME, TEXT = "vuosiluokkakokonaisuudet", "tavoite", "nimi", "kuvaus"
CODE = re.compile(r"([A-ZÅÄÖ]\d{1,2})[\s.:]+(.+)", re.S)
Words = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One official paragraph. code: what its words begin with, such as T1, or "". title, text: by language."""

    id: int
    code: str
    title: Words
    text: Words


@dataclass(frozen=True)
class Filled:
    """framework.yaml with official words. filled, left: codes of items. unknown: paragraphs without an item."""

    text: str
    filled: tuple[str, ...]
    left: tuple[str, ...]
    unknown: tuple[str, ...]


def entries(value: Any, stage: str = "") -> list[Entry]:
    """The paragraphs of a saved answer. stage: the id of one of several groups of grades; by default the last one."""
    if isinstance(value, dict) and isinstance(value.get(STAGES), list):
        stages = [one for one in value[STAGES] if isinstance(one, dict) and stage in ("", str(one.get("id")))]
        value = stages[-1:]
    return [entry for found in _paragraphs(value) if (entry := _entry(found))]


def _paragraphs(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with an id and words, outer ones first."""
    waiting = [value]
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, dict):
            if isinstance(here.get("id"), int) and any(isinstance(here.get(key), dict) for key in (OBJECTIVE, NAME)):
                yield here
            waiting = [*here.values(), *waiting]
        elif isinstance(here, list):
            waiting = [*here, *waiting]


def _entry(found: Mapping[str, Any]) -> Entry | None:
    words = _plain(found.get(OBJECTIVE)) or _plain(found.get(NAME))
    parts = {lang: CODE.fullmatch(said) for lang, said in words.items()}
    code = next((part[1] for part in parts.values() if part), "")
    said = {lang: part[2].strip() if (part := parts[lang]) else full for lang, full in words.items()}
    if not said:
        return None
    if OBJECTIVE in found:
        return Entry(found["id"], code, {}, said)
    return Entry(found["id"], code, said, _plain(found.get(TEXT)))


def _plain(words: Any) -> Words:
    """HTML by language as plain words on one line; empty languages left out."""
    if not isinstance(words, dict):
        return {}
    texts = {
        lang: " ".join(html.unescape(nh3.clean(said, tags=set())).split())
        for lang, said in words.items()
        if isinstance(said, str)
    }
    return {lang: said for lang, said in texts.items() if said}


def fill(name: str, framework: str, found: list[Entry], source: str) -> Filled:
    """framework.yaml (as text) with official words where an item has the paragraph's id, or else its code.

    source: the id of the pack's source for them. Comments stay. Raises Refused when nothing fits.
    """
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 4096, True
    tree = yaml.load(framework)
    by_id, by_code = {one.id: one for one in found}, {one.code: one for one in found if one.code}
    used: dict[str, Entry] = {}
    for item in tree["framework"]["items"]:
        entry = by_id.get(item.get("external_id")) or by_code.get(_display(item))
        if entry:
            _put(item, entry, source)
            used[item["code"]] = entry
    if not used:
        raise Refused(Fault(name, "", "nothing_to_fill", "no paragraph belongs to an item of the pack"))
    written = io.StringIO()
    yaml.dump(tree, written)
    taken = {entry.id for entry in used.values()}
    left = tuple(item["code"] for item in tree["framework"]["items"] if item["code"] not in used)
    unknown = tuple(one.code or str(one.id) for one in found if one.id not in taken)
    return Filled(written.getvalue(), tuple(used), left, unknown)


def _display(item: Mapping[str, Any]) -> str:
    """What people call the item in the official languages: they use the same letters there or none."""
    shown = item.get("display")
    return str(shown.get("fi") or "") if isinstance(shown, dict) else ""


def _put(item: dict[str, Any], entry: Entry, source: str) -> None:
    for key, words in (("title", entry.title), ("text", entry.text)):
        have = item.get(key)
        if isinstance(have, dict):
            have.update({lang: said for lang, said in words.items() if lang in have})
    item["external_id"], item["wording"] = entry.id, "official_read"
    sources = item.get("source") or []
    if not isinstance(sources, list):
        item["source"] = sources = CommentedSeq([sources])
        sources.fa.set_flow_style()
    if source not in sources:
        sources.append(source)
