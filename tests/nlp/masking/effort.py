"""How much work masking is: counted where it can be, so that no test depends on how busy the machine is."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from cProfile import Profile
from types import FrameType

import pytest


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Twice the size calls at most two and a half times as many functions: sorted places cost a little more each."""
    work(size)  # fills the caches
    assert _calls(work, 2 * size) < 2.5 * _calls(work, size)


def _calls(work: Callable[[int], object], size: int) -> int:
    """How many functions, C's too, are called, and how often generators go on: the same on every machine."""
    with Profile() as profile:
        work(size)
    return sum(entry.callcount for entry in profile.getstats())


@contextmanager
def no_runaway(seconds: float = 20) -> Iterator[None]:
    """Fails after `seconds` of this process's own time, some fifty times what the slowest test here takes.

    Only for what `re` does within one call: it tells nobody its steps, and a pattern that explodes would not return.
    """

    def stop(signum: int, frame: FrameType | None) -> None:
        pytest.fail(f"not read within {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
