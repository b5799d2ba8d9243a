"""What every service request must bring: a bearer token with a fitting scope, and the media type (SEC 4.1)."""

from starlette.responses import JSONResponse, Response

from demo_platform.platform_state import PlatformState
from demo_platform.request_log import ServiceRequest


def refusal(
    platform: PlatformState, request: ServiceRequest, scopes: set[str], media_type: str = ""
) -> Response | None:
    """The refusal of a request, or None when it may pass.

    scopes: any one of them will do. media_type: what it must send, or for GET accept; "" for any.
    """
    granted = platform.access_tokens.scopes_of(request.headers.get("authorization", ""), platform.now())
    if granted is None:
        return error_response(request, 401, "Unauthorized")
    if not granted & scopes:
        status = platform.profile.missing_scope_status
        return error_response(request, status, "Unauthorized" if status == 401 else "Insufficient scope")
    if media_type and not _fits(request, media_type):
        sent = request.headers.get("accept" if request.method == "GET" else "content-type", "")
        reason = f"No handler found for {request.url_path} {sent}"
        return error_response(request, platform.profile.wrong_media_status, reason)
    return None


def error_response(request: ServiceRequest, status: int, reason: str) -> Response:
    """An error as Moodle words it in JSON."""
    about = {"method": request.method, "url": request.url_path, "accept": request.headers.get("accept", "")}
    return JSONResponse({"status": status, "reason": reason, "request": about}, status)


def _fits(request: ServiceRequest, media_type: str) -> bool:
    """Whether the content type, or one of the accepted ones, is this one; parameters do not matter."""
    if request.method != "GET":
        return _without_parameters(request.headers.get("content-type", "")) == media_type
    accepted = [_without_parameters(part) for part in request.headers.get("accept", "*/*").split(",")]
    return media_type in accepted or "*/*" in accepted or "application/*" in accepted


def _without_parameters(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
