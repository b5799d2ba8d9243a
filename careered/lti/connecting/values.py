"""Every value that somebody needs who adds careered to a platform by hand."""

from collections.abc import Sequence

from careered.words import _


def tool_values(origin: str) -> Sequence[tuple[str, str]]:
    """(what platforms call it, as a message id; the value). origin: our own, without a slash at its end."""
    launch = f"{origin}/lti/launch"
    return (
        (_("Tool URL, target link URI"), launch),
        (_("Login initiation URL"), f"{origin}/lti/login"),
        (_("Redirection URI"), launch),
        (_("Public keyset URL"), f"{origin}/lti/jwks.json"),
        (_("Deep linking (content selection) URL"), launch),
        (_("Canvas: JSON URL"), f"{origin}/lti/canvas.json"),
    )
