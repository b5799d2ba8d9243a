"""Client metadata of the tool (LTI Dynamic Registration 1.0, 3.1; OpenID Connect Registration 2)."""

from urllib.parse import urlsplit

from careered.lti.custom_parameters import CUSTOM_CONTEXT_HISTORY
from careered.lti.quirks import quirks_of
from careered.lti.registration.openid_configuration import PlatformConfiguration
from careered.web.static import LOGO_PATH

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
AGS_SCOPE_PREFIX = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPES = (
    *(AGS_SCOPE_PREFIX + name for name in ("lineitem", "lineitem.readonly", "result.readonly", "score")),
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
    "https://purl.imsglobal.org/spec/lti/scope/noticehandlers",
)
CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "locale")  # never an e-mail address
CANVAS_PLACEMENTS = ("assignment_selection", "link_selection", "module_index_menu_modal")
_CANVAS_PRIVACY_LEVEL = "https://canvas.instructure.com/lti/privacy_level"
TOOL_NAME = "careered"  # the same in every language, in menus and on our pages, so that people find it again
DESCRIPTION = "Pupils are introduced to the national career information and guidance services."


def requested_scopes(platform: PlatformConfiguration) -> list[str]:
    """Those of our scopes that the platform supports; all of them if it does not say."""
    return [scope for scope in SCOPES if not platform.scopes or scope in platform.scopes]


def client_metadata(platform: PlatformConfiguration, origin: str) -> dict[str, object]:
    """The document to post to the registration endpoint. origin: our own, without a slash at its end."""
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": f"{origin}/lti/login",
        "redirect_uris": [f"{origin}/lti/launch"],
        "client_name": TOOL_NAME,
        "logo_uri": logo_url(origin),
        "jwks_uri": f"{origin}/lti/jwks.json",
        "token_endpoint_auth_method": "private_key_jwt",
        "client_uri": origin,
        "scope": " ".join(requested_scopes(platform)),
        TOOL_CONFIGURATION: _tool_configuration(platform, origin),
    }


def logo_url(origin: str) -> str:
    """The address of the tool's picture. origin: our own, without a slash at its end."""
    return f"{origin}{LOGO_PATH}"


def _tool_configuration(platform: PlatformConfiguration, origin: str) -> dict[str, object]:
    level = quirks_of(platform.family).privacy_level
    return {
        "domain": urlsplit(origin).netloc,
        "description": DESCRIPTION,
        "target_link_uri": f"{origin}/lti/launch",
        "custom_parameters": custom_parameters(platform),
        "claims": list(CLAIMS),
        "messages": _messages(platform, f"{origin}/lti/launch", logo_url(origin)),
        **({_CANVAS_PRIVACY_LEVEL: level} if level else {}),
    }


def custom_parameters(platform: PlatformConfiguration) -> dict[str, str]:
    """Custom parameters for all launches: the context history, if the platform supports the variable."""
    has_history = platform.variables is None or "Context.id.history" in platform.variables
    return {CUSTOM_CONTEXT_HISTORY: "$Context.id.history"} if has_history else {}


def _messages(platform: PlatformConfiguration, target_link_uri: str, icon_uri: str) -> list[dict[str, object]]:
    """Resource link and deep linking launches; reviews and privacy launches only if the platform supports them."""
    common: dict[str, object] = {"target_link_uri": target_link_uri, "label": TOOL_NAME, "icon_uri": icon_uri}
    deep_linking = {"type": "LtiDeepLinkingRequest", **common, "placements": _placements(platform.family)}
    optional_messages = [
        name for name in ("LtiSubmissionReviewRequest", "DataPrivacyLaunchRequest") if name in platform.messages
    ]
    other_messages = [{"type": name, **common} for name in ("LtiResourceLinkRequest", *optional_messages)]
    return [deep_linking, *other_messages]


def _placements(family: str) -> list[str]:
    """Placements; Canvas has names of its own (its documentation of placements)."""
    return list(CANVAS_PLACEMENTS) if family == "canvas" else ["ContentArea"]
