"""Checks of what a launch message must carry, by its type. Each raises RequestError.

Sources: CORE = LTI 1.3 Core, DL = LTI Deep Linking 2.0.
"""

from collections.abc import Callable, Mapping

from careered.lti import urls
from careered.lti.claim_values import MAX_CLAIM_LENGTH, read_id
from careered.lti.claims import AGS_CLAIM, DEEP_LINKING_CLAIM, LTI_CLAIM
from careered.lti.platform import Registration
from careered.lti.token_checks import Claims, bad_claim, required
from careered.storable_text import is_storable_id
from careered.web.errors import RequestError


def check_version(claims: Claims) -> None:
    """CORE 5.3.2: exactly "1.3.0"."""
    if claims.get(f"{LTI_CLAIM}version") != "1.3.0":
        raise RequestError("version_unsupported")


def message_check(claims: Claims) -> Callable[[Claims], None]:
    """The check of what a message of this type must carry (CORE 5.3.1). Raises message_type_unsupported."""
    message_type = claims.get(f"{LTI_CLAIM}message_type")
    if not isinstance(message_type, str) or message_type not in _MESSAGE_CHECKS:
        raise RequestError("message_type_unsupported")
    return _MESSAGE_CHECKS[message_type]


def read_subject(claims: Claims) -> str:
    """`sub` (CORE 5.3.6): up to 255 printable ASCII characters, case-sensitive. A whole number is taken as its digits.

    Raises anonymous_not_supported without it: CORE 5.3.6.1 allows that, but no progress could be stored.
    """
    sub = claims.get("sub")
    if sub is None:
        raise RequestError("anonymous_not_supported")
    sub = read_id(sub)
    if not isinstance(sub, str) or not 0 < len(sub) <= MAX_CLAIM_LENGTH or not (sub.isascii() and sub.isprintable()):
        raise bad_claim("sub")
    return sub


def check_deployment(claims: Claims, registration: Registration) -> None:
    """CORE 5.3.3: a deployment that an administrator has approved, or any where all are courses of one school."""
    name = f"{LTI_CLAIM}deployment_id"
    deployment_id = read_id(required(claims, name))
    if deployment_id is None or len(deployment_id) > MAX_CLAIM_LENGTH or not is_storable_id(deployment_id):
        raise bad_claim(name)
    if deployment_id not in registration.deployments and not registration.approves_by_itself:
        raise RequestError("deployment_unknown")


def check_target_link_uri(claims: Claims, base_url: str) -> None:
    """CORE 5.3.4: a URL of ours. This signed one counts, not the one of the login."""
    name = f"{LTI_CLAIM}target_link_uri"
    target_link_uri = required(claims, name)
    if not isinstance(target_link_uri, str):
        raise bad_claim(name)
    if not urls.is_tool_url(base_url, target_link_uri.strip()):
        raise RequestError("target_not_ours")


def check_roles(claims: Claims) -> None:
    """CORE 5.3.7: present and a list; it may be empty."""
    name = f"{LTI_CLAIM}roles"
    if not isinstance(required(claims, name), list):
        raise bad_claim(name)


def _check_resource_link(claims: Claims) -> None:
    """CORE 5.3.5: the resource link has an id."""
    resource_link = claims.get(f"{LTI_CLAIM}resource_link")
    if not isinstance(resource_link, dict) or read_id(resource_link.get("id")) is None:
        raise RequestError("resource_link_missing")


def _check_deep_linking(claims: Claims) -> None:
    """DL 2.0, 4.4: settings with the return URL of the response and the accepted types."""
    settings = _object(claims, DEEP_LINKING_CLAIM)
    for name, expected_type in (("deep_link_return_url", str), ("accept_types", list)):
        if not isinstance(required(settings, name), expected_type):
            raise bad_claim(name)


def _check_submission_review(claims: Claims) -> None:
    """Submission review 1.0: about a user, in a line item."""
    _check_for_user(claims)
    required(_object(claims, AGS_CLAIM), "lineitem")


def _check_for_user(claims: Claims) -> None:
    """A message about another user than the one who launches names that user."""
    if read_id(_object(claims, f"{LTI_CLAIM}for_user").get("user_id")) is None:
        raise RequestError("claim_missing", {"claim": "for_user"})


def _object(claims: Claims, name: str) -> Claims:
    value = required(claims, name)
    if not isinstance(value, dict):
        raise bad_claim(name)
    return value


_MESSAGE_CHECKS: Mapping[str, Callable[[Claims], None]] = {
    "LtiResourceLinkRequest": _check_resource_link,
    "LtiDeepLinkingRequest": _check_deep_linking,
    "LtiSubmissionReviewRequest": _check_submission_review,
    "DataPrivacyLaunchRequest": _check_for_user,
}
