"""The Platform Notification Service (PNS 1.0): where a tool says which notices it wants, and where."""

import json

from starlette.responses import JSONResponse, Response

from demo_platform.auth_guard import error_response, refusal
from demo_platform.platform_state import PlatformState
from demo_platform.request_log import ServiceRequest
from demo_platform.vocabulary import NOTICES_SCOPE


def notice_handlers(platform: PlatformState, request: ServiceRequest) -> Response:
    """GET and PUT …/notices/{client_id}."""
    if refused := refusal(platform, request, {NOTICES_SCOPE}):
        return refused
    client_id, notice_types = request.path_params["client_id"], platform.profile.notices
    handlers = platform.notice_handlers.setdefault(client_id, {})
    if request.method == "PUT":
        subscription = json.loads(request.body)
        notice_type, url = subscription.get("notice_type"), subscription.get("handler")
        if notice_type not in notice_types or not isinstance(url, str):
            return error_response(request, 400, "Unknown notice type")
        handlers[notice_type] = url
    subscriptions = [{"notice_type": name, "handler": handlers.get(name, "")} for name in notice_types]
    return JSONResponse({"client_id": client_id, "notice_handlers": subscriptions})
