"""Checks of a chat (a card with `nodes`): every node is reached by a reply, and every way comes to an end."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from careered.packs.references import CARDS, LESSON_FOLDER, Trees, trees_for
from careered.packs.schema import did_you_mean
from careered.packs.yaml_tree import KeyPath, Tree, Value

MAX_NODES, MAX_CHOICES = 20, 3
"""More nodes nobody looks through; more replies do not stand in a phone's frame together with what they reply to."""


@dataclass(frozen=True)
class Reply:
    """A reply in a node (`start`) that leads to another. at: where its `next` stands in the file."""

    at: KeyPath
    start: str
    next: str


def check_chats(trees: Trees) -> None:
    """Report what is wrong between the nodes of a chat, each at its line. More nodes than may be are not looked at."""
    for tree in trees_for(trees, LESSON_FOLDER):
        for path, nodes in tree.select(*CARDS, "nodes"):
            places = _places(path, nodes)
            replies = _replies(path, nodes)
            if len(places) <= MAX_NODES and len(replies) <= MAX_NODES * MAX_CHOICES:
                _check_replies(tree, places, replies)
                _check_reached(tree, places, replies)
                _check_ends(tree, path, nodes)


def reached_from(start: str, ways: Mapping[str, Set[str]]) -> set[str]:
    """The nodes that ways reach from a node, in one step or more."""
    found, new = set[str](), set(ways.get(start, ()))
    while new:
        found |= new
        new = {node for reached in new for node in ways.get(reached, ())} - found
    return found


def _check_replies(tree: Tree, places: Mapping[str, KeyPath], replies: list[Reply]) -> None:
    """A circle is told at the reply that closes it: the one that leads up in the file."""
    ways, order = _ways(replies), list(places)
    for reply in replies:
        if reply.next not in places:
            sentence, hint = f"there is no node “{reply.next}” in this chat", did_you_mean(reply.next, order)
            tree.report(tree.value_position(reply.at), "unknown_reference", sentence, hint)
            continue
        leads_up = order.index(reply.next) <= order.index(reply.start)
        if leads_up and reply.start in {reply.next, *reached_from(reply.next, ways)}:
            sentence = f"the chat goes round in a loop from “{reply.start}” to “{reply.next}”"
            tree.report(tree.value_position(reply.at), "chat_loop", sentence)


def _check_reached(tree: Tree, places: Mapping[str, KeyPath], replies: list[Reply]) -> None:
    start = next(iter(places), "")
    reached = {start, *reached_from(start, _ways(replies))}
    for node_id, path in places.items():
        if node_id not in reached:
            tree.report(tree.value_position(path), "chat_unreached", f"no reply leads to “{node_id}”")


def _check_ends(tree: Tree, path: KeyPath, nodes: Value) -> None:
    for index, node in _mappings(nodes):
        if not node.get("choices") and "end" not in node:
            sentence = f"“{node.get('id')}” has neither “choices” nor an “end”"
            tree.report(tree.value_position((*path, index)), "chat_dead_end", sentence)


def _ways(replies: list[Reply]) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {}
    for reply in replies:
        ways.setdefault(reply.start, set()).add(reply.next)
    return ways


def _places(path: KeyPath, nodes: Value) -> dict[str, KeyPath]:
    ids = [(index, node.get("id")) for index, node in _mappings(nodes)]
    return {node_id: (*path, index) for index, node_id in ids if isinstance(node_id, str)}


def _replies(path: KeyPath, nodes: Value) -> list[Reply]:
    replies = []
    for index, node in _mappings(nodes):
        for number, choice in _mappings(node.get("choices")):
            start, following = node.get("id"), choice.get("next")
            if isinstance(start, str) and isinstance(following, str):
                replies.append(Reply((*path, index, "choices", number, "next"), start, following))
    return replies


def _mappings(items: Value) -> list[tuple[int, dict[str, Value]]]:
    """The mappings in a list, with their index; whatever else stands there is told elsewhere."""
    if not isinstance(items, list):
        return []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, dict)]
