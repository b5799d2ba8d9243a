"""Moodle 4.5 as it was measured (November 2026)."""

from demo_platform.profiles.profile import Profile

MOODLE = Profile(
    name="moodle",
    family="moodle",
    version="2024100706",
    json_message_hint=True,  # {"cmid":…,"launchid":…}; a tool must treat it as opaque and encode it
    hint_once=True,  # a reload or the back button ends on Moodle's own page and the tool never hears of it
    token_seconds=60,  # exp = iat + 60
    long_context_type=False,  # ["CourseSection"], not a URI
    assistant_sub_role=False,  # a non-editing teacher is Instructor in the launch, and nothing beside it
    sourced_ids=True,
    sourced_ids_without_names=True,  # the register's id is still sent where a school shares no names
    return_url=True,  # carries the person's sesskey: a tool must not log it
    extension=True,  # ext: user_username (withheld with the names) and lms
    basic_outcome=True,  # LTI 1.1 outcomes are offered beside AGS
    memberships_in_custom=True,  # the address of the roster is repeated as a custom parameter
    service_versions=("1.0", "2.0"),
    unresolved=(
        ("locale", "$Message.locale"),  # variables that Moodle does not know stay as they were written
        ("enddate", "$ResourceLink.submission.endDateTime"),
    ),
    deep_linking_data=False,  # a deep linking request carries no data
    registered_status=200,  # though the specification of registration says 201
    grant_content_type="text/html; charset=utf-8",  # though the body is JSON
    assertion_audience=False,  # any aud gets a token
    iat_leeway=0,  # an assertion dated ahead of Moodle's clock is refused
    service_query="?type_id=2",  # /scores goes before the query
    missing_scope_status=401,  # the same answer as for no token at all
    wrong_media_status=400,  # "No handler found"
    whole_seconds=True,  # two scores within one second: the second is refused with 409
    clamp=True,  # 120 of 100 becomes 100, -5 becomes 0
    clears_unless_graded=True,  # PendingManual with a score empties the cell
    zero_result_bare=True,  # read in its source; the measured 4.5.6 did send 0, so a tool must take both
    broken_item_links=True,  # curly quotes and &amp; in the Link header when a limit is given
    results_limit_breaks=True,  # results?limit=… is a 404 page in HTML
    short_roles=True,  # "Learner" here, full URIs in the launch
    assistant_is_learner=True,  # the same person is Learner in the roster
    username_member=True,  # ext_user_username, withheld with the names
)
