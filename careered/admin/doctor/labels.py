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
TOOL_SETTINGS_ANYWHERE = _("the settings of the tool on the platform")

SENTENCES: Mapping[str, tuple[str, str]] = {
    "registration_ok": (_("The platform is approved."), ""),
    "registration_pending": (
        _("The platform has registered and waits for approval."),
        _("Approve it on its page here."),
    ),
    "registration_off": (_("The platform is switched off here."), _("Switch it on at the end of its page.")),
    "places_waiting": (
        _("Somebody came from a place that nobody has approved: %(place)s."),
        _("Approve the place on the platform's page here."),
    ),
    "clock_ok": (_("The clocks agree."), ""),
    "clock_ahead": (
        _("The platform's clock is %(seconds)s seconds ahead of ours."),
        _("Let the platform's server set its clock by the network (NTP), or this one."),
    ),
    "clock_behind": (
        _("The platform's clock is %(seconds)s seconds behind ours."),
        _("Let the platform's server set its clock by the network (NTP), or this one."),
    ),
    "clock_unknown": (_("The platform has not said what time it is there."), ""),
    "keys_ok": (_("The platform's keys can be fetched and read."), ""),
    "keys_unreachable": (
        _("The platform's keys cannot be fetched from %(url)s."),
        _("Is the platform up, and may this server reach it? Then check the address (public keyset)."),
    ),
    "keys_unreadable": (
        _("What lies at %(url)s are no keys."),
        _("Compare the address with what the platform shows as public keyset URL."),
    ),
    "keys_foreign": (
        _("The platform signs with a key that is not published at %(url)s."),
        _("Compare issuer and keyset address with the platform's: perhaps they are another installation's."),
    ),
    "login_ok": (_("The platform begins visits as it should."), ""),
    "never_opened": (_("Nobody has opened careered from there yet."), _("Open an activity once, then check again.")),
    "target_not_ours": (
        _("The platform opens an address that is not careered's."),
        _("Correct the tool URL under: %(where)s. It must be %(origin)s/lti/launch."),
    ),
    "launch_ok": (_("The last visit came in."), ""),
    "launch_elsewhere": (_("The last visit was stopped by what is said above about clock or keys."), ""),
    "launch_deployment_unknown": (
        _("The last visit came from a place that nobody has approved."),
        _("Approve the place on the platform's page here."),
    ),
    "launch_aud_mismatch": (
        _("The last visit was meant for another tool."),
        _("Compare the client ID here with the one under: %(where)s."),
    ),
    "launch_issuer_mixup": (
        _("The last visit called the platform by another name than is known here."),
        _("Compare the platform ID (issuer) letter for letter."),
    ),
    "launch_anonymous_not_supported": (
        _("The last visitor came without any identity."),
        _("Switch on that users are identified under: %(where)s. Names are not needed."),
    ),
    "launch_platform_error": (
        _("The platform itself stopped the last visit."),
        _("Is %(origin)s/lti/launch among the redirect URIs under: %(where)s?"),
    ),
    "launch_resource_link_missing": (
        _("The last visit did not come from an activity."),
        _("Add careered as an activity of a course and open it there."),
    ),
    "launch_no_pack": (
        _("There are no lessons for the country of this platform."),
        _("Load the country's pack: careered packs load FOLDER"),
    ),
    "launch_refused": (
        _("The last visit was refused with the code %(named)s."),
        _("Open the activity once more, then check again."),
    ),
    "frame_ok": (_("Visits inside the platform's page are recognised."), ""),
    "frame_blocked": (
        _("A browser kept no cookie inside the platform's page, and the visitor was offered a window of its own."),
        _("If it happens to many: let the activity open in a new window."),
    ),
    "frame_unknown": (_("Nobody has opened careered inside the platform's page yet."), ""),
    "token_ok": (_("The platform gives careered access to its services."), ""),
    "token_refused": (
        _("The platform does not accept careered's signature, so it gives no access."),
        _("Under: %(where)s the public keyset URL must be %(url)s, and the platform must be able to reach it."),
    ),
    "token_address": (
        _("Nothing answers at the address for access tokens: %(url)s."),
        _("Compare it with what the platform shows as access token URL."),
    ),
    "token_unreadable": (
        _("At the address for access tokens stands a page instead of an answer: %(url)s."),
        _("Compare it with what the platform shows as access token URL."),
    ),
    "token_no_answer": (
        _("The platform does not answer when careered asks for access: %(url)s."),
        _("Is the platform up, and may this server reach it?"),
    ),
    "scopes_ok": (_("Everything that careered needs is allowed."), ""),
    "scopes_missing": (
        _("The platform does not allow: %(scopes)s."),
        _("Allow grades with management of columns, and names and roles, under: %(where)s."),
    ),
    "scopes_none": (
        _("The platform allows no service at all, neither grades nor members."),
        _("Allow grades with management of columns, and names and roles, under: %(where)s."),
    ),
    "scopes_unknown": (_("What is allowed cannot be seen without access."), ""),
    "roster_ok": (_("The list of members can be read."), ""),
    "roster_unknown": (_("No course has been opened yet, so no list could be read."), ""),
    "roster_not_offered": (
        _("The platform offers no list of members."),
        _("Allow names and roles under: %(where)s. Without it pupils appear when they open a lesson."),
    ),
    "roster_refused": (
        _("The platform refuses the list of members."),
        _("Allow names and roles (membership) under: %(where)s."),
    ),
    "roster_token_refused": (_("There is no list of members without access, see above."), ""),
    "roster_no_answer": (
        _("The platform did not answer when asked for the list of members."),
        _("Check again later."),
    ),
    "roster_loop": (
        _("The list of members has no end: a page leads to itself."),
        _("Tell those who run the platform."),
    ),
    "roster_bad": (
        _("What came instead of a list of members cannot be read."),
        _("Tell those who run the platform."),
    ),
    "roster_elsewhere": (
        _("The list of members leads to another site, which careered does not follow."),
        _("Tell those who run the platform: its own address is probably set wrongly there."),
    ),
    "roster_incomplete": (
        _("The list of members is too long to be read whole."),
        _("Is the tool used on the front page?"),
    ),
    "column_ok": (_("The columns that marks go to are there."), ""),
    "column_none": (_("No activity has a column yet."), ""),
    "column_gone": (
        _("The column “%(label)s” has been deleted on the platform."),
        _("Give the activity a grade again, or add it anew. Then press “Send again” on the class's page of marks."),
    ),
    "column_unreadable": (
        _("The column “%(label)s” cannot be read."),
        _("Allow grades with management of columns under: %(where)s."),
    ),
    "score_ok": (_("A mark goes there and is read back."), ""),
    "score_none": (_("No mark has been sent yet."), ""),
    "score_newer": (
        _("The platform shows a mark that a teacher gave. It was left alone, so writing was not tried."),
        "",
    ),
    "score_refused": (
        _("The platform does not take marks."),
        _("Is the activity visible and graded, and the course still running? Its ledger of marks says more."),
    ),
    "score_unreadable": (
        _("The platform does not let careered read a mark back."),
        _("Allow reading results under: %(where)s."),
    ),
    "score_lost": (
        _("The platform took a mark, but does not show it."),
        _("Is the activity's grade hidden or locked in the gradebook?"),
    ),
    "copies_ok": (_("A copied course will be recognised."), ""),
    "copies_unknown": (_("Whether copied courses are recognised is seen at the first visit."), ""),
    "copies_blind": (
        _("A copied course cannot be recognised: it begins with the settings of a new one."),
        _("Add the custom parameter careered_context_history=$Context.id.history under: %(where)s."),
    ),
}
