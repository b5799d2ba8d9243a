"""Over a real socket: a cut connection has no answer on it."""

import httpx2
import pytest
from starlette.applications import Starlette

from demo_platform.platform import DemoPlatform
from tests.demo_platform.serving import served
from tests.demo_platform.stand_in import StandIn

SCORES = "/services/2/lineitems/1/lineitem/scores"


def test_the_score_is_in_the_gradebook_and_the_socket_is_closed_without_a_byte(
    lms: Starlette, tool: StandIn, platform: DemoPlatform
) -> None:
    platform.faults.cut_after_commit = 1
    headers = tool.bearer() | {"Content-Type": "application/vnd.ims.lis.v1.score+json"}
    with served(lms) as address:
        with pytest.raises(httpx2.RemoteProtocolError, match="without sending a response"):
            httpx2.post(address + SCORES, json=tool.score_fields("13", 40), headers=headers)
        after = httpx2.get(f"{address}/jwks.json")
    assert platform.gradebook["1"]["13"].score == 40
    assert after.status_code == 200


def test_paging_columns_on_moodle_gives_a_link_header_that_is_none(lms: Starlette, tool: StandIn) -> None:
    with served(lms) as address:
        answer = httpx2.get(f"{address}/services/2/lineitems?type_id=2&limit=1", headers=tool.bearer())
    [link] = [value.decode() for name, value in answer.headers.raw if name.lower() == b"link"]
    assert "rel=“first”" in link
    assert "&amp;limit=1&amp;from=0>" in link
    assert len(answer.json()) == 1
