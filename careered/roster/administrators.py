"""Access of platform administrators to careered's administration: requested, approved, removed."""

from careered.roster.access_requests import AccessRequests
from careered.roster.tables import AdministratorAccess

administrators = AccessRequests(AdministratorAccess.__table__)
