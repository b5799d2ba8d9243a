"""Texts of the doctor by code: (result, remedy), as message ids with %(…)s placeholders.

Placeholders of every text: platform (name), host (issuer), origin (ours), where (menu path to the tool's settings).
"""

from collections.abc import Mapping

from careered.i18n_marker import _

# Menu paths to the tool's settings, quoted from the platforms.
TOOL_SETTINGS_MENUS: Mapping[str, str] = {
    "moodle": "Site administration › Plugins › External tool › Manage tools › careered",
    "canvas": "Admin › Developer Keys › careered",
    "itslearning": "Admin › App library › careered",
}
TOOL_SETTINGS_ANYWHERE = _("the tool's settings on the platform")

UNSIGNED = "unsigned"
_KEY_NOT_PUBLISHED = _("A launch was signed with a key that is not published at %(url)s.")
_COMPARE_KEYSET = _(
    "Compare the issuer and the keyset address with those of the platform: they may belong to another installation."
)
_ADDRESS_NOT_OURS = _("A launch asked for an address that does not belong to careered.")
_CORRECT_TOOL_URL = _("Correct the tool URL in %(where)s. It must be %(origin)s/lti/launch.")
# Before what mends a finding of this step: it may be forged, so it is never called a problem of the platform.
ANYBODYS = _(
    "The platform did not sign this, so anyone could have sent it. If you have just tried to open an "
    "activity and it failed, this is why."
)

