"""Work in greenlets: who waits lets the others go on, and nobody is left waiting for ever."""

import asyncio
import weakref
from collections.abc import Callable

import pytest

from careered.db.faults import StorageBusy
from careered.db.greenlets import Greenlets, wait_for


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0)


def test_while_one_waits_another_one_is_done() -> None:
    done: list[str] = []

    def waits(gate: asyncio.Event) -> None:
        wait_for(gate.wait())
        done.append("who came first")

    async def main() -> None:
        greenlets, gate = Greenlets(2, 10.0), asyncio.Event()
        first = asyncio.create_task(greenlets.run(lambda: waits(gate)))
        await asyncio.sleep(0)
        await greenlets.run(lambda: done.append("who came second"))
        gate.set()
        await first

    asyncio.run(main())
    assert done == ["who came second", "who came first"]


def test_who_comes_when_all_are_busy_is_next_in_turn() -> None:
    done: list[int] = []

    def works(number: int) -> None:
        wait_for(asyncio.sleep(0))
        done.append(number)

    async def main() -> None:
        greenlets = Greenlets(1, 10.0)
        await asyncio.gather(*[greenlets.run(lambda number=number: works(number)) for number in range(5)])  # type: ignore[misc]

    asyncio.run(main())
    assert done == [0, 1, 2, 3, 4]


def test_who_cannot_begin_is_told_to_come_again() -> None:
    async def main() -> None:
        greenlets, gate = Greenlets(1, 0.01), asyncio.Event()
        first = asyncio.create_task(greenlets.run(lambda: wait_for(gate.wait())))
        await asyncio.sleep(0)
        with pytest.raises(StorageBusy):
            await greenlets.run(lambda: None)
        gate.set()
        assert await first
        assert await greenlets.run(lambda: "served") == "served"

    asyncio.run(main())


def test_a_fault_is_that_of_who_asked_and_the_next_one_knows_nothing_of_it() -> None:
    async def fails() -> None:
        raise ValueError("of what was waited for")

    async def main() -> None:
        greenlets = Greenlets(1, 10.0)
        with pytest.raises(ValueError, match="waited for"):
            await greenlets.run(lambda: wait_for(fails()))
        with pytest.raises(ZeroDivisionError):
            await greenlets.run(lambda: 1 // 0)
        assert await greenlets.run(lambda: "served") == "served"

    asyncio.run(main())


@pytest.mark.parametrize("is_begun", [True, False], ids=["while it waits", "before it begins"])
def test_who_goes_away_leaves_its_place_to_others(is_begun: bool) -> None:
    ends: list[str] = []

    def waits() -> None:
        try:
            wait_for(asyncio.Event().wait())
        finally:
            ends.append("tidied up")

    async def main() -> None:
        greenlets, gate = Greenlets(1, 10.0), asyncio.Event()
        busy = None if is_begun else asyncio.create_task(greenlets.run(lambda: wait_for(gate.wait())))
        await asyncio.sleep(0)
        gone = asyncio.create_task(greenlets.run(waits))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        gate.set()
        assert busy is None or await busy
        assert await greenlets.run(lambda: "served") == "served"

    asyncio.run(main())
    assert ends == (["tidied up"] if is_begun else [])


def test_who_goes_away_at_the_moment_of_its_turn_hands_it_on() -> None:
    async def main() -> None:
        greenlets, gate = Greenlets(1, 10.0), asyncio.Event()
        first = asyncio.create_task(greenlets.run(lambda: wait_for(gate.wait())))
        await asyncio.sleep(0)
        second = asyncio.create_task(greenlets.run(lambda: "never done"))
        await asyncio.sleep(0)
        gate.set()
        await until(first.done)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert await greenlets.run(lambda: "served") == "served"

    asyncio.run(main())


def test_nothing_of_anybody_stays_until_the_next_one() -> None:
    class Page:
        """What a request leaves behind."""

    async def main() -> None:
        greenlets, page = Greenlets(1, 10.0), Page()
        work = (lambda kept: lambda: kept)(page)
        seen = weakref.ref(await greenlets.run(work))
        del page, work
        assert seen() is None

    asyncio.run(main())


def test_outside_a_greenlet_nobody_can_wait() -> None:
    nothing = asyncio.sleep(0)
    with pytest.raises(RuntimeError):
        wait_for(nothing)
    nothing.close()
