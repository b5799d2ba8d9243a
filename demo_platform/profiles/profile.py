"""A profile: switches whose defaults follow the specification, and that say where a platform differs from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """How one platform behaves. Change a switch for one test with dataclasses.replace."""

    name: str
    family: str  # tool_platform.product_family_code
    version: str = "1"

    # Login initiation and authorization
    deployment_parameter: str = "lti_deployment_id"
    login_extras: tuple[tuple[str, str], ...] = ()
    json_message_hint: bool = False
    hint_once: bool = False  # a second use of a message hint is the platform's own error page
    storage: bool = False  # keeps values for the tool by postMessage

    # id_token
    audience_list: bool = False
    authorized_party: bool = False
    token_seconds: int = 300
    long_context_type: bool = True
    institution_roles: bool = False  # adds what somebody is in the school to what they are in the course
    assistant_sub_role: bool = True  # an assistant's sub-role stands beside Instructor (CORE A.2.3.1)
    names: bool = True
    sourced_ids: bool = False
    sourced_ids_without_names: bool = False
    locale_claim: bool = False
    locale_presentation: bool = True
    return_url: bool = False
    extension: bool = False
    basic_outcome: bool = False
    memberships_in_custom: bool = False
    service_versions: tuple[str, ...] = ("2.0",)
    unresolved: tuple[tuple[str, str], ...] = ()  # custom variables that the platform leaves as they are

    # Choosing activities, reviews, copies, notices
    accept_types: tuple[str, ...] = ("ltiResourceLink",)
    accept_multiple: bool = True
    accept_lineitem: bool | None = None  # None: not said
    deep_linking_data: bool = True
    link_history: bool = False  # knows $ResourceLink.id.history
    notices: tuple[str, ...] = ()  # the notice types of its notification service
    messages_as_words: bool = False  # messages_supported is a list of words instead of objects
    registered_status: int = 201
    resizes: bool = False  # makes a tool's frame as high as it asks

    # Token endpoint
    grant_content_type: str = "application/json"
    assertion_audience: bool = True
    iat_leeway: int = 60

    # Assignment and grade services
    service_query: str = ""
    missing_scope_status: int = 403
    wrong_media_status: int = 415
    not_gradable_status: int = 400
    no_maximum_status: int = 400
    own_scale_status: int = 0  # a score of another maximum than the line item's is refused so; 0: it is scaled
    older_status: int = 409
    whole_seconds: bool = False
    equal_is_older: bool = True
    clamp: bool = False
    clears_unless_graded: bool = False  # any gradingProgress but FullyGraded empties the cell
    zero_result_bare: bool = False  # a result of 0 has no resultScore
    counts_attempts: bool = False
    result_url_answer: bool = False
    broken_item_links: bool = False
    results_limit_breaks: bool = False

    # Names and roles
    short_roles: bool = False
    assistant_is_learner: bool = False
    page_size: int = 0  # members a page when the tool names no limit; 0: all
    bookmarks: bool = False  # pages are named by opaque, case-sensitive words instead of numbers
    username_member: bool = False
    differences: bool = False  # offers rel="differences" with a complete list
    link_members: bool = True  # answers rlid; otherwise 403