OWN_CODES = frozenset(
    {"registration_pending", "registration_off", "places_waiting", "launch_deployment_unknown", "launch_no_pack"}
)
"""What only an administrator of careered can mend."""
SENTENCES: Mapping[str, tuple[str, str]] = {
    "registration_ok": (_("The platform is approved."), ""),
    "registration_pending": (
        _("The platform has registered and is waiting for approval."),
        _("Approve it on its page in careered."),
    ),
    "registration_off": (_("The platform is switched off here."), _("Switch it on at the bottom of its page.")),
    "places_waiting": (
        _("Someone has opened careered from a deployment that has not been approved: %(place)s."),
        _("Approve the deployment on the platform's page in careered."),
    ),
    "clock_ok": (_("The clocks agree."), ""),
    "clock_ahead": (
        _("The platform's clock is %(seconds)s seconds ahead of ours."),
        _("Synchronise the clock of the platform's server, or of this server, over the network (NTP)."),
    ),
    "clock_behind": (
        _("The platform's clock is %(seconds)s seconds behind ours."),
        _("Synchronise the clock of the platform's server, or of this server, over the network (NTP)."),
    ),
    "clock_unknown": (_("The platform has not reported its time."), ""),
    "keys_ok": (_("The platform's keys can be fetched and read."), ""),
    "keys_unreachable": (
        _("The platform's keys cannot be fetched from %(url)s."),
        _(
            "Check that the platform is running and that this server can reach it. If so, check the address (public "
            "keyset)."
        ),
    ),
    "keys_unreadable": (
        _("There are no keys at %(url)s."),
        _("Compare the address with the public keyset URL that the platform shows."),
    ),
    "login_ok": (_("The platform starts launches correctly."), ""),
    "never_opened": (
        _("Nobody has opened careered from this platform yet."),
        _("Open an activity once, then check again."),
    ),
    "launch_never": (_("The first launch will show whether people can get in."), ""),
    "launch_ok": (_("The last launch succeeded."), ""),
    "launch_elsewhere": (_("The last launch failed because of the clock problem described above."), ""),
    "launch_deployment_unknown": (
        _("The last launch came from a deployment that has not been approved."),
        _("Approve the deployment on the platform's page in careered."),
    ),
    "launch_aud_mismatch": (
        _("The last launch was meant for another tool."),
        _("Compare the client ID here with the one in %(where)s."),
    ),
    "launch_anonymous_not_supported": (
        _("The last launch did not say who the user was."),
        _("Allow users to be identified in %(where)s. Names are not needed."),
    ),
    "launch_target_not_ours": (_ADDRESS_NOT_OURS, _CORRECT_TOOL_URL),
    "launch_resource_link_missing": (
        _("The last launch did not come from an activity."),
        _("Add careered as an activity in a course and open it there."),
    ),
    "launch_no_pack": (
        _("There are no lessons for the country of this platform."),
        _("Load the country's pack: careered packs load FOLDER"),
    ),
    "launch_refused": (
        _("The last launch was refused with the code %(named)s."),
        _("Open the activity again, then check again."),
    ),
    "frame_ok": (_("Users are recognised inside the platform's pages."), ""),
    "frame_blocked": (
        _(
            "A browser did not keep careered's cookie inside the platform's page, so the user was offered a "
            "separate window instead."
        ),
        _("If this happens often, set the activity to open in a new window."),
    ),
    "frame_unknown": (_("Nobody has opened careered inside the platform's page yet."), ""),
    "token_ok": (_("The platform gives careered access to its services."), ""),
    "token_refused": (
        _("The platform does not accept careered's signature, so it refuses access."),
        _("In %(where)s, the public keyset URL must be %(url)s, and the platform must be able to reach it."),
    ),
    "token_address": (
        _("There is no response from the access token address: %(url)s."),
        _("Compare it with the access token URL that the platform shows."),
    ),
    "token_keys_or_address": (
        _("The platform could not fetch careered's keys from %(keys)s, or its access token address is wrong: %(url)s."),
        _(
            "Check that the platform's server can reach careered. Moodle has a list of blocked hosts and allowed "
            "ports: Site administration › General › Security › HTTP security. If it can reach careered, compare "
            "the access token URL."
        ),
    ),
    "token_unreadable": (
        _("The access token address returned a web page instead of a token: %(url)s."),
        _("Compare it with the access token URL that the platform shows."),
    ),
    "token_no_answer": (
        _("The platform does not respond when careered asks for access: %(url)s."),
        _("Check that the platform is running and that this server can reach it."),
    ),
    "scopes_ok": (_("Everything that careered needs is allowed."), ""),
    "scopes_missing": (
        _("The platform does not allow: %(scopes)s."),
        _("Allow grade sync and column management, and names and roles, in %(where)s."),
    ),
    "scopes_none": (
        _("The platform does not allow any services: neither grades nor participants."),
        _("Allow grade sync and column management, and names and roles, in %(where)s."),
    ),
    "scopes_unknown": (_("Without access, careered cannot see what is allowed."), ""),
    "roster_ok": (_("The list of participants can be read."), ""),
    "roster_unknown": (_("No course has been opened yet, so no list could be read."), ""),
    "roster_not_offered": (
        _("The platform does not offer a list of participants."),
        _("Allow names and roles in %(where)s. Otherwise, pupils appear only once they have opened a lesson."),
    ),
    "roster_refused": (
        _("The platform refuses to provide the list of participants."),
        _("Allow names and roles (membership) in %(where)s."),
    ),
    "roster_no_access": (_("Without access, the list of participants cannot be checked; see above."), ""),
    "column_no_access": (_("Without access, the gradebook columns cannot be checked; see above."), ""),
    "score_no_access": (_("Without access, sending a score cannot be checked; see above."), ""),
    "roster_token_refused": (_("Without access, there is no list of participants; see above."), ""),
    "roster_no_answer": (
        _("The platform did not respond when asked for the list of participants."),
        _("Check again later."),
    ),
    "roster_loop": (
        _("The list of participants never ends: a page leads back to itself."),
        _("Tell the people who run the platform."),
    ),
    "roster_bad": (
        _("The platform's response to the request for the list of participants cannot be read."),
        _("Tell the people who run the platform."),
    ),
    "roster_elsewhere": (
        _("The list of participants continues on another site, which careered does not open."),
        _("Tell whoever runs the platform that its own address is probably set incorrectly."),
    ),
    "roster_incomplete": (
        _("The list of participants can be read only in part."),
        _("Check whether the tool is used on the platform's front page."),
    ),
    "column_ok": (_("The gradebook columns for the scores exist."), ""),
    "column_own_scale": (
        _("The platform refuses scores such as 2 out of 9, so careered sends them as a share of the column's maximum."),
        "",
    ),
    "column_none": (_("No activity has a column yet."), ""),
    "column_gone": (
        _("The column “%(label)s” has been deleted on the platform."),
        _(
            "Turn grading on again for the activity, or add the activity again. Then press “Send again” on "
            "the class's scores page."
        ),
    ),
    "column_gone_of_several": (
        _("Columns that have been deleted on the platform: %(labels)s. The other columns are still there."),
        _(
            "If their activities were deleted too, there is nothing to do. Otherwise, turn grading on again and "
            "press “Send again” on the class's scores page."
        ),
    ),
    "column_several": (
        _(
            "In the course “%(course)s” in %(platform)s, %(count)s columns could be careered's column for "
            "“%(label)s”, but none of them is linked to this activity: %(columns)s."
        ),
        _(
            "Find out which one is right. Delete the others from the gradebook of “%(course)s”, including any "
            "hidden ones. Then press “Send again” on the class's scores page."
        ),
    ),
    "column_unreadable": (
        _("The column “%(label)s” cannot be read."),
        _("Allow grade sync and column management in %(where)s."),
    ),
    "score_ok": (_("A score can be sent and read back."), ""),
    "score_none": (_("No score has been sent yet."), ""),
    "score_newer": (
        _("The platform shows a grade entered by a teacher. careered left it alone, so sending was not tested."),
        "",
    ),
    "score_refused": (
        _("The platform does not accept scores."),
        _(
            "Check that the activity is visible and graded, and that the course is still running. See the class's "
            "scores page."
        ),
    ),
    "score_unreadable": (
        _("The platform does not allow careered to read a score back."),
        _("Allow careered to read results in %(where)s."),
    ),
    "score_lost": (
        _("The platform accepted a score but does not show it."),
        _("Check whether the activity's grade is hidden or locked in the gradebook."),
    ),
    "unsigned_target_not_ours": (_ADDRESS_NOT_OURS, _CORRECT_TOOL_URL),
    "unsigned_kid_unknown": (_KEY_NOT_PUBLISHED, _COMPARE_KEYSET),
    "unsigned_sig_invalid": (_KEY_NOT_PUBLISHED, _COMPARE_KEYSET),
    "unsigned_platform_error": (
        _("A launch was stopped before it reached careered."),
        _("Check that %(origin)s/lti/launch is among the redirect URIs in %(where)s."),
    ),
    "unsigned_issuer_mixup": (
        _("A launch named a different issuer from the one careered knows."),
        _("Compare the platform ID (issuer) character by character."),
    ),
    "unsigned_refused": (
        _("Launches were refused. Reason code: %(named)s."),
        _("Open the activity again, then check again."),
    ),
    "copies_ok": (_("Copied courses will be recognised."), ""),
    "copies_old_link": (
        _(
            "A copied activity refers to a class or lesson from another school year. This year's class was "
            "opened, and nobody can see last year's pupils."
        ),
        _("Choose that lesson again in the copied course, and remove the old activity."),
    ),
    "copies_unknown": (_("The first launch will show whether copied courses are recognised."), ""),
    "copies_blind": (
        _("Copied courses cannot be recognised: a copy starts with the settings of a new course."),
        _("Add the custom parameter careered_context_history=$Context.id.history in %(where)s."),
    ),
}
