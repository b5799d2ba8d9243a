"""The tables of every feature, for whoever means all that is stored: schema, backup, a person's data, retention.

Importing this registers them. A table that no module has imported would be missing there, and nothing would say so.
"""

from types import ModuleType

from careered.agreements import tables as agreements
from careered.boards import tables as boards
from careered.feedback import tables as feedback
from careered.live import tables as live
from careered.lti import tables as lti
from careered.notebook import tables as notebook
from careered.packs import tables as packs
from careered.privacy import tables as privacy
from careered.progress import tables as progress
from careered.questions import tables as questions
from careered.roster import tables as roster
from careered.statistics import tables as statistics
from careered.training import tables as training
from careered.web import tables as web

TABLE_MODULES: tuple[ModuleType, ...] = (
    agreements,
    boards,
    feedback,
    live,
    lti,
    notebook,
    packs,
    privacy,
    progress,
    questions,
    roster,
    statistics,
    training,
    web,
)
