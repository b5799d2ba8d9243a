"""Classes and people belong to one deployment of a platform.

A class goes to the deployment it was last opened from, else to the platform's only approved one; else to none ("") until
its next launch. A person goes to the deployment of the class that they opened last. Canvas makes a deployment for each
course, and its user ids are unique: one with several deployments has been one school's courses.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
KEYS = {
    "school_class": ("uq_school_class_organisation_id_platform_id_context_id", "uq_school_class_context", "context_id"),
    "person": (
        "uq_person_organisation_id_platform_id_sub",
        "uq_person_organisation_id_platform_id_deployment_id_sub",
        "sub",
    ),
}

ONLY_DEPLOYMENT = """(SELECT CASE WHEN count(*) = 1 THEN min(deployment.deployment_id) END FROM deployment
    WHERE deployment.organisation_id = {table}.organisation_id AND deployment.platform_id = {table}.platform_id
    AND deployment.status = 'approved')"""

CLASSES = """UPDATE school_class SET deployment_id = coalesce(
    (SELECT context_service.deployment_id FROM context_service
     WHERE context_service.organisation_id = school_class.organisation_id
     AND context_service.class_id = school_class.id),
    {only_deployment}, '')"""

PEOPLE = """UPDATE person SET deployment_id = coalesce(
    (SELECT school_class.deployment_id FROM enrolment JOIN school_class
     ON school_class.organisation_id = enrolment.organisation_id AND school_class.id = enrolment.class_id
     WHERE enrolment.organisation_id = person.organisation_id AND enrolment.person_id = person.id
     AND school_class.platform_id = person.platform_id AND school_class.deployment_id <> ''
     ORDER BY CASE WHEN enrolment.launched_at IS NULL THEN 1 ELSE 0 END, enrolment.launched_at DESC,
     enrolment.updated_at DESC LIMIT 1),
    {only_deployment}, '')"""

COURSES_OF_CANVAS = """UPDATE platform SET deployment_kind = 'course' WHERE family = 'canvas' AND 1 < (
    SELECT count(*) FROM deployment WHERE deployment.organisation_id = platform.organisation_id
    AND deployment.platform_id = platform.id AND deployment.status = 'approved')"""

PEOPLE_OF_COURSES = """UPDATE person SET deployment_id = '' WHERE EXISTS (
    SELECT 1 FROM platform WHERE platform.organisation_id = person.organisation_id
    AND platform.id = person.platform_id AND platform.deployment_kind = 'course')"""


def upgrade() -> None:
    for table in ("platform", "school_class", "person"):
        name = "deployment_kind" if table == "platform" else "deployment_id"
        op.add_column(table, sa.Column(name, TEXT(), nullable=False, server_default=""))
    for table, (old, new, last) in KEYS.items():
        rowid = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind()).dialect_options["sqlite"]["with_rowid"]
        with op.batch_alter_table(table, table_kwargs={"sqlite_with_rowid": rowid}) as batch:
            batch.drop_constraint(old, type_="unique")
            batch.create_unique_constraint(new, ["organisation_id", "platform_id", "deployment_id", last])
    op.execute(CLASSES.format(only_deployment=ONLY_DEPLOYMENT.format(table="school_class")))
    op.execute(PEOPLE.format(only_deployment=ONLY_DEPLOYMENT.format(table="person")))
    op.execute(COURSES_OF_CANVAS)
    op.execute(PEOPLE_OF_COURSES)
