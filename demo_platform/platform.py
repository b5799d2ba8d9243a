"""The demo platform as a test drives it from inside: its state, and the messages that it would send."""

from typing import Any

from demo_platform import course_copy, login_initiation, registration_token
from demo_platform.claims import launch_claims
from demo_platform.courses import Course
from demo_platform.launch_messages import message_claims
from demo_platform.pending_launches import PendingLaunch
from demo_platform.platform_state import PlatformState
from demo_platform.registration import CLIENT_ID


class DemoPlatform(PlatformState):
    """The state of a platform, with its messages in reach. create_demo_platform puts one into app.state.platform."""

    def claims(
        self, person_id: str, activity_id: str, *, nonce: str, now: float | None = None, target: str = ""
    ) -> dict[str, Any]:
        """The id_token claims of a launch. now: epoch seconds instead of the clock; target: iframe or window."""
        person, activity = self.people[person_id], self.activities[activity_id]
        issued_at = self.now() if now is None else now
        return launch_claims(self, person, activity, nonce, issued_at, target or activity.target)

    def login_params(self, person_id: str, activity_id: str, *, target: str = "") -> dict[str, str]:
        """Start a launch: the fields of the login initiation, with a fresh message hint."""
        return login_initiation.start_launch(self, person_id, activity_id, target=target)

    def start_message(
        self,
        person_id: str,
        *,
        message: str,
        activity_id: str = "",
        course_id: str = "",
        client_id: str = CLIENT_ID,
        about_id: str = "",
    ) -> dict[str, str]:
        """Start another message (see PendingLaunch): the fields of the login initiation."""
        return login_initiation.start_message(
            self,
            person_id,
            message=message,
            activity_id=activity_id,
            course_id=course_id,
            client_id=client_id,
            about_id=about_id,
        )

    def message_claims(self, pending: PendingLaunch, nonce: str) -> dict[str, Any]:
        """The id_token claims of a message that was started."""
        return message_claims(self, pending, nonce, self.now())

    def copy_course(self, course_id: str) -> Course:
        """Copy a course; subscribed tools are notified."""
        return course_copy.copy_course(self, course_id)

    def resend_copy_notice(self) -> None:
        """Send the notice of the last copy once more, as some platforms do."""
        course_copy.notify_of_copy(self, list(self.courses.values())[-1])

    def registration_parameters(self, update: str = "") -> dict[str, str]:
        """What is added to a tool's registration URL. update: the client id of a tool that renews itself."""
        return registration_token.registration_parameters(self, update)
