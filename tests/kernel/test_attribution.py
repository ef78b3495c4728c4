from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from jupyter_green.kernel.attribution import (
    CellToken,
    attribute,
    begin_cell,
    end_cell,
    is_ours,
    running_cell,
    unrecorded,
)

FIRST, SECOND = CellToken(1, 1, "a"), CellToken(2, 2, "b")


def test_code_of_a_cell_belongs_to_it() -> None:
    assert attribute() == (None, "none")
    begin_cell(FIRST)
    assert attribute() == (FIRST, "cell")
    end_cell(FIRST)
    assert attribute() == (None, "none")


def test_a_cell_inside_a_cell_has_its_own_token() -> None:
    begin_cell(FIRST)
    begin_cell(SECOND)
    assert attribute() == (SECOND, "cell")
    end_cell(SECOND)
    assert attribute() == (FIRST, "cell")


def test_ending_a_cell_ends_those_inside_it() -> None:
    begin_cell(FIRST)
    begin_cell(SECOND)
    end_cell(FIRST)
    assert running_cell() is None


def test_a_plain_thread_is_given_to_the_running_cell_and_flagged() -> None:
    begin_cell(FIRST)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(attribute).result() == (FIRST, "running")
    end_cell(FIRST)


def test_a_task_keeps_its_cell_while_a_later_one_runs() -> None:
    async def notebook() -> None:
        begin_cell(FIRST)
        go = asyncio.Event()

        async def background() -> object:
            await go.wait()
            return attribute(), await asyncio.to_thread(attribute)

        task = asyncio.create_task(background())
        await asyncio.sleep(0)
        end_cell(FIRST)
        begin_cell(SECOND)
        go.set()
        assert await task == ((FIRST, "cell"), (FIRST, "cell"))

    asyncio.run(notebook())


def test_a_task_that_outlives_its_cell_is_late() -> None:
    async def notebook() -> None:
        begin_cell(FIRST)

        async def background() -> object:
            await asyncio.sleep(0)
            return attribute()

        task = asyncio.create_task(background())
        end_cell(FIRST)
        assert await task == (FIRST, "late")

    asyncio.run(notebook())


def test_calls_of_ours_are_known_by_thread_and_may_nest() -> None:
    seen: list[bool] = []
    with unrecorded(), unrecorded():
        thread = threading.Thread(target=lambda: seen.append(is_ours()))
        thread.start()
        thread.join()
        assert is_ours()
    assert not is_ours()
    assert seen == [False]
