"""What every AGS and NRPS request must bring: a bearer token with a fitting scope, and the media type."""

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from demo_platform.faults import Call

if TYPE_CHECKING:
    from demo_platform.platform_state import School


def refusal(school: "School", call: Call, scopes: set[str], media: str = "") -> Response | None:
    """The refusal of a request, or None when it may pass. media: what it must send, or for GET accept; "" any."""
    held = school.tokens.scopes_of(call.headers.get("authorization", ""), school.now())
    if held is None:
        return said(call, 401, "Unauthorized")
    if not held & scopes:
        status = school.profile.missing_scope_status
        return said(call, status, "Unauthorized" if status == 401 else "Insufficient scope")
    if media and not _fits(call, media):
        offered = call.headers.get("accept" if call.method == "GET" else "content-type", "")
        return said(call, school.profile.wrong_media_status, f"No handler found for {call.address} {offered}")
    return None


def said(call: Call, status: int, reason: str) -> Response:
    """A refusal in words, as Moodle words it in JSON."""
    about = {"method": call.method, "url": call.address, "accept": call.headers.get("accept", "")}
    return JSONResponse({"status": status, "reason": reason, "request": about}, status)


def _fits(call: Call, media: str) -> bool:
    """Whether the content type, or one of the accepted ones, is this one; parameters do not matter."""
    if call.method != "GET":
        return _bare(call.headers.get("content-type", "")) == media
    accepted = [_bare(part) for part in call.headers.get("accept", "*/*").split(",")]
    return media in accepted or "*/*" in accepted or "application/*" in accepted


def _bare(media: str) -> str:
    return media.partition(";")[0].strip().lower()
