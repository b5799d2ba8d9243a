"""The tables of the roster, by what they hold; imported from here."""

from careered.roster.tables.classes import ClassGroup, GroupMember, SchoolClass
from careered.roster.tables.people import AdministratorAccess, Enrolment, Person, SchoolLeader
from careered.roster.tables.schools import Organisation, School, SchoolRule

__all__ = [
    "AdministratorAccess",
    "ClassGroup",
    "Enrolment",
    "GroupMember",
    "Organisation",
    "Person",
    "School",
    "SchoolClass",
    "SchoolLeader",
    "SchoolRule",
]
