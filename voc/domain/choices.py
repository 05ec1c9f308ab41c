"""Which of several things is in use, as it follows from what was taken into use and given up again."""

from collections.abc import Iterable

# The id of a thing that somebody added; None for the one that comes with the program.
Choice = str | None
SHIPPED: Choice = None


def line_of(moves: Iterable[tuple[Choice, bool]]) -> tuple[Choice, ...]:
    """What was in use one after the other and not given up, the one in use last; `moves` say whether they go back.

    It begins with the shipped one. A way back that does not go with what is before it (lines of a history are missing)
    still says which one is in use.

    >>> line_of([("a", False), ("b", False), ("a", True)])
    (None, 'a')
    >>> line_of([("a", True)])
    ('a',)
    """
    line: list[Choice] = [SHIPPED]
    for choice, back in moves:
        if not back:
            line.append(choice)
            continue
        earlier = line[:-1]
        at = next((i for i in reversed(range(len(earlier))) if earlier[i] == choice), None)
        line = [choice] if at is None else earlier[: at + 1]
    return tuple(line)
