"""JSON that a database has written, in text."""

import json
from typing import Any

_DECODER = json.JSONDecoder()


def read_json(text: str | bytes) -> Any:
    """The value: without a search for blanks around it, which databases leave out and `json.loads` makes each time."""
    return _DECODER.raw_decode(text.decode() if isinstance(text, bytes) else text)[0]
