"""Values against a model: pydantic's errors become problems with a place, plain words and a suggestion."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from careered.packs.problems import MENDS
from careered.packs.text import Addresses, Text
from careered.packs.tree import KeyPath, Tree, Value, dotted

M = TypeVar("M", bound=BaseModel)
CODES = {
    "missing": "missing_key",
    "union_tag_not_found": "missing_key",
    "extra_forbidden": "unknown_key",
    "literal_error": "unknown_word",
    "union_tag_invalid": "unknown_word",
    "string_too_short": "empty_text",
    "string_pattern_mismatch": "empty_text",
    "too_short": "empty_list",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
}
TYPES = {
    "string": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "tuple": "a list",
    "list": "a list",
    "dict": "keys with values",
    "mapping": "keys with values",
    "model": "keys with values",
    "date": "a date such as 2026-08-01",
    "time": "a time of day such as 09:00",
}


def validate(model: type[M], tree: Tree, path: KeyPath, value: Value, languages: tuple[str, ...]) -> M | None:
    """The model made of a value of the tree; None with the problems noted in the tree.

    Validated as JSON: there strict means what an author expects (a date is a text, a list is a list).
    """
    try:
        return model.model_validate_json(json.dumps(value), strict=True, context={"languages": languages})
    except ValidationError as error:
        _note_all(model, tree, path, error.errors(include_url=False))
        return None


def suggestion(word: str, known: Iterable[str]) -> str:
    """“did you mean …?” where a known word is near, else nothing. Looks only where looking is quick."""
    words = list(known)
    near = get_close_matches(word, words, n=1) if len(word) <= 64 and len(words) <= 1000 else []
    return f"did you mean “{near[0]}”?" if near else ""


def _note_all(model: type[BaseModel], tree: Tree, base: KeyPath, details: list[ErrorDetails]) -> None:
    """Notes each error once: a value that fits no branch of a union is one problem, not one for each branch."""
    seen: set[tuple[KeyPath, str, str]] = set()
    for detail in details:
        path = _locate(tree, base, detail["loc"])
        code = _code(detail["type"])
        key = (path, code, str(detail["loc"][-1]) if code == "missing_key" else "")
        if key not in seen and not tree.is_broken(path) and not _is_echo(code, detail):
            _note(model, tree, path, code, detail)
        seen.add(key)


def _is_echo(code: str, detail: ErrorDetails) -> bool:
    """A list whose items are all faulty counts as too short for pydantic; its items have been noted already."""
    return code == "empty_list" and bool(detail["input"])


def _locate(tree: Tree, base: KeyPath, loc: tuple[int | str, ...]) -> KeyPath:
    """The place in the tree for pydantic's location, which also names union branches that are not in the file."""
    paths = [base]
    for part in loc:
        paths += [(*path, part) for path in paths if (*path, part) in tree.values]
    longest = max(map(len, paths))
    return [path for path in paths if len(path) == longest][-1]


def _code(kind: str) -> str:
    if kind in CODES:
        return CODES[kind]
    if kind in MENDS:
        return kind
    return "wrong_type" if _expected(kind) else "bad_value"


def _expected(kind: str) -> str:
    word, _, rest = kind.partition("_")
    return TYPES.get(word, "") if rest.startswith(("type", "parsing", "from")) else ""


def _note(model: type[BaseModel], tree: Tree, path: KeyPath, code: str, detail: ErrorDetails) -> None:
    name, loc = dotted(path), detail["loc"]
    mend = str(detail.get("ctx", {}).get("mend", ""))
    if code == "missing_key":
        sentence = _about_missing(name, detail)
    elif code == "unknown_key":
        sentence, mend = f"“{loc[-1]}” is not a key here", suggestion(str(loc[-1]), _keys_at(model, loc[:-1]))
    elif code == "unknown_word":
        sentence, mend = _about_word(tree, path, name, detail)
    elif code == "wrong_type" and _expected(detail["type"]):
        by_language = any(issubclass(each, Text | Addresses) for each in _models_at(model, loc))
        sentence, mend = _about_type(tree, path, name, detail, by_language)
    elif code in ("empty_text", "empty_list"):
        sentence = f"{name} is empty"
    else:
        sentence = _in_words(name, detail["msg"])
    at = tree.at(path) if _points_at_value(code, detail) else tree.named_at(path)
    tree.report(at, code, sentence, mend)


def _in_words(name: str, message: str) -> str:
    """A model's own message after the name of the place."""
    message = message.removeprefix("Value error, ").removeprefix("Input ")
    return f"{name}{': ' if message.startswith(('“', 'there ')) else ' '}{message}"


def _about_missing(name: str, detail: ErrorDetails) -> str:
    key = detail["loc"][-1] if detail["type"] == "missing" else detail["ctx"]["discriminator"].strip("'")
    return f"{name} has no “{key}”" if name else f"“{key}” is missing"


def _points_at_value(code: str, detail: ErrorDetails) -> bool:
    """Some faults lie in a value, others in a key or in what a key does not have."""
    by_key = ("missing_key", "unknown_key", "missing_language", "unknown_language")
    return code not in by_key and detail["loc"][-1:] != ("[key]",)


def _about_word(tree: Tree, path: KeyPath, name: str, detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if detail["type"] == "union_tag_invalid":
        path = (*path, context["discriminator"].strip("'"))
        name = dotted(path)
    expected = str(context.get("expected") or context.get("expected_tags"))
    known = expected.replace(" or ", ", ").replace("'", "").split(", ")
    word = tree.words.get(path, "")
    said = f"is “{word}”, not one of" if word else "is not one of"
    return f"{name} {said}: {', '.join(known)}", suggestion(word, known)


def _about_type(tree: Tree, path: KeyPath, name: str, detail: ErrorDetails, by_language: bool) -> tuple[str, str]:
    expected, word = _expected(detail["type"]), tree.words.get(path, "")
    if by_language and isinstance(detail["input"], str):
        return f"{name} is one text, not one for each language", "write it by language: {en: …, …: …}"
    if detail["input"] is None:
        return f"{name} is empty, but should be {expected}", ""
    if expected == TYPES["string"] and word:
        return f"{name} is not a text", f'put it in quotes: "{word}"'
    said = f" (“{word[:40]}”)" if word else ""
    return f"{name or 'this'} is not {expected}{said}", ""


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    return [name for each in _models_at(model, loc) for name, _ in _fields(each)]


def _models_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """The models that may stand at a location: walks the annotations along it."""
    models = [model]
    for part in loc:
        fields = [field for each in models for name, field in _fields(each) if name == part]
        if fields:
            models = [found for field in fields for found in _models_in(field.annotation)]
    return models


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
