"""Who the organisation is, and where its pupils' data are."""

from babel import Locale
from sqlalchemy import make_url
from starlette.responses import Response

from careered.packs import store
from careered.roster import administrators
from careered.roster.organisations import Provider, describe, provider
from careered.settings import Settings
from careered.web.edge import Ask
from careered.web.i18n import LANGUAGES
from careered.words import _

LONGEST = 200


NO_NAME = _("Write the name.")
NO_COUNTRY = _("Choose a country.")


def show_organisation(ask: Ask) -> Response:
    """GET /admin/organisation: name, country, language; where the data are."""
    return _page(ask, provider(ask.db, ask.me.organisation_id))


def save_organisation(ask: Ask) -> Response:
    """POST /admin/organisation/save: keep it, or the page with what is missing."""
    said = Provider(ask.field("name").strip()[:LONGEST], ask.field("country"), ask.field("lang"))
    known = countries(ask)
    wrong = [("name", NO_NAME)] if not said.name else []
    wrong += [("country", NO_COUNTRY)] if said.country not in known else []
    if wrong or said.lang not in LANGUAGES:
        response = _page(ask, said, wrong, status=422)
        response.headers["Careered-Code"] = "answer_invalid"
        return response
    describe(ask.db, ask.me.organisation_id, said)
    return ask.go("/admin")


def countries(ask: Ask) -> dict[str, str]:
    """The countries that a pack is loaded for, by code, in the reader's language."""
    names = Locale(ask.lang).territories
    codes = {str(row["country"]).upper() for row in store.versions(ask.db)}
    return {code: names.get(code, code) for code in sorted(codes)}


def _page(ask: Ask, said: Provider, wrong: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
    return ask.render(
        "admin/organisation.html",
        status=status,
        said=said,
        wrong=[(field, ask.translate(words)) for field, words in wrong or ()],
        countries=countries(ask),
        languages=LANGUAGES,
        people=administrators.everybody(ask.db, ask.me.organisation_id),
        place=data_place(ask.house.settings),
    )


def data_place(settings: Settings) -> str:
    """Where the pupils' data are, without any secret: a file, or a database on a server."""
    url = make_url(settings.database)
    return str(url.database) if settings.on_sqlite else f"PostgreSQL, {url.host or 'localhost'}, {url.database}"
