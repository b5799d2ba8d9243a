"""Hosts of a platform's services that an approved launch has named: with those of the registration the only ones that
tokens and scores go to. An administrator sees them on the platform's page.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select, update

from careered.db.queries import where_equal
from careered.lti import urls
from careered.lti.claims import Launch
from careered.lti.platform import Registration
from careered.lti.registration_version import change_version
from careered.lti.tables import Platform

MAX_SERVICE_HOSTS = 20
_platforms = Platform.__table__


def store_service_hosts(db: Connection, registration: Registration, launch: Launch) -> None:
    """Store the hosts of a verified launch's service URLs that are new, up to MAX_SERVICE_HOSTS in all.

    An address inside a network is no host to call; the launch goes on without it.
    """
    if knows_service_hosts(registration, launch):
        return
    change_version(db)
    where = where_equal(_platforms, organisation_id=registration.organisation_id, id=registration.platform_id)
    stored = db.execute(select(_platforms.c.service_hosts).where(where).with_for_update()).scalar_one()
    new_hosts = [host for host in _named_hosts(registration, launch) if host not in registration.own_hosts]
    hosts = list(dict.fromkeys([*stored, *new_hosts]))[:MAX_SERVICE_HOSTS]
    db.execute(update(_platforms).where(where).values(service_hosts=hosts))


def knows_service_hosts(registration: Registration, launch: Launch) -> bool:
    """Whether `store_service_hosts` would store none."""
    is_full = len(registration.service_hosts) >= MAX_SERVICE_HOSTS  # one more each time would change the version
    return is_full or registration.called_hosts.issuperset(_named_hosts(registration, launch))


def _named_hosts(registration: Registration, launch: Launch) -> Iterator[str]:
    line_items = (launch.ags.lineitems, launch.ags.lineitem) if launch.ags else ()
    is_local = urls.is_local(registration.token_url)
    for url in (*line_items, launch.nrps_url, launch.notices_url):
        if url and urls.is_outgoing_allowed(url, allow_loopback=is_local):
            yield urls.host_of(url)
