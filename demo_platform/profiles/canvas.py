"""Canvas, hosted, from its documentation and source (read, not measured)."""

from demo_platform.profiles.profile import Profile

CANVAS = Profile(
    name="canvas",
    family="canvas",
    version="cloud",
    deployment_parameter="deployment_id",  # not the lti_deployment_id of the specification
    login_extras=(
        ("canvas_environment", "prod"),
        ("canvas_region", "eu-west-1"),  # parameters that a tool must ignore
        ("lti_storage_target", "post_message_forwarding"),  # a sibling frame on the origin of the authorization
    ),
    storage=True,  # lti.capabilities, lti.put_data, lti.get_data
    authorized_party=True,  # aud is one string, and azp repeats it
    token_seconds=3600,  # an hour, unless the operator sets another
    institution_roles=True,  # every role of the person, the institution's first
    locale_claim=True,  # locale stands at the top as well as in launch_presentation
    sourced_ids=True,  # only together with names
    return_url=True,
    accept_types=("link", "file", "html", "ltiResourceLink", "image"),
    accept_lineitem=True,
    link_history=True,
    notices=("LtiHelloWorldNotice", "LtiContextCopyNotice"),
    resizes=True,  # lti.frameResize
    not_gradable_status=422,  # not a student of the course
    no_maximum_status=422,  # though its documentation says 412
    older_status=400,  # a timestamp before the stored one; an equal one passes
    equal_is_older=False,
    counts_attempts=True,  # every score is a new attempt unless the extension says new_submission false
    result_url_answer=True,  # answers a score with the address of the result
    page_size=10,  # smaller than the real one, so that one class takes several pages
    bookmarks=True,  # a tool that lower-cases the next address never sees the second page
)
