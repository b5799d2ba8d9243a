"""The guide for teachers and counsellors, as message ids."""

from collections.abc import Sequence

from careered.i18n_marker import _
from careered.web.help import COUNSELLOR, TEACHER, HelpTopic
from careered.web.permissions import Data

CLASS = "/teacher/class/{class}"
STAFF_TOPICS: Sequence[HelpTopic] = (
    HelpTopic(
        "class",
        TEACHER,
        _("See how far the class has got"),
        _(
            "Each row is a pupil, each column is a curriculum requirement, and the symbol shows the status. "
            "Press a cell to see what the pupil found and how we know. Press a name to open %(pupil)s."
        ),
        {"pupil": _("Pupil's page")},
        ("tile:not_started", "tile:in_progress", "tile:done", "tile:confirmed"),
        CLASS,
        _("Go to the class"),
    ),
    HelpTopic(
        "try",
        TEACHER,
        _("See a lesson as a pupil sees it"),
        _("Open %(lesson)s and press %(try)s. Nothing you do there is stored."),
        {"lesson": _("Lesson"), "try": _("Try it as a pupil")},
        ("button:try",),
        f"{CLASS}/lessons",
        _("Lessons"),
    ),
    HelpTopic(
        "live",
        TEACHER,
        _("Do a lesson with the class or a group"),
        _(
            "Press %(start)s, choose the lesson and press %(go)s. If the class has groups, you can choose one of them: "
            "the others are not told, and another teacher can have a live lesson with them. The projector view "
            "shows how many have joined, without names. Your own page shows by name, under %(now)s, who is waiting "
            "for you and who has fallen behind. %(end)s closes the lesson."
        ),
        {
            "start": _("Start a live lesson"),
            "go": _("Start the live lesson"),
            "now": _("Right now"),
            "end": _("End the live lesson"),
        },
        ("button:start", "button:go"),
        f"{CLASS}/live-lesson",
        _("Start a live lesson"),
    ),
    HelpTopic(
        "visit",
        TEACHER,
        _("Record a visit or a placement"),
        _(
            "Tick the pupils in the class; hold down Shift to tick everyone in between. Press %(visit)s, then "
            "enter what it was and when. You can type the day as “12.11.” or “yesterday”."
        ),
        {"visit": _("Visit or placement …")},
        ("tick", "button:visit", "tile:confirmed"),
        CLASS,
        _("Go to the class"),
    ),
    HelpTopic(
        "confirm",
        TEACHER,
        _("Confirm what a pupil has shown in another way"),
        _(
            "Tick the pupils and press %(confirm)s. For a whole column, press the figure under it. Everyone who "
            "is ready is already ticked."
        ),
        {"confirm": _("Confirm …")},
        ("tick", "button:confirm", "tile:confirmed"),
        CLASS,
        _("Go to the class"),
    ),
    HelpTopic(
        "undo",
        TEACHER,
        _("Undo something"),
        _(
            "%(undo)s appears next to the message right after you record something. Later, you can find it "
            "under %(log)s. What the pupil has done in the meantime is kept."
        ),
        {"undo": _("Undo"), "log": _("What has been recorded for the class")},
        ("button:undo",),
        f"{CLASS}/log",
        _("Full log"),
    ),
    HelpTopic(
        "remind",
        TEACHER,
        _("Remind pupils"),
        _(
            "Tick the pupils and press %(remind)s. You can change the text before you send it. Copy it to Wilma, "
            "Aula or an email as well: pupils who have never opened careered will see it only there."
        ),
        {"remind": _("Remind …")},
        ("tick", "button:remind"),
        f"{CLASS}/remind",
        _("Remind pupils"),
    ),
    HelpTopic(
        "questions",
        TEACHER,
        _("Answer questions"),
        _(
            "You will find them under %(questions)s. %(send)s sends your answer to the pupil. %(later)s tells "
            "the pupil that an answer is coming. You can answer questions without a name in the same way."
        ),
        {"questions": _("Questions"), "send": _("Send the answer"), "later": _("I am looking into it")},
        ("button:send",),
        f"{CLASS}/questions",
        _("Open the questions"),
    ),
    HelpTopic(
        "boards",
        TEACHER,
        _("Build something together on a board"),
        _(
            "Open %(boards)s, choose what the board is for and press %(create)s. If you tick %(first)s, nothing "
            "is shown until you have read it."
        ),
        {
            "boards": _("Boards"),
            "create": _("Create the board"),
            "first": _("I read every post before the class sees it"),
        },
        ("button:create",),
        f"{CLASS}/boards",
        _("Open the boards"),
    ),
    HelpTopic(
        "files",
        TEACHER,
        _("Save the class as a file"),
        _("Under %(reports)s you can print the class, or save it as PDF, Excel or CSV."),
        {"reports": _("Reports")},
        ("button:reports",),
        f"{CLASS}/reports",
        _("Reports"),
    ),
    HelpTopic(
        "desk",
        COUNSELLOR,
        _("All your classes in one place"),
        _(
            "%(desk)s shows every class you teach and, below, what is waiting this week, most urgent first. "
            "%(later)s puts off a row. The number for a class shows how many pupils have done their share for "
            "this term: what is due by the end of a grade is spread evenly over the terms before it."
        ),
        {"desk": _("Desk"), "later": _("Next week")},
        ("button:later",),
        "/desk",
        _("Desk"),
    ),
    HelpTopic(
        "talk",
        COUNSELLOR,
        _("Prepare to talk to a pupil"),
        _(
            "Press a pupil's name. One page shows what the pupil wants to say or ask, what has been done, and "
            "the plan and route if the pupil shows them to you. %(next)s takes you through the class one pupil "
            "at a time."
        ),
        {"next": _("Next pupil")},
        ("tile:talk", "button:next"),
        CLASS,
        _("Go to the class"),
        about=Data.GUIDANCE,
    ),
    HelpTopic(
        "agreed",
        COUNSELLOR,
        _("Record that you have talked"),
        _(
            "On the pupil's page, press %(talked)s. You can write what you agreed next to it, and the pupil can "
            "see that too. What you talked about is not stored anywhere."
        ),
        {"talked": _("We have talked")},
        ("button:talked",),
        about=Data.GUIDANCE,
    ),
    HelpTopic(
        "exempt",
        COUNSELLOR,
        _("Exempt a pupil from a requirement"),
        _(
            "Tick the pupil, press %(exempt)s, and choose the requirement and the reason. The requirement then "
            "counts neither for nor against the pupil. If the pupil has already done it, nothing changes."
        ),
        {"exempt": _("Exempt …")},
        ("tick", "button:exempt", "tile:exempt"),
        CLASS,
        _("Go to the class"),
    ),
    HelpTopic(
        "evidence",
        COUNSELLOR,
        _("Evidence and a letter home"),
        _(
            "On the pupil's page, open %(records)s. There you will find the evidence as a PDF, and a letter home "
            "that leaves out what the pupil wrote."
        ),
        {"records": _("Records, letters and scores")},
        ("button:records",),
    ),
    HelpTopic(
        "urgent",
        COUNSELLOR,
        _("A question that worries you"),
        _(
            "A question with words that may be a sign of distress goes to the top. Its text appears only when "
            "you press %(open)s, with the numbers to call next to it. Follow your school's plan."
        ),
        {"open": _("Open")},
        ("button:open",),
        f"{CLASS}/questions",
        _("Open the questions"),
        about=Data.URGENT,
    ),
)
