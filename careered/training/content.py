"""Content of the staff training: self-check statements and five tasks with a case each, as message ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from careered.i18n_marker import _

STATEMENTS: Sequence[str] = (
    _("I know which national services my pupils can use, and what each is for."),
    _("I can show how to judge whether a source is reliable, on social media too."),
    _("I can answer pupils online so that nobody is exposed."),
    _("I can use pupils' own pages in guidance without reading what is private to them."),
    _("I can lead a discussion in which pupils learn from each other, and step in when something hurtful is said."),
    _("I know how I come across online as a professional."),
)
ANSWER_LABELS: Mapping[str, str] = {"1": _("Not yet"), "2": _("A little"), "3": _("Quite well"), "4": _("Well")}

CERTIFICATE_TITLE = _("Certificate")
CERTIFICATE_TEXT = _("has completed careered's training in online guidance, which has these parts:")
CERTIFICATE_NOTE = _(
    "It shows that the tasks have been done. It is not an exam result, and nobody else has assessed it."
)


@dataclass(frozen=True)
class CaseOption:
    """One possible action in a case. reason: shown after the choice, whether or not it is recommended."""

    id: str
    text: str
    is_recommended: bool
    reason: str


@dataclass(frozen=True)
class TrainingTask:
    """A task to do in careered, and a case to decide. page_path: where to do it, "" if nowhere in careered.

    text: with %(button)s where it names a button or a field; label: the message id of that, "" where it names none.
    """

    id: str
    title: str
    text: str
    page_path: str
    link_text: str
    case: str
    options: Sequence[CaseOption]
    label: str = ""


TASKS: Sequence[TrainingTask] = (
    TrainingTask(
        "information",
        _("Information: services and sources"),
        _(
            "Open the directory of services. Choose one you know little about, and visit it. What would a "
            "pupil find first?"
        ),
        "/services",
        _("Open the services"),
        _("A pupil shows you a video: “In this job you earn a fortune.” What do you do?"),
        (
            CaseOption(
                "a",
                _("Tell the pupil that videos cannot be trusted."),
                False,
                _("Then the pupil learns who to believe, not how to judge. There are reliable videos too."),
            ),
            CaseOption(
                "b",
                _(
                    "Ask: who made it, why, when, and what is it based on? Then look together for the figure in "
                    "one other place."
                ),
                True,
                _("The four questions can be used on any source, even when you are not there."),
            ),
            CaseOption(
                "c",
                _("Give the right figure yourself."),
                False,
                _("That helps once. With the next video, the pupil will be on their own."),
            ),
        ),
    ),
    TrainingTask(
        "communication",
        _("One to one: questions, with or without a name"),
        _(
            "Open your class's questions. If one is waiting, open it: “%(button)s” tells the pupil that an answer is "
            "coming. Agree with your colleagues who answers, and how soon: pupils need to know."
        ),
        "/teacher/class/{class}/questions",
        _("Open the questions"),
        _(
            "A question without a name sounds as if the writer were in danger. You think you know "
            "who it is. What do you do?"
        ),
        (
            CaseOption(
                "a",
                _("Put the name in the answer, to show that you care."),
                False,
                _("Others may read it, and you may be wrong. The promise would be broken."),
            ),
            CaseOption(
                "b",
                _("Wait until the pupil comes back."),
                False,
                _("Danger does not wait. Someone has asked for help."),
            ),
            CaseOption(
                "c",
                _(
                    "Answer kindly and straight away, give the numbers to call and a place to come to, and "
                    "follow your school's plan with your colleagues."
                ),
                True,
                _("The person asking gets help without being exposed, and the adults act together."),
            ),
        ),
        label=_("I am looking into it"),
    ),
    TrainingTask(
        "workspace",
        _("Workspace: the pupil's own page"),
        _("In the class, press a pupil's name. Look at what you can see there, and what you cannot."),
        "/teacher/class/{class}",
        _("Go to the class"),
        _("In a guidance meeting, a pupil does not want to show you their page. What do you do?"),
        (
            CaseOption(
                "a",
                _("Respect that and ask what the pupil would like to talk about."),
                True,
                _("The page is the pupil's tool. What a pupil chooses to show, you can talk about."),
            ),
            CaseOption(
                "b",
                _("Insist: it is part of guidance."),
                False,
                _("Then pupils write for the reader, and the page is no longer theirs."),
            ),
            CaseOption(
                "c",
                _("Look at the page later without the pupil."),
                False,
                _("careered does not let you see private entries, and your pupil relies on you not trying."),
            ),
        ),
    ),
    TrainingTask(
        "co-careering",
        _("Finding out together: running a board"),
        _(
            "Create a board for your class and tick “%(button)s”. Think of a question that every pupil can "
            "add something to."
        ),
        "/teacher/class/{class}/boards",
        _("Open the boards"),
        _("A post makes fun of a job that a classmate's mother does. It does not name anybody. What do you do?"),
        (
            CaseOption(
                "a",
                _("Let it through, because nobody is named."),
                False,
                _("In a class, people know who it is aimed at. That pupil will not write again."),
            ),
            CaseOption(
                "b",
                _("Hide it, tell the writer why, and let the class look at what the job is really like."),
                True,
                _("The limit is clear, the writer can learn from it, and the class can examine the prejudice."),
            ),
            CaseOption(
                "c",
                _("Close the board."),
                False,
                _("Then everyone is punished for a single post. Close the board only if you cannot keep an eye on it."),
            ),
        ),
        label=_("I read every post before the class sees it"),
    ),
    TrainingTask(
        "presence",
        _("Yourself online: safe and professional"),
        _(
            "Search for your own name as a pupil would. Decide which channels you use as a professional and when "
            "you answer."
        ),
        "",
        "",
        _(
            "A pupil asks to follow you on your private account and messages you there about choosing a "
            "school. What do you do?"
        ),
        (
            CaseOption(
                "a",
                _("Accept: trust is what matters."),
                False,
                _("Roles get mixed up, other pupils are left out, and what was said cannot be protected."),
            ),
            CaseOption(
                "b", _("Do not react at all."), False, _("The pupil has asked for guidance and hears nothing back.")
            ),
            CaseOption(
                "c",
                _("Thank them for the question and answer it in a school channel: here, or face to face."),
                True,
                _("The question is answered in a place that is safe for both of you."),
            ),
        ),
    ),
)
