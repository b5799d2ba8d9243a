"""The kinds of events, as stored in `Event.kind`."""

LESSON_STARTED = "lesson_started"
STEP_DONE = "step_done"
LESSON_DONE = "lesson_done"
