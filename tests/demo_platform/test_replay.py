"""What was sent to a real Moodle, sent to ours: the answers must agree."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from demo_platform.courses import LineItem
from demo_platform.platform import DemoPlatform
from tests.demo_platform.conftest import CAPTURES
from tests.demo_platform.stand_in import LMS, Clock, StandIn
from tests.demo_platform.test_captures import shape

# The people and line items of the recorded Moodle, and who stands for them here.
PERSON_IDS = {"3": "10", "4": "12", "5": "13", "6": "14", "7": "15", "9999": "9999"}
FILES = sorted(CAPTURES.glob("ags-[ls]*.json"))
ROSTERS = sorted(CAPTURES.glob("nrps.json"))


def exchanges(path: Any, word: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for scene in json.loads(path.read_text()):
        for exchange in scene["exchanges"]:
            if word in exchange["request"]["url"]:
                yield scene["label"], exchange["request"], exchange["response"]


def add_recorded_line_items(platform: DemoPlatform) -> None:
    for number in ("2", "3", "4", "5", "13"):
        platform.add_line_item(LineItem(number, "fi-8b", f"Column {number}", 20 if number == "5" else 100))


def replayed(tool: StandIn, clock: Clock, request: dict[str, Any]) -> Any:
    """The request as recorded, for our people, with a token of ours; the clock stands at its timestamp."""
    parts = urlsplit(request["url"])
    headers = {name: value for name, value in request["headers"] if name.lower() in ("accept", "content-type")}
    query = {
        name: PERSON_IDS.get(value, value) if name == "user_id" else value for name, value in parse_qsl(parts.query)
    }
    body = json.loads(request["body"] or "{}")
    if "userId" in body:
        body["userId"] = PERSON_IDS[str(body["userId"])]
    if "timestamp" in body:
        at = datetime.fromisoformat(body["timestamp"])
        clock.time = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    path = f"{LMS}/services{parts.path.partition('services.php')[2]}"
    content = json.dumps(body) if body else None
    return tool.client.request(request["method"], path, params=query, content=content, headers=tool.bearer() | headers)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scores_and_results_get_the_answers_that_moodle_gave(
    tool: StandIn, platform: DemoPlatform, clock: Clock, path: Any
) -> None:
    add_recorded_line_items(platform)
    platform.profile = replace(
        platform.profile, zero_result_bare=False
    )  # what 4.5.6 did, though its source reads otherwise
    recorded, simulated = [], []
    for label, request, response in exchanges(path, "/lineitem/"):
        answer = replayed(tool, clock, request)
        recorded.append((label, response["status"], result_rows(response["body"], PERSON_IDS)))
        simulated.append((label, answer.status_code, result_rows(answer.text, {})))
    assert simulated == recorded
    assert len(simulated) > 5


def result_rows(body: str, person_ids: dict[str, str]) -> list[tuple[str, Any, Any, str]]:
    """The results in an answer: whose, how much, of how much, and when."""
    results = json.loads(body) if body.startswith("[") else []
    return sorted(
        (person_ids.get(row["userId"], row["userId"]), row.get("resultScore"), row["resultMaximum"], row["timestamp"])
        for row in results
    )


@pytest.mark.parametrize("path", ROSTERS, ids=lambda path: path.stem)
def test_members_are_shaped_like_moodles(tool: StandIn, platform: DemoPlatform, path: Any) -> None:
    for label, request, response in exchanges(path, "/CourseSection/2/"):
        if response["status"] != 200:
            continue
        recorded = json.loads(response["body"])
        platform.profile = replace(platform.profile, names="sendname never" not in label)
        simulated = tool.members(**dict(parse_qsl(urlsplit(request["url"]).query))).json()
        assert list(simulated) == list(recorded)
        assert shape(simulated["members"][0]) == shape(recorded["members"][0]), label
