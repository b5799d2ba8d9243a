"""Names of our custom parameters (CORE 5.4.6): set by deep linking or registration, read from launches."""

CUSTOM_LESSON, CUSTOM_GRADE, CUSTOM_COUNTRY = "careered_lesson", "careered_grade", "careered_country"
CUSTOM_SCHOOL = "careered_school"
CUSTOM_ACTIVITY, CUSTOM_LINE_ITEM = "careered_activity", "careered_column"
CUSTOM_COLUMN_OF = "careered_column_of"  # the activity id of the item that carries the one column of all
CUSTOM_CONTEXT_HISTORY = "careered_context_history"
