"""What is stored about you, and for how long: one short page for everybody who came in."""

from starlette.responses import Response

from careered.privacy.retention import rule_of
from careered.privacy.retention_words import for_pupils
from careered.web.edge import Ask
from careered.web.permissions import Role


def about_your_data(ask: Ask) -> Response:
    """GET /about-your-data."""
    looks = ask.me.role in {Role.TEACHER, Role.ASSISTANT, Role.MENTOR, Role.OFFICER}
    kept = [] if looks else for_pupils(rule_of(ask.db, ask.me.organisation_id), ask.lang)
    return ask.render("privacy/about_your_data.html", platform=ask.me.platform_name, looks=looks, kept=kept)
