"""A second school behind the same registration: another deployment, with the same numbers for other people.

And a deployment that is gone from the database, as if the platform had never launched from it.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, delete

from careered.db.queries import where_equal
from careered.lti import deployment_store, platform_store
from careered.lti.registration_version import change_version
from careered.lti.tables import Deployment
from tests.journeys.scenario import Scenario

SOUTH, NORTH = "1", "north"


def delete_deployment(db: Connection, organisation_id: str, platform_id: str, deployment_id: str) -> None:
    """Its next launch makes it pending again."""
    change_version(db)
    key = {"organisation_id": organisation_id, "platform_id": platform_id, "deployment_id": deployment_id}
    db.execute(delete(Deployment.__table__).where(where_equal(Deployment.__table__, **key)))


@dataclass
class TwoSchools:
    """Two deployments of one platform and client. Their users, courses and activities have the same ids."""

    scenario: Scenario
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = self.scenario.platform.people
        tool = self.scenario.platform.tools["careered-demo"]
        self.names[SOUTH] = {number: person.name for number, person in people.items()}
        self.names[NORTH] = {number: f"Pohjo{number} Revontuli{number}" for number in people}
        with self.scenario.school.database.transaction() as db:
            registration = platform_store.all_platforms(db)[0]
            self.organisation_id, self.platform_id = registration.organisation_id, registration.platform_id
            delete_deployment(db, self.organisation_id, self.platform_id, tool.deployment_id)
            for deployment_id in (SOUTH, NORTH):
                deployment_store.approve(db, self.organisation_id, self.platform_id, deployment_id)
        self.at(SOUTH)

    def at(self, deployment_id: str) -> Scenario:
        """From now on, launches and lists of the platform are those of this school."""
        self.scenario.platform.tools["careered-demo"].deployment_id = deployment_id
        for number, person in self.scenario.platform.people.items():
            person.name = self.names[deployment_id][number]
            person.given, _, person.family = person.name.rpartition(" ")
        return self.scenario

    def class_id(self, deployment_id: str, context_id: str = "2") -> str:
        """Our id of a course of one of the schools."""
        rows = self.scenario.class_rows()
        (found,) = [row for row in rows if (row["deployment_id"], row["context_id"]) == (deployment_id, context_id)]
        return str(found["id"])
