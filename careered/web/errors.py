"""Every error page in one table: a stable code, its HTTP status, and what the person can do next.

Plain Python: features raise `RequestError`; only the web layer turns it into a page. Codes are an interface
(header `Careered-Code`, attribute `data-code`): once released, a code never changes its meaning.
"""

from dataclasses import dataclass, field

from careered.i18n_marker import _


@dataclass(frozen=True)
class ErrorPage:
    """One row of the table: HTTP status, what happened, and what to do next (both message ids)."""

    status: int
    title: str
    next_step: str


@dataclass
class RequestError(Exception):
    """Raised anywhere to refuse a request; the transaction is rolled back.

    log_fields: for the log's allow-list (claim names, ages in seconds), never personal data. shown_text: shown on
    the page, escaped there. status: replaces the table's if a code has two; 0 for the table's.
    """

    code: str
    log_fields: dict[str, str | int | float] = field(default_factory=dict)
    shown_text: str = ""
    status: int = 0

    def __post_init__(self) -> None:
        super().__init__(self.code)


_REOPEN_ACTIVITY = _("Go back to your learning platform and open the activity again.")
_TELL_ADMIN = _("Tell your teacher. The platform administrator needs the code below.")
_CHECK_SETUP = _("Ask the platform administrator to check the tool's settings. Give them the code below.")
_TRY_LATER = _("Wait a moment and try again. Nothing you wrote is lost.")

_LOGIN = {
    "login_missing_iss": ErrorPage(400, _("The platform did not identify itself"), _CHECK_SETUP),
    "login_missing_hint": ErrorPage(400, _("The platform did not say who you are"), _CHECK_SETUP),
    "login_missing_target": ErrorPage(400, _("The platform did not say what to open"), _CHECK_SETUP),
    "unknown_platform": ErrorPage(400, _("This learning platform is not connected"), _CHECK_SETUP),
    "platform_not_active": ErrorPage(403, _("This connection is not in use yet"), _TELL_ADMIN),
    "target_not_ours": ErrorPage(400, _("This link leads somewhere else"), _CHECK_SETUP),
    "param_too_long": ErrorPage(413, _("The platform sent too much data"), _CHECK_SETUP),
    "param_bad": ErrorPage(400, _("The platform sent something that careered cannot use"), _CHECK_SETUP),
}

_STATE = {
    "state_missing": ErrorPage(400, _("Your session was not recognised"), _REOPEN_ACTIVITY),
    "state_invalid": ErrorPage(401, _("Your session was not recognised"), _REOPEN_ACTIVITY),
    "state_expired": ErrorPage(401, _("The page has expired"), _REOPEN_ACTIVITY),
    "cookie_blocked": ErrorPage(
        401,
        _("Your browser does not allow this page to remember you"),
        _("Use the button below to open the activity in its own window."),
    ),
    "nonce_used": ErrorPage(401, _("This link has already been used"), _REOPEN_ACTIVITY),
    "nonce_mismatch": ErrorPage(401, _("Your session was not recognised"), _REOPEN_ACTIVITY),
    "issuer_mixup": ErrorPage(401, _("The response came from a different platform"), _REOPEN_ACTIVITY),
    "platform_error": ErrorPage(
        401,
        _("The learning platform did not let you open careered"),
        _("Sign in to the platform again, then open the activity."),
    ),
}

