"""Tests of a second and more of CPU: they begin first, and `make test-fast` leaves them out."""

SLOW = frozenset(
    {
        "admin/test_who_sees_what.py::test_each_role_sees_of_each_pupil_what_the_table_says_and_nothing_else",
        "boards/test_classmates.py::test_the_order_of_posts_is_not_that_of_writing",
        "journeys/test_the_way_through.py::test_a_pupil_who_does_every_lesson_has_the_same_figures_everywhere",
        "notebook/test_my_page.py::test_there_is_an_end_to_it",
        "lessons/test_answer_form.py::test_a_hundred_answers_at_once_are_one",
        "lti/test_roles.py::test_no_accidental_words_make_a_teacher",
        "packs/case/test_round_trip.py::test_a_framework_that_went_out_comes_back_whole",
        "packs/case/test_round_trip.py::test_the_same_pack_gives_the_same_bytes",
        "packs/test_any_content.py::test_a_good_file_with_any_scribble_in_it_is_read_or_refused",
        "packs/test_national_packs.py::test_a_national_pack_is_the_same_when_read_back_from_its_bytes",
        "packs/test_overlays.py::test_a_later_national_version_wins_and_only_what_no_longer_fits_is_left_out",
        "packs/test_read_once.py::test_no_more_packs_are_kept_than_are_meant_to_be",
        "packs/test_read_once.py::test_the_quick_parser_sees_every_pack_as_the_strict_one_does",
        "packs/test_scaffold.py::test_an_editor_finds_nothing_wrong_in_a_pack_that_is_in_order",
        "packs/test_years_and_ways.py::test_who_was_absent_is_asked_what_was_understood_too",
        "progress/test_attestations.py::test_sums_agree_with_statuses_whatever_is_marked",
        "progress/test_attestations.py::test_taking_every_mark_back_leaves_what_the_pupils_have_done",
        "web/test_headers.py::test_pages_about_people_are_safe_and_kept_by_no_browser",
        "web/test_words.py::test_collecting_twice_changes_nothing",
        "web/test_words.py::test_every_word_in_the_code_has_its_translation",
        "web/test_words.py::test_no_danish_page_looks_like_a_portfolio_or_a_verdict",
        "web/test_words.py::test_no_page_has_a_word_that_nobody_can_translate",
    }
)
