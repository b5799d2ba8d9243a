"""Tests of a second and more of CPU: they begin first, and `make test-fast` leaves them out."""

SLOW = frozenset(
    {
        "web/test_words.py::test_no_page_has_a_word_that_nobody_can_translate",
        "web/test_words.py::test_no_danish_page_looks_like_a_portfolio_or_a_verdict",
        "web/test_words.py::test_every_word_in_the_code_has_its_translation",
        "web/test_words.py::test_collecting_twice_changes_nothing",
    }
)
