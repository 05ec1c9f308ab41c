"""What joins and confines conditions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Union

from voc.domain.conversation import Speaker
from voc.domain.expressions.conditions import Condition
from voc.domain.expressions.words import Guard, Phrase, Regex
from voc.domain.moments import Phase

# The whole of a call, in per cent.
WHOLE = 100


class Place(StrEnum):
    """Where words stand as seen from an anchor."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"
    AROUND = "AROUND"


class Extent(StrEnum):
    """Within what all of an expression must hold."""

    CLAUSE = "CLAUSE"
    UTTERANCE = "UTTERANCE"


class Side(StrEnum):
    FIRST = "FIRST"
    LAST = "LAST"


class Measure(StrEnum):
    """Units of the beginning or end of a call."""

    UTTERANCES = "u"
    SECONDS = "s"
    PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Both:
    """All of two or more."""

    parts: tuple["Expression", ...]

    def __post_init__(self) -> None:
        _need(len(self.parts) >= 2, "two parts or more")


@dataclass(frozen=True, slots=True)
class Either:
    """Any of two or more."""

    parts: tuple["Expression", ...]

    def __post_init__(self) -> None:
        _need(len(self.parts) >= 2, "two parts or more")


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"


@dataclass(frozen=True, slots=True)
class Except:
    """Hits of `part` in whose clause `exception` does not stand, negated or not; of a part without hits, the whole."""

    part: "Expression"
    exception: "Expression"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `least` of some, all of them where it is None; each word of a named list counts for itself."""

    least: int | None
    parts: tuple["Expression", ...]

    def __post_init__(self) -> None:
        _need(bool(self.parts) and (self.least is None or self.least >= 1), "a part, and a number from 1")


@dataclass(frozen=True, slots=True)
class Near:
    """Both in one utterance, in either order, with at most `words` words between."""

    left: "Expression"
    right: "Expression"
    words: int


@dataclass(frozen=True, slots=True)
class Order:
    """Hits of `part` before, after or around a hit of `anchor`: its `nth` (from 1), any where that is None.

    `within` is how many utterances apart they may be; without a limit where it is None, which AROUND cannot be.
    """

    place: Place
    part: "Expression"
    anchor: "Expression"
    nth: int | None = None
    within: int | None = None

    def __post_init__(self) -> None:
        _need(self.place is not Place.AROUND or self.within is not None, "a number of utterances around")
        _need(self.nth is None or self.nth >= 1, "a number of the hit from 1")


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """Only what one speaker says; of nested ones the innermost counts."""

    speaker: Speaker
    part: "Expression"


@dataclass(frozen=True, slots=True)
class InPhase:
    phase: Phase
    part: "Expression"


@dataclass(frozen=True, slots=True)
class In:
    """All of an expression within one clause or utterance."""

    extent: Extent
    part: "Expression"


@dataclass(frozen=True, slots=True)
class Edge:
    """Only the first or last utterances, seconds or per cent of the call, by the time of each word."""

    side: Side
    amount: float
    measure: Measure
    part: "Expression"

    def __post_init__(self) -> None:
        whole = self.measure is not Measure.UTTERANCES or self.amount == int(self.amount)
        _need(self.amount > 0 and whole, "an amount above 0, of utterances a whole one")

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the call, whatever is known of its times."""
        return self.measure is Measure.PERCENT and self.amount >= WHOLE


@dataclass(frozen=True, slots=True)
class Regardless:
    """Words count though one of some guards speaks against them."""

    guards: frozenset[Guard]
    part: "Expression"

    def __post_init__(self) -> None:
        _need(bool(self.guards), "a guard")


@dataclass(frozen=True, slots=True)
class Repeated:
    """The customer says something in at least `times` utterances: `part`, or nearly the same where that is None."""

    times: int
    part: Union["Expression", None] = None

    def __post_init__(self) -> None:
        _need(self.times >= 2, "two times or more")


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"an operator needs {what}")


Operator = (
    Both | Either | Not | Except | AtLeast | Near | Order | SpokenBy | InPhase | In | Edge | Regardless | Repeated
)
Expression = Phrase | Regex | Condition | Operator


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one."""
    match expression:
        case Both(parts) | Either(parts) | AtLeast(_, parts):
            return parts
        case Not(part) | SpokenBy(_, part) | InPhase(_, part) | In(_, part) | Regardless(_, part):
            return (part,)
        case Edge(part=part):
            return (part,)
        case Except(part, exception):
            return part, exception
        case Near(left, right):
            return left, right
        case Order(part=part, anchor=anchor):
            return part, anchor
        case Repeated(part=part) if part is not None:
            return (part,)
        case _:
            return ()


def with_parts(expression: Expression, parts: Sequence[Expression]) -> Expression:
    """The same with other expressions inside, in the order of `parts_of`."""
    match expression:
        case Both() | Either() | AtLeast():
            return replace(expression, parts=tuple(parts))
        case Not() | SpokenBy() | InPhase() | In() | Regardless() | Edge():
            return replace(expression, part=parts[0])
        case Except():
            return replace(expression, part=parts[0], exception=parts[1])
        case Near():
            return replace(expression, left=parts[0], right=parts[1])
        case Order():
            return replace(expression, part=parts[0], anchor=parts[1])
        case Repeated() if parts:
            return replace(expression, part=parts[0])
        case _:
            return expression
