"""The flower of a scale: one petal a statement, longer for a higher level, and each word beside its petal."""

from itertools import pairwise

import pytest

from careered.lessons.activities.scale import flower
from careered.lessons.activities.scale.schema import MAX_NAME_LENGTH

COUNTS = range(3, 9)
PLACES = [(place, level_count) for level_count in (3, 4, 5) for place in range(level_count)]


@pytest.mark.parametrize("level_count", [3, 4, 5])
def test_a_higher_level_is_a_longer_petal_and_the_least_is_still_seen(level_count: int) -> None:
    sizes = [flower.size_of(place, level_count) for place in range(level_count)]
    assert sizes == sorted(set(sizes))
    assert sizes[0] == flower.SHORTEST
    assert sizes[-1] == 1
    assert flower.size_of(None, level_count) == 0


@pytest.mark.parametrize(("place", "level_count"), PLACES)
def test_a_petal_ends_on_the_ring_of_its_level(place: int, level_count: int) -> None:
    assert flower.rings(level_count)[place] == round(flower.RADIUS * flower.size_of(place, level_count))


@pytest.mark.parametrize("count", COUNTS)
def test_petals_stand_all_around_from_the_top_clockwise(count: int) -> None:
    turns = [flower.transform(index, count, 1) for index in range(count)]
    angles = [float(turn.removeprefix("rotate(").partition(")")[0]) for turn in turns]
    assert angles[0] == 0
    assert all(abs(after - before - 360 / count) < 0.2 for before, after in pairwise([*angles, 360]))


def test_more_petals_are_narrower() -> None:
    assert flower.petal_path(3) == flower.petal_path(6)
    assert flower.petal_path(8) == "M0-4C-27-34-21-80 0-80S27-34 0-4"


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("length", [1, 5, 9, MAX_NAME_LENGTH])
def test_every_word_stands_inside_the_picture_and_on_no_other(count: int, length: int) -> None:
    names = flower.names(["m" * length] * count)
    half_width = flower.LETTER_WIDTH * length / 2
    for name in names:
        assert abs(name.x) + half_width <= flower.BOX_WIDTH / 2 + 1
        assert -flower.BOX_HEIGHT / 2 + 10 <= name.y <= flower.BOX_HEIGHT / 2 - 3
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            assert abs(one.x - other.x) >= 2 * half_width - 1 or abs(one.y - other.y) >= 14


def test_a_word_stands_on_its_petals_side() -> None:
    top, right, bottom, left = flower.names(["one", "two", "three", "four"])
    assert (top.x, bottom.x) == (0, 0)
    assert top.y < 0 < bottom.y
    assert left.x < -flower.RADIUS < flower.RADIUS < right.x


def test_the_picture_holds_the_longest_petal() -> None:
    assert flower.box() == "-150 -100 300 200"
    assert flower.RADIUS < flower.BOX_HEIGHT / 2
