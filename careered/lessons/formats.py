"""Which player a lesson has: the pages of steps (pack_format 1), or those of cards (2). The only place that asks.

When no pack has steps any more, this module, `kinds/` and the step views go, and the routes name the card views.
"""

from collections.abc import Callable
from functools import wraps

from starlette.responses import Response

from careered.lessons.attempt import LessonAttempt, current_attempt
from careered.web.request import PageRequest

AttemptHandler = Callable[[PageRequest, LessonAttempt], Response]


def by_format(steps: AttemptHandler, cards: AttemptHandler) -> Callable[[PageRequest], Response]:
    """A handler that gives the lesson in the URL to the view of its format."""

    @wraps(steps)
    def handle(req: PageRequest) -> Response:
        attempt = current_attempt(req)
        return (cards if attempt.lesson.parts else steps)(req, attempt)

    return handle
