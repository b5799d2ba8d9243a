"""The values that an administrator enters to register careered on a platform by hand."""

from collections.abc import Sequence

from careered.i18n_marker import _
from careered.lti.registration.client_metadata import TOOL_NAME, logo_url


def manual_values(origin: str, family: str) -> Sequence[tuple[str, str]]:
    """(label as a message id, value). origin: our own, without a slash at its end. family: of the platform."""
    launch_url = f"{origin}/lti/launch"
    values = (
        (_("Tool name"), TOOL_NAME),
        (_("Tool URL, target link URI"), launch_url),
        (_("Login initiation URL"), f"{origin}/lti/login"),
        (_("Redirection URI"), launch_url),
        (_("Public keyset URL"), f"{origin}/lti/jwks.json"),
        (_("Deep linking (content selection) URL"), launch_url),
        (_("Icon URL"), logo_url(origin)),
    )
    return (*values, (_("Canvas: JSON URL"), f"{origin}/lti/canvas.json")) if family == "canvas" else values
