"""Our public JSON Web Key Set (SEC 6.3), from which platforms verify what we sign."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.lti.tool_key_store import published_keys
from careered.lti.tool_keys import ToolKey, public_jwks
from careered.web.app_state import AppState

JWKS_MAX_AGE_SECONDS = 3600


async def show_jwks(request: Request) -> Response:
    """GET /lti/jwks.json."""
    app_state: AppState = request.app.state.careered

    def read_published() -> list[ToolKey]:
        with app_state.database.reading() as db:
            return published_keys(db)

    tool_keys = await app_state.in_thread(read_published)
    return JSONResponse(public_jwks(tool_keys), headers={"Cache-Control": f"public, max-age={JWKS_MAX_AGE_SECONDS}"})
