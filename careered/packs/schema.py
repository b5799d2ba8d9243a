"""Validate values against a model: pydantic's errors become problems with position, sentence and hint."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from careered.packs.localized import LocalizedText, LocalizedUrl
from careered.packs.problems import HINTS
from careered.packs.yaml_tree import KeyPath, Tree, Value, dotted_path

M = TypeVar("M", bound=BaseModel)
CODES_BY_ERROR_TYPE = {
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
TYPE_NAMES = {
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
    """A model instance from a value of the tree; None with the problems reported in the tree.

    Validated as JSON, where strict mode accepts what YAML can write (a date as a string, a tuple as a list).
    """
    try:
        return model.model_validate_json(json.dumps(value), strict=True, context={"languages": languages})
    except ValidationError as error:
        _report_all(model, tree, path, error.errors(include_url=False))
        return None


def did_you_mean(unknown: str, candidates: Iterable[str]) -> str:
    """The hint “did you mean …?” with the closest candidate; empty if none is close, or too many to compare."""
    known = list(candidates)
    matches = get_close_matches(unknown, known, n=1) if len(unknown) <= 64 and len(known) <= 1000 else []
    return f"did you mean “{matches[0]}”?" if matches else ""


def _report_all(model: type[BaseModel], tree: Tree, base: KeyPath, details: list[ErrorDetails]) -> None:
    """Report each error once: a value that fits no branch of a union is one problem, not one per branch."""
    seen: set[tuple[KeyPath, str, str]] = set()
    for detail in details:
        path = _locate(tree, base, detail["loc"])
        code = _problem_code(detail["type"])
        key = (path, code, str(detail["loc"][-1]) if code == "missing_key" else "")
        if key not in seen and not tree.is_invalid(path) and not _is_echo(code, detail):
            _report(model, tree, path, code, detail)
        seen.add(key)


def _is_echo(code: str, detail: ErrorDetails) -> bool:
    """Whether a list is “too short” only because all its items are invalid: those are reported already."""
    return code == "empty_list" and bool(detail["input"])


def _locate(tree: Tree, base: KeyPath, loc: tuple[int | str, ...]) -> KeyPath:
    """The path in the tree for pydantic's location, which also contains union branches that are not in the file."""
    paths = [base]
    for part in loc:
        paths += [(*path, part) for path in paths if (*path, part) in tree.values]
    longest = max(map(len, paths))
    return [path for path in paths if len(path) == longest][-1]


def _problem_code(kind: str) -> str:
    if kind in CODES_BY_ERROR_TYPE:
        return CODES_BY_ERROR_TYPE[kind]
    if kind in HINTS:
        return kind
    return "wrong_type" if _expected_type(kind) else "bad_value"


def _expected_type(kind: str) -> str:
    prefix, _, rest = kind.partition("_")
    return TYPE_NAMES.get(prefix, "") if rest.startswith(("type", "parsing", "from")) else ""


def _report(model: type[BaseModel], tree: Tree, path: KeyPath, code: str, detail: ErrorDetails) -> None:
    name, loc = dotted_path(path), detail["loc"]
    hint = str(detail.get("ctx", {}).get("hint", ""))
    if code == "missing_key":
        sentence = _missing_key_message(name, detail)
    elif code == "unknown_key":
        sentence, hint = f"“{loc[-1]}” is not a key here", did_you_mean(str(loc[-1]), _keys_at(model, loc[:-1]))
    elif code == "unknown_word":
        sentence, hint = _unknown_word_message(tree, path, name, detail)
    elif code == "wrong_type" and _expected_type(detail["type"]):
        is_localized = any(issubclass(candidate, LocalizedText | LocalizedUrl) for candidate in _models_at(model, loc))
        sentence, hint = _wrong_type_message(tree, path, name, detail, is_localized)
    elif code in ("empty_text", "empty_list"):
        sentence = f"{name} is empty"
    else:
        sentence = _model_message(name, detail["msg"])
    position = tree.value_position(path) if _points_at_value(code, detail) else tree.key_position(path)
    tree.report(position, code, sentence, hint)


def _model_message(name: str, message: str) -> str:
    """A validator's own message, after the path."""
    message = message.removeprefix("Value error, ").removeprefix("Input ")
    return f"{name}{': ' if message.startswith(('“', 'there ')) else ' '}{message}"


def _missing_key_message(name: str, detail: ErrorDetails) -> str:
    key = detail["loc"][-1] if detail["type"] == "missing" else detail["ctx"]["discriminator"].strip("'")
    return f"{name} has no “{key}”" if name else f"“{key}” is missing"


def _points_at_value(code: str, detail: ErrorDetails) -> bool:
    """Whether the problem's position is the value; else it is the key."""
    by_key = ("missing_key", "unknown_key", "missing_language", "unknown_language")
    return code not in by_key and detail["loc"][-1:] != ("[key]",)


def _unknown_word_message(tree: Tree, path: KeyPath, name: str, detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if detail["type"] == "union_tag_invalid":
        path = (*path, context["discriminator"].strip("'"))
        name = dotted_path(path)
    expected = str(context.get("expected") or context.get("expected_tags"))
    allowed = expected.replace(" or ", ", ").replace("'", "").split(", ")
    raw = tree.raw_scalars.get(path, "")
    comparison = f"is “{raw}”, not one of" if raw else "is not one of"
    return f"{name} {comparison}: {', '.join(allowed)}", did_you_mean(raw, allowed)


def _wrong_type_message(
    tree: Tree, path: KeyPath, name: str, detail: ErrorDetails, is_localized: bool
) -> tuple[str, str]:
    expected, raw = _expected_type(detail["type"]), tree.raw_scalars.get(path, "")
    if is_localized and isinstance(detail["input"], str):
        return f"{name} is one text, not one for each language", "write it by language: {en: …, …: …}"
    if detail["input"] is None:
        return f"{name} is empty, but should be {expected}", ""
    if expected == TYPE_NAMES["string"] and raw:
        return f"{name} is not a text", f'put it in quotes: "{raw}"'
    excerpt = f" (“{raw[:40]}”)" if raw else ""
    return f"{name or 'this'} is not {expected}{excerpt}", ""


def _keys_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    return [name for candidate in _models_at(model, loc) for name, _ in _fields(candidate)]


def _models_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """The models that are allowed at a location, found by following the annotations."""
    models = [model]
    for part in loc:
        fields = [field for candidate in models for name, field in _fields(candidate) if name == part]
        if fields:
            models = [nested for field in fields for nested in _models_in(field.annotation)]
    return models


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
