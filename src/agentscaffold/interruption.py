"""Ctrl-C, SIGTERM and a closed terminal: where they may cut in, and what is true of the files when they do."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@dataclass
class Progress:
    """How far a command has come: `state` is what somebody who interrupts it now is told."""

    state: str = "nothing was written."


class Held:
    """The interrupt that came while it was held back, if one did."""

    def __init__(self) -> None:
        self.number: int | None = None

    def note(self, number: int, _frame: object) -> None:
        """The handler of the signals meanwhile."""
        self.number = number

    def check(self) -> None:
        """Raise the `KeyboardInterrupt` now, at a place where the work can be taken back."""
        if self.number is not None:
            self.number = None
            raise KeyboardInterrupt


@contextmanager
def held_back() -> Iterator[Held]:
    """Within the block an interrupt comes only where `check` is called, or else once the block has ended well.

    Signals that are ignored stay so. Only the main thread can hold them back; in another one this does nothing.
    """
    held = Held()
    before = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    before[number] = signal.signal(number, held.note)
        yield held
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if held.number is not None:
        signal.raise_signal(held.number)
