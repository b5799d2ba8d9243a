"""Between cards and the class's board: puts an answer's note there, and reads what the card shows of it."""

from collections import Counter

from careered.boards import lesson_notes, rules, store
from careered.boards.store import HIDDEN, BoardView
from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import ClassBoard, Note
from careered.lessons.answer_form import AnswerValues
from careered.lessons.attempt import LessonAttempt
from careered.packs.models import Card
from careered.web.request import PageRequest


def load_class_board(req: PageRequest, attempt: LessonAttempt, card: Card) -> ClassBoard | None:
    """What the board of a card has; None for a card without one, and where nothing is stored."""
    if activity_of(card).notes is None or not req.viewer.persists:
        return None
    class_key = attempt.pupil.class_scope.key
    board = store.find_board(req.db, *class_key, lesson_notes.board_id(class_key, attempt.lesson.id, card.id))
    return _class_board(req, attempt, board) if board else ClassBoard()


def _class_board(req: PageRequest, attempt: LessonAttempt, board: BoardView) -> ClassBoard:
    """Choices count as soon as they are put up: they are the lesson's words. Hidden notes do not."""
    rows, person_id = store.list_posts(req.db, board), req.viewer.person_id
    own = next((row for row in rows if row.choice and row.person_id == person_id), None)
    return ClassBoard(
        takes_notes=board.takes_posts(attempt.pupil.pack.timezone),
        is_moderated=board.moderated,
        counts=Counter(row.choice for row in rows if row.choice and row.state != HIDDEN),
        own=Note(own.choice, own.subject, own.text) if own else None,
        own_state=own.state if own else "",
        note_count=len(rules.visible_to_classmates(rows, person_id)),
        url=f"/boards/{board.id}",
    )


def put_on_board(req: PageRequest, attempt: LessonAttempt, card: Card, values: AnswerValues) -> None:
    """Put the note of an answer on the class's board, change it, or take it down. A closed board stays as it is."""
    notes, pupil = activity_of(card).notes, attempt.pupil
    if notes is None:
        return
    language, class_key = pupil.pack.default_language, pupil.class_scope.key
    note, key = notes.note(card, values, language), lesson_notes.board_id(class_key, attempt.lesson.id, card.id)
    board = store.find_board(req.db, *class_key, key)
    if note is None:
        if board:
            lesson_notes.take_down(req.db, board, req.viewer.person_id)
        return
    board = board or lesson_notes.create(req.db, class_key, key, card.title.in_language(language))
    if board.takes_posts(pupil.pack.timezone):
        words = {"choice": note.choice, "subject": note.subject, "text": note.text}
        lesson_notes.put(req.db, board, req.viewer.person_id, req.state.settings.secret, **words)
