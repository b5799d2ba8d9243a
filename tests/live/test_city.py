"""The class's picture: windows are lit by lot, stay lit, and nobody has to look for the last one."""

import pytest

from careered.live.city import HEIGHT, WIDTH, draw_city, is_full, lit_windows


@pytest.mark.parametrize("pupils", [0, 1, 4, 5, 24, 35])
def test_as_many_windows_are_lit_as_pupils_are_done_until_the_flag_is_up(pupils: int) -> None:
    for done in range(pupils + 1):
        lit = lit_windows("a lesson 0", done, pupils)
        assert len(lit) == (pupils if is_full(done, pupils) else done)


def test_a_lit_window_stays_lit_when_others_follow() -> None:
    for done in range(24):
        assert lit_windows("a lesson 0", done, 24) <= lit_windows("a lesson 0", done + 1, 24)


def test_another_part_and_another_lesson_have_another_order() -> None:
    orders = {lit_windows(f"{lesson} {part}", 6, 24) for lesson in ("one", "two") for part in range(4)}
    assert len(orders) == 8


@pytest.mark.parametrize(
    ("pupils", "first_full"), [(1, 1), (4, 4), (5, 4), (9, 8), (10, 9), (24, 22), (30, 27), (35, 32)]
)
def test_the_flag_goes_up_before_the_last_one_is_looked_for(pupils: int, first_full: int) -> None:
    assert next(done for done in range(pupils + 1) if is_full(done, pupils)) == first_full


@pytest.mark.parametrize("pupils", [1, 7, 24, 35, 60])
def test_every_window_is_in_its_wall_and_beside_the_others(pupils: int) -> None:
    for house in draw_city("a lesson", ["Look"] * 5, [0] * 5, pupils):
        places = {(window.x, window.y) for window in house.windows}
        assert len(places) == pupils
        for window in house.windows:
            assert 22 <= window.x < window.x + window.width <= WIDTH - 22
            assert house.wall_top <= window.y < window.y + window.height <= HEIGHT - 50


def test_a_class_without_pupils_has_houses_and_no_flag() -> None:
    house = draw_city("a lesson", ["Look"], [0], 0)[0]
    assert (house.windows, house.is_full) == ([], False)
