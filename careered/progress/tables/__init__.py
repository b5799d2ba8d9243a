"""The tables of progress, by what they hold; imported from here."""

from careered.progress.tables.accounts import JoinedAccount, TransferCode
from careered.progress.tables.answers import AlternativeRequest, Answer
from careered.progress.tables.events import Event
from careered.progress.tables.outbox import LineItem, ScoreDelivery
from careered.progress.tables.staff_acts import StaffAct
from careered.progress.tables.statuses import EveningFigures, RequirementStatus

__all__ = [
    "AlternativeRequest",
    "Answer",
    "EveningFigures",
    "Event",
    "JoinedAccount",
    "LineItem",
    "RequirementStatus",
    "ScoreDelivery",
    "StaffAct",
    "TransferCode",
]
