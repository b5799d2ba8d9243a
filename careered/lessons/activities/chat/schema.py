"""What an author writes for a chat: what the other side says, and what one may reply to it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from careered.packs.check_chats import MAX_CHOICES, MAX_NODES
from careered.packs.field_types import Id, PackModel
from careered.packs.models import Card, LocalizedText


class Choice(PackModel):
    """One reply. next: the node it leads to. aside: the rule that it breaks. line: what the teacher reads of it."""

    id: Id
    text: LocalizedText
    next: Id
    aside: LocalizedText | None = None
    line: LocalizedText | None = None


class End(PackModel):
    """How it went. text: said to the pupil; line: what the teacher reads."""

    text: LocalizedText
    line: LocalizedText


class Node(PackModel):
    """What the other side says, and what follows: replies, or the end."""

    id: Id
    says: LocalizedText
    choices: Annotated[tuple[Choice, ...], Field(max_length=MAX_CHOICES)] = ()
    end: End | None = None

    @model_validator(mode="after")
    def _ends_or_goes_on(self) -> Self:
        if self.choices and self.end:
            raise PydanticCustomError("bad_value", "has “choices” and an “end”")
        return self


class Content(Card):
    """The nodes; the first one begins. careered/packs/check_chats.py checks what leads where."""

    kind: Literal["chat"]
    nodes: Annotated[tuple[Node, ...], Field(min_length=2, max_length=MAX_NODES)]

    def node(self, node_id: str) -> Node | None:
        """The node with this id."""
        return next((node for node in self.nodes if node.id == node_id), None)
