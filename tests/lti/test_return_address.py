"""The way back to the platform carries nobody's session key."""

import pytest

from careered.lti.return_address import course_address

MOODLE, CANVAS = "https://moodle.school.example", "https://canvas.example"


@pytest.mark.parametrize(
    ("named", "address"),
    [
        (f"{MOODLE}/mod/lti/return.php?course=2&launch_container=4&sesskey=Tplp", f"{MOODLE}/course/view.php?id=2"),
        (f"{MOODLE}/sub/mod/lti/return.php?sesskey=Tplp&course=31", f"{MOODLE}/sub/course/view.php?id=31"),
        (f"{MOODLE}/mod/lti/return.php?course=2&%73esskey=Tplp", f"{MOODLE}/course/view.php?id=2"),
        (f"{MOODLE}/mod/lti/return.php?course=2&sesskey=Tplp&course=31#top", f"{MOODLE}/course/view.php?id=31"),
        (f"{MOODLE}/mod/lti/return.php?recourse=2&sesskey=Tplp", ""),
        (f"{MOODLE}/mod/lti/return.php?course=x&sesskey=Tplp", ""),
        (f"{MOODLE}/mod/lti/return.php?sesskey=Tplp", ""),
        (f"{MOODLE}/back?from=7&sesskey=Tplp#top", f"{MOODLE}/back?from=7"),
        (f"{MOODLE}/back?sesskey=", ""),
        (f"{MOODLE}/back?SessKey=Tplp", ""),
        (f"{MOODLE}/sesskey/Tplp", ""),
        (f"{MOODLE}/sesskey=Tplp/mod/lti/return.php?course=5", ""),
        (f"{MOODLE}/back?%53ESSKEY=Tplp", ""),
        (f"{MOODLE}/%73esskey/Tplp?from=7", ""),
        (f"{CANVAS}/courses/7/external_content/success/external_tool_redirect", f"{CANVAS}/courses/7"),
        (f"{CANVAS}/courses/7/external_content/success?display=borderless", f"{CANVAS}/courses/7"),
        (f"{CANVAS}/courses/7/assignments/3", f"{CANVAS}/courses/7/assignments/3"),
        ("javascript:alert(1)", ""),
        (f"{MOODLE}/{'x' * 3000}", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_people_are_sent_back_to_their_course_without_a_session_key(named: object, address: str) -> None:
    assert course_address(named) == address
