"""Interface words that stand in code, not in templates."""


def _(message: str) -> str:
    """Marks a message id for scripts/messages.py; it is translated where a reader's language is known."""
    return message
