"""How few pupils figures are told of: those of fewer than five would be figures of somebody (docs/decisions/0013)."""

MIN_PUPILS_SHOWN = 5
"""From how many pupils on figures are shown."""


def rounded(number: int) -> str:
    """A number of pupils for a preview: to tens, and one to four stay together; "0" for none.

    The difference of two exact numbers could be about a single pupil.
    """
    if number < MIN_PUPILS_SHOWN:
        return f"1–{MIN_PUPILS_SHOWN - 1}" if number else "0"
    return f"~{max(10 * round(number / 10), MIN_PUPILS_SHOWN)}"
