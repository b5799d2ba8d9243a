"""YAML bytes to a Tree, from the parser's events and without recursion: hostile nesting and aliases cost nothing."""

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from careered.packs.quick_yaml import UnusualYAML, quick_tree
from careered.packs.text_decoding import TextDecodeError, decode
from careered.packs.tree_builder import NestingTooDeep, TreeBuilder
from careered.packs.yaml_tree import Position, Tree


def read_yaml(file: str, content: bytes) -> Tree:
    """The tree of one file. For a file that cannot be read at all, `()` is in its invalid_paths."""
    tree = Tree(file)
    try:
        text = decode(content)
        TreeBuilder(tree).read(YAML(typ="safe", pure=True).parse(text))
    except TextDecodeError as decode_error:
        _report_unreadable(tree, decode_error.position, decode_error.code, decode_error.sentence)
    except NestingTooDeep:
        tree.invalid_paths.add(())
    except YAMLError as error:
        _report_unreadable(tree, _error_position(error), "yaml_syntax", _error_message(error))
    if not tree.is_invalid(()):
        _require_mapping(tree)
    return tree


def read_checked_yaml(file: str, content: bytes) -> Tree:
    """The same tree as `read_yaml` for a file that had no problems when it was checked, about 15 times as fast.

    A file with anything unusual or faulty is read again by `read_yaml`, which alone reports problems.
    """
    try:
        tree = quick_tree(file, decode(content))
    except (UnusualYAML, TextDecodeError):
        return read_yaml(file, content)
    return tree if isinstance(tree.value, dict) else read_yaml(file, content)


def _require_mapping(tree: Tree) -> None:
    """Report a file that is not a mapping; an empty one only if no other problem explains it."""
    if isinstance(tree.value, dict):
        return
    if tree.value is not None:
        tree.report(tree.value_position(()), "wrong_type", "the file is not made of keys and values")
    elif not tree.problems:
        tree.report((1, 1), "pack_empty", "the file is empty")
    tree.invalid_paths.add(())


def _report_unreadable(tree: Tree, position: Position, code: str, sentence: str) -> None:
    tree.report(position, code, sentence)
    tree.invalid_paths.add(())


def _error_position(error: YAMLError) -> Position:
    location = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return (location.line + 1, location.column + 1) if location else (1, 1)


def _error_message(error: YAMLError) -> str:
    parts = [getattr(error, "context", None), getattr(error, "problem", None)]
    return "this is not YAML: " + (" ".join(part for part in parts if part) or "it cannot be read")
