"""Hosts of a platform's services, as its approved launches have named them.

Those of the addresses that are stored already were named by an approved launch.

Revision ID: 0013
Revises: 0012
"""

from collections import defaultdict
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MAX_SERVICE_HOSTS = 20
ADDRESSES = """
SELECT organisation_id, platform_id, line_items_url AS url FROM context_service
UNION SELECT organisation_id, platform_id, roster_url FROM context_service
UNION SELECT organisation_id, platform_id, notices_url FROM deployment WHERE status = 'approved'
UNION SELECT line_item.organisation_id, school_class.platform_id, line_item.line_item_url FROM line_item
    JOIN school_class ON school_class.organisation_id = line_item.organisation_id
    AND school_class.id = line_item.class_id
ORDER BY url"""


def upgrade() -> None:
    op.add_column("platform", sa.Column("service_hosts", sa.JSON(), nullable=False, server_default="[]"))
    db = op.get_bind()
    hosts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for organisation_id, platform_id, url in db.execute(sa.text(ADDRESSES)):
        host = _host(url)
        known = hosts[organisation_id, platform_id]
        if host and host not in known and len(known) < MAX_SERVICE_HOSTS:
            known.append(host)
    platforms = sa.table("platform", sa.column("organisation_id"), sa.column("id"), sa.column("service_hosts", sa.JSON))
    for (organisation_id, platform_id), names in hosts.items():
        where = (platforms.c.organisation_id == organisation_id) & (platforms.c.id == platform_id)
        db.execute(sa.update(platforms).where(where).values(service_hosts=sorted(names)))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
