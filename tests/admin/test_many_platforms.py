"""An administrator of a country with hundreds of platforms: the first page takes no statement for each."""

import pytest

from careered.lti import connection_log, deployment_store, platform_store
from careered.lti.platform import Registration
from tests.admin.conftest import AdminOffice
from tests.support.counters import statements_of


def connect(office: AdminOffice, number: int) -> None:
    """One more municipality's platform, with a launch and a deployment that waits."""
    name, address = f"Kunta {number}", f"https://lms{number}.test"
    known = Registration("town", "", name, address, "c", address, address, address, "moodle", "fi")
    with office.school.database.transaction() as db:
        platform_id = platform_store.save(db, known, ["1"])
        deployment_store.request_approval(db, "town", platform_id, "2")
        connection_log.record(db, "town", platform_id, connection_log.LAUNCH, connection_log.OK, {})


def statements_of_home(office: AdminOffice) -> list[str]:
    office.browser.get("/admin")
    with statements_of(office.school.tool.state.careered.database) as statements:
        office.browser.get("/admin")
    return statements


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ten_more_platforms_take_no_more_statements_and_are_listed_with_their_state(entered: AdminOffice) -> None:
    before = statements_of_home(entered)
    for number in range(10):
        connect(entered, number)
    assert len(statements_of_home(entered)) == len(before) > 5
    lines = [line.to_text() for line in entered.browser.get("/admin").all(".platforms li")]
    assert len(lines) == 11
    asking = [line for line in lines if "Kunta" in line]
    assert all("question about its deployments" in line for line in asking)
    assert not any("Nobody has opened" in line for line in asking)
