"""Page of the organisation: country, name, language, where its data are stored, and administrators."""

from babel import Locale
from starlette.responses import Response

from careered.admin.country_choices import NO_COUNTRY, country_choices
from careered.admin.leader_views import NO_SCHOOL
from careered.i18n_marker import _
from careered.packs import version_store
from careered.packs.store import PackStore
from careered.reports import labels
from careered.roster.administrators import administrators
from careered.roster.organisations import OrganisationProfile, get_profile, update_profile
from careered.roster.school_leaders import school_leaders
from careered.roster.schools import list_schools
from careered.web.i18n import LANGUAGES
from careered.web.request import PageRequest

MAX_NAME_LENGTH = 200
NO_NAME = _("Enter the name.")


def show_organisation(req: PageRequest) -> Response:
    """GET /admin/organisation: country, name, language; where the data are."""
    return _page(req, get_profile(req.db, req.viewer.organisation_id))


def save_organisation(req: PageRequest) -> Response:
    """POST /admin/organisation/save: keep it, or the page with what is missing."""
    profile = OrganisationProfile(
        req.form_value("name").strip()[:MAX_NAME_LENGTH], req.form_value("country"), req.form_value("lang")
    )
    loaded_countries = countries(req)
    errors = [("country", NO_COUNTRY)] if profile.country not in loaded_countries else []
    errors += [("name", NO_NAME)] if not profile.name else []
    if errors or profile.lang not in LANGUAGES:
        response = _page(req, profile, errors, status=422)
        response.headers["Careered-Code"] = "answer_invalid"
        return response
    update_profile(req.db, req.viewer.organisation_id, profile)
    return req.redirect("/admin")


def countries(req: PageRequest) -> dict[str, str]:
    """Names, in the reader's language, of the countries with a loaded pack, by code."""
    names = Locale(req.lang).territories
    codes = {str(row["country"]).upper() for row in version_store.loaded_versions(req.db)}
    return {code: names.get(code, code) for code in sorted(codes)}


def _page(
    req: PageRequest, profile: OrganisationProfile, errors: list[tuple[str, str]] | None = None, status: int = 200
) -> Response:
    return req.render(
        "admin/organisation.html",
        status=status,
        profile=profile,
        errors=[(field, req.gettext(message)) for field, message in errors or ()],
        choices=country_choices(
            req.db, req.state.get(PackStore), countries(req), profile.country, req.gettext, req.lang
        ),
        languages=LANGUAGES,
        people=administrators.requesters(req.db, req.viewer.organisation_id),
        leaders=school_leaders.requesters(req.db, req.viewer.organisation_id),
        schools=[
            *((school.id, school.name) for school in list_schools(req.db, req.viewer.organisation_id)),
            (NO_SCHOOL, req.gettext(labels.NO_SCHOOL)),
        ],
        data_location=req.state.settings.data_location,
        origin=req.state.settings.origin,
    )