_TOKEN = {
    "id_token_missing": ErrorPage(400, _("The platform did not say who you are"), _REOPEN_ACTIVITY),
    "jwt_malformed": ErrorPage(400, _("The platform's message cannot be read"), _TELL_ADMIN),
    "alg_not_allowed": ErrorPage(401, _("The platform's signature is of the wrong type"), _TELL_ADMIN),
    "typ_not_allowed": ErrorPage(401, _("The platform's message is of the wrong type"), _TELL_ADMIN),
    "kid_missing": ErrorPage(401, _("The platform's signature does not name a key"), _TELL_ADMIN),
    "kid_unknown": ErrorPage(401, _("The platform's signature names an unknown key"), _TELL_ADMIN),
    "sig_invalid": ErrorPage(401, _("The platform's signature does not match"), _TELL_ADMIN),
    "jwks_unavailable": ErrorPage(503, _("The platform is not responding at the moment"), _TRY_LATER),
    "jwks_bad": ErrorPage(503, _("The platform's keys cannot be read"), _TELL_ADMIN),
    "token_expired": ErrorPage(401, _("The page has expired"), _REOPEN_ACTIVITY),
    "token_from_future": ErrorPage(401, _("The platform's clock is ahead of ours"), _TELL_ADMIN),
    "claim_missing": ErrorPage(400, _("The platform left something out"), _TELL_ADMIN),
    "claim_bad": ErrorPage(400, _("The platform sent something that careered cannot use"), _TELL_ADMIN),
    "aud_mismatch": ErrorPage(401, _("The message is meant for another tool"), _TELL_ADMIN),
    "azp_mismatch": ErrorPage(401, _("The message is meant for another tool"), _TELL_ADMIN),
    "anonymous_not_supported": ErrorPage(
        400,
        _("We need to know who you are"),
        _("Sign in to your learning platform as yourself, then open the activity again."),
    ),
    "deployment_unknown": ErrorPage(403, _("This deployment of the platform has not been approved yet"), _TELL_ADMIN),
    "people_are_separate": ErrorPage(
        409,
        _("The deployments are already treated as separate schools"),
        _("People have opened careered from more than one of them. Approve each deployment separately."),
    ),
    "message_type_unsupported": ErrorPage(
        400, _("The platform asked for something that careered does not support"), _TELL_ADMIN
    ),
    "version_unsupported": ErrorPage(400, _("The platform uses a different version of LTI"), _TELL_ADMIN),
    "resource_link_missing": ErrorPage(
        400,
        _("This was not opened from an activity"),
        _("If you are a teacher, add the activity to a course and open it there."),
    ),
    "not_allowed": ErrorPage(
        403, _("You do not have access to this page"), _("Open the activity from your course instead.")
    ),
    "pupil_unknown": ErrorPage(
        404,
        _("This pupil has not opened careered here"),
        _("Go back to the gradebook. Once the pupil has opened an activity, you will see their work here."),
    ),
    "person_unknown": ErrorPage(
        404,
        _("Nothing is stored about this person"),
        _("The platform named someone who has never opened careered. There is nothing to show or erase."),
    ),
    "return_url_untrusted": ErrorPage(
        400,
        _("The platform wants your choice sent to another address"),
        _("The address does not belong to the connected platform. Ask the platform administrator to add the address."),
    ),
    "left_class": ErrorPage(
        403,
        _("You are no longer on this course"),
        _("You can still read what you have done. To continue, open careered from a course that you are on."),
    ),
    "joined_account": ErrorPage(
        403,
        _("This account has been joined with your other one"),
        _("You can still read what you have done. To continue, open careered with your other account."),
    ),
    "account_blocked": ErrorPage(403, _("Your access has been switched off"), _("Ask your teacher or counsellor.")),
}

_REGISTRATION = {
    "admin_link_invalid": ErrorPage(
        403,
        _("This link has already been used or has expired"),
        _("Make a new one on the server: careered admin link"),
    ),
    "registration_closed": ErrorPage(
        403,
        _("Platforms can be connected only by invitation"),
        _("Ask a careered administrator for an invitation link and use it."),
    ),
    "invitation_invalid": ErrorPage(
        403,
        _("The invitation has already been used or has expired"),
        _("Ask a careered administrator for a new invitation link."),
    ),
    "url_not_allowed": ErrorPage(
        400,
        _("The platform's address cannot be used"),
        _("It must be a public address that begins with https."),
    ),
    "issuer_mismatch": ErrorPage(
        400,
        _("The platform gave a different address as its own"),
        _("Ask the platform administrator to check the platform's own address (site URL)."),
    ),
    "already_registered": ErrorPage(
        409,
        _("This platform is already connected"),
        _(
            "Nothing was changed. To change the connection, let the platform update the tool, or remove the platform "
            "here first."
        ),
    ),
    "config_bad": ErrorPage(
        400,
        _("The platform's response cannot be read"),
        _("Try again. If it still happens, connect the platform manually."),
    ),
    "registration_refused": ErrorPage(
        400,
        _("The platform did not accept the registration"),
        _("Try again. If it still happens, connect the platform manually."),
    ),
    "already_answered": ErrorPage(
        409,
        _("Your choice has already been sent"),
        _("Go back to the course. To add more, open careered's list of lessons from there again."),
    ),
    "lesson_not_available": ErrorPage(
        403, _("A chosen lesson is not available here"), _("Go back and choose from the list.")
    ),
}

