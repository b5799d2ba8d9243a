"""Words in a pack's texts that break the glossary, by country and language: warnings of the check.

The words stand in avoided_terms.yaml. The directory of services is not looked at: it keeps services that are closed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ruamel.yaml import YAML

from careered.packs.problems import Problem, make_problem, sorted_problems
from careered.packs.read_yaml import read_checked_yaml
from careered.packs.yaml_tree import KeyPath, Tree, Value

SOFT_HYPHEN = "\u00ad"
NOT_FOR_READERS = frozenset({"services.yaml", "sources.yaml"})


class AvoidedTerm(NamedTuple):
    """A word that is not written, and what is written instead."""

    term: str
    instead: str
    pattern: re.Pattern[str]


@cache
def avoided_terms(country: str) -> Mapping[str, Sequence[AvoidedTerm]]:
    """The words of a country's packs by language; empty for a country without any."""
    text = files("careered.packs").joinpath("avoided_terms.yaml").read_text(encoding="utf-8")
    by_language = YAML(typ="safe").load(text).get(country, {})
    return {lang: [_term(**entry) for entry in entries] for lang, entries in by_language.items()}


def _term(term: str, instead: str) -> AvoidedTerm:
    return AvoidedTerm(term, instead, re.compile(rf"\b{re.escape(term)}", re.IGNORECASE))


def term_warnings(country: str, pack_files: Mapping[str, bytes], prefix: str = "") -> tuple[Problem, ...]:
    """Every avoided word in the texts for readers, with its place. prefix: before the files' names."""
    terms = avoided_terms(country)
    names = [name for name in pack_files if name.endswith(".yaml") and name not in NOT_FOR_READERS] if terms else []
    trees = [read_checked_yaml(prefix + name, pack_files[name]) for name in names]
    return sorted_problems(problem for tree in trees for problem in _in_tree(tree, terms))


def _in_tree(tree: Tree, terms: Mapping[str, Sequence[AvoidedTerm]]) -> Iterator[Problem]:
    for path, text in _texts((), tree.value):
        lang, words = str(path[-1]), text.replace(SOFT_HYPHEN, "")
        for found in terms.get(lang, ()):
            if found.pattern.search(words):
                sentence = f"“{found.term}” is not written in {lang}"
                yield make_problem(
                    tree.file, tree.value_position(path), "avoided_term", sentence, f"write {found.instead}"
                )


def _texts(path: KeyPath, value: Value) -> Iterator[tuple[KeyPath, str]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in below:
        if isinstance(inner, str):
            yield (*path, key), inner
        else:
            yield from _texts((*path, key), inner)
