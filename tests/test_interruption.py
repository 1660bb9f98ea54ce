"""Interrupts that are held back: real signals to this process."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from agentscaffold.interruption import held_back

NUMBERS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(params=NUMBERS, ids=lambda number: number.name)
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that raises `KeyboardInterrupt`, as it does in the command line."""
    before = signal.signal(request.param, signal.default_int_handler)
    yield request.param
    signal.signal(request.param, before)


def send(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


def test_an_interrupt_waits_for_the_end_of_the_block(number: signal.Signals) -> None:
    done = False
    with pytest.raises(KeyboardInterrupt), held_back():
        send(number)
        done = True

    assert done
    assert signal.getsignal(number) is signal.default_int_handler


def test_an_interrupt_comes_where_it_is_asked_for(number: signal.Signals) -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back() as held:
        for step in range(5):
            held.check()
            done.append(step)
            if step == 2:
                send(number)

    assert done == [0, 1, 2]
    assert signal.getsignal(number) is signal.default_int_handler


def test_without_an_interrupt_nothing_happens(number: signal.Signals) -> None:
    with held_back() as held:
        held.check()

    with pytest.raises(KeyboardInterrupt):
        send(number)


def test_a_second_interrupt_does_not_disturb_what_the_first_one_takes_back(number: signal.Signals) -> None:
    taken_back = False
    with pytest.raises(KeyboardInterrupt), held_back() as held:
        try:
            send(number)
            held.check()
        finally:
            send(number)
            taken_back = True

    assert taken_back


def test_an_error_in_the_block_is_what_is_reported(number: signal.Signals) -> None:
    with pytest.raises(OSError, match="full"), held_back():
        send(number)
        raise OSError("full")


def test_a_signal_that_is_ignored_stays_ignored(number: signal.Signals) -> None:
    signal.signal(number, signal.SIG_IGN)
    with held_back() as held:
        send(number)
        held.check()

    assert signal.getsignal(number) is signal.SIG_IGN


def test_blocks_within_blocks(number: signal.Signals) -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back():
        with held_back():
            send(number)
            done.append("inner")
        done.append("outer")

    assert done == ["inner", "outer"]


def test_another_thread_holds_nothing_back(number: signal.Signals) -> None:
    done = []

    def work() -> None:
        with held_back() as held:
            held.check()
            done.append(signal.getsignal(number))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert done == [signal.default_int_handler]