_PACKS = {
    "version_exists": ErrorPage(
        409,
        _("This version is already loaded"),
        _("If something has changed, give the pack a higher version number in pack.yaml and upload it again."),
    ),
    "version_older": ErrorPage(
        409,
        _("A newer version is loaded"),
        _("Nothing was changed. To go back to the old texts, give them a higher version number."),
    ),
    "overlay_taken": ErrorPage(
        409,
        _("This ID belongs to another organisation's additions"),
        _("Choose another ID in overlay.yaml and upload the additions again."),
    ),
    "overlay_there": ErrorPage(
        409,
        _("This pack already has other additions"),
        _("Remove them first, or give the new ones the same ID and a higher version number."),
    ),
    "upload_over": ErrorPage(
        404,
        _("This upload has expired"),
        _("An upload is kept for one hour. Upload the pack again."),
    ),
}

_GUIDANCE = {
    "post_gone": ErrorPage(
        404,
        _("This post no longer exists"),
        _("The person who wrote it has taken it down. Go back to the board."),
    ),
    "too_many_questions": ErrorPage(
        429,
        _("You have sent a lot of questions in a short time"),
        _("Your question was not sent. Try again in an hour, or talk to your counsellor at school."),
    ),
    "question_gone": ErrorPage(
        404,
        _("This question no longer exists"),
        _("The person who asked has deleted it, or it has expired. Go back to the questions."),
    ),
}

_PAGES = {
    "session_missing": ErrorPage(401, _("Open this from your learning platform"), _REOPEN_ACTIVITY),
    "session_changed": ErrorPage(403, _("Someone else has since opened careered in this browser"), _REOPEN_ACTIVITY),
    "csrf": ErrorPage(403, _("This answer was not sent from your own page"), _REOPEN_ACTIVITY),
    "not_found": ErrorPage(404, _("There is nothing at this address"), _REOPEN_ACTIVITY),
    "method_not_allowed": ErrorPage(405, _("This address cannot be opened directly"), _REOPEN_ACTIVITY),
    "too_large": ErrorPage(413, _("That is too much to send in one go"), _("Make it shorter and send it again.")),
    "unsupported_media": ErrorPage(415, _("careered cannot read what was sent"), _REOPEN_ACTIVITY),
    "step_order": ErrorPage(
        409, _("This step comes later"), _("The button below takes you back to where you left off.")
    ),
    "still_working": ErrorPage(
        429,
        _("Your last request is still being processed"),
        _("Wait until it has finished, then try again."),
    ),
    "answer_invalid": ErrorPage(422, _("Something is still missing"), _("Check the highlighted fields.")),
    "no_pack": ErrorPage(503, _("No lessons are loaded yet"), _TELL_ADMIN),
    "storage_busy": ErrorPage(503, _("Many people are using careered right now"), _TRY_LATER),
    "storage_full": ErrorPage(503, _("Nothing can be saved at the moment"), _TRY_LATER),
    "server_error": ErrorPage(500, _("Something went wrong at our end"), _TRY_LATER),
}

ERROR_PAGES: dict[str, ErrorPage] = {**_LOGIN, **_STATE, **_TOKEN, **_REGISTRATION, **_PACKS, **_GUIDANCE, **_PAGES}
