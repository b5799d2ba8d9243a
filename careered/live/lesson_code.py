"""The code on the wall: typed at /go it leads to the course on the platform, for devices without a camera.

It opens nothing: whoever has it is told the course's address, and the platform asks who they are (docs/decisions/0035).
"""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O, U, 0 and 1: they are misread on a wall."""
LENGTH = 6


def new_code() -> str:
    """A code of 29 bits: of ten thousand lessons at one time, two have the same one once in fifteen times."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def on_the_wall(code: str) -> str:
    """A code in two groups, as people read it aloud."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def as_typed(text: str) -> str:
    """A typed code without case, blanks and hyphens; "" where it cannot be one."""
    code = re.sub(r"[\s-]", "", text.upper())
    return code if re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", code) else ""
