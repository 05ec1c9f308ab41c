"""Expression → what is run over contacts, and the phrases without which it cannot hold."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    AtLeast,
    Both,
    Edge,
    Either,
    Except,
    Expression,
    Extent,
    In,
    InPhase,
    Measure,
    Near,
    Not,
    Order,
    Phrase,
    Regardless,
    Regex,
    Repeated,
    Side,
    SpokenBy,
)
from voc.domain.moments import Phase
from voc.nlp.rules.clock import edge_ranges, is_timed
from voc.nlp.rules.conditions import look_up, repeated
from voc.nlp.rules.leaves import Leaf, PhraseLeaf, RegexLeaf
from voc.nlp.rules.matching import Hit, Hits, Run, Window
from voc.nlp.rules.relations import near, ordered, unless
from voc.nlp.rules.scene import Range

Evaluate = Callable[[Run, Window], Hits]


@dataclass(frozen=True, slots=True)
class Compiled:
    """`needs`: an expression holds only where one of these leaves has a chance; None where it may hold anywhere."""

    needs: frozenset[int] | None
    evaluate: Evaluate

    def has_chance(self, run: Run) -> bool:
        return self.needs is None or not run.chances.keys().isdisjoint(self.needs)


class Tried:
    """Which of some expressions have a chance in a contact, without asking each of them."""

    def __init__(self, parts: Sequence[Compiled]) -> None:
        self._always = [number for number, part in enumerate(parts) if part.needs is None]
        self._waiting: dict[int, list[int]] = {}
        for number, part in enumerate(parts):
            for leaf in part.needs or ():
                self._waiting.setdefault(leaf, []).append(number)

    def numbers(self, run: Run) -> Sequence[int]:
        """The numbers of those that must be tried, in order."""
        leaves = self._waiting.keys() & run.chances.keys()
        if not leaves:
            return self._always
        return sorted({number for leaf in leaves for number in self._waiting[leaf]}.union(self._always))


@dataclass(slots=True)
class Compiler:
    """Gives each different phrase one number, whatever number of rules uses it."""

    leaves: list[Leaf] = field(default_factory=list)
    _numbers: dict[Leaf, int] = field(default_factory=dict)

    def compile(self, expression: Expression) -> Compiled:
        """Named lists must be expanded."""
        match expression:
            case Phrase():
                return self._leaf(PhraseLeaf(expression))
            case Regex():
                return self._leaf(RegexLeaf(expression))
            case Both(parts):
                return _all_of(self._each(parts))
            case Either(parts):
                return _at_least(1, self._each(parts))
            case AtLeast(least, parts):
                different = tuple(dict.fromkeys(parts))
                return _at_least(len(different) if least is None else least, self._each(different))
            case Not(part):
                return _not(self.compile(part))
            case Except(part, exception):
                return self._except(part, exception)
            case Near(left, right, words):
                one, other = self.compile(left), self.compile(right)
                needs = _rarest((one.needs, other.needs))
                return Compiled(needs, lambda run, w: near(one.evaluate(run, w), other.evaluate(run, w), words, run))
            case Order():
                return self._order(expression)
            case Repeated(times, None):
                return Compiled(None, lambda run, window: repeated(times, run, window))
            case _:
                return self._confined(expression)

    def _confined(self, expression: Expression) -> Compiled:
        match expression:
            case SpokenBy(speaker, part):
                return _within(self.compile(part), lambda _, w: replace(w, speaker=speaker))
            case Regardless(guards, part):
                return _within(self.compile(part), lambda _, w: replace(w, guards=w.guards - guards))
            case InPhase(phase, part):
                return _within_some(self.compile(part), lambda run, window: _in_phase(phase, run, window))
            case Edge():
                return _within_some(self.compile(expression.part), lambda run, window: _edge(expression, run, window))
            case In(extent, part):
                return _in_each(extent, self.compile(part))
            case Repeated(times, part) if part is not None:
                inner = self.compile(part)
                return Compiled(inner.needs, lambda run, window: _said_again(times, inner, run, window))
            case _:
                return Compiled(None, lambda run, window: look_up(expression, run, window))  # type: ignore[arg-type]

    def _leaf(self, leaf: Leaf) -> Compiled:
        number = self._numbers.setdefault(leaf, len(self.leaves))
        if number == len(self.leaves):
            self.leaves.append(leaf)
        return Compiled(frozenset((number,)), lambda run, window: run.hits(number, window) or None)

    def _each(self, parts: Iterable[Expression]) -> tuple[Compiled, ...]:
        return tuple(map(self.compile, parts))

    def _except(self, part: Expression, exception: Expression) -> Compiled:
        inner, outer = self.compile(part), self.compile(exception)

        def evaluate(run: Run, window: Window) -> Hits:
            hits = inner.evaluate(run, window)
            return None if hits is None else unless(hits, outer.evaluate, run, window)

        return Compiled(inner.needs, evaluate)

    def _order(self, order: Order) -> Compiled:
        part, anchor = self.compile(order.part), self.compile(order.anchor)

        def evaluate(run: Run, window: Window) -> Hits:
            hits = part.evaluate(run, window) if anchor.has_chance(run) else None
            return ordered(order, hits, anchor.evaluate(run, window), run) if hits else None

        return Compiled(_rarest((part.needs, anchor.needs)), evaluate)


def _all_of(parts: Sequence[Compiled]) -> Compiled:
    def evaluate(run: Run, window: Window) -> Hits:
        if not all(part.has_chance(run) for part in parts):
            return None
        found: list[Hit] = []
        for part in parts:
            hits = part.evaluate(run, window)
            if hits is None:
                return None
            found += hits
        return found

    return Compiled(_rarest(part.needs for part in parts), evaluate)


def _at_least(least: int, parts: Sequence[Compiled]) -> Compiled:
    tried = Tried(parts)

    def evaluate(run: Run, window: Window) -> Hits:
        found: list[Hit] = []
        count = 0
        for number in tried.numbers(run):
            hits = parts[number].evaluate(run, window)
            if hits is not None:
                count += 1
                found += hits
        return found if count >= least else None

    needs = [part.needs for part in parts if part.needs is not None]
    return Compiled(frozenset().union(*needs) if len(needs) == len(parts) else None, evaluate)


def _not(part: Compiled) -> Compiled:
    return Compiled(None, lambda run, window: () if part.evaluate(run, window) is None else None)


def _within(part: Compiled, confine: Callable[[Run, Window], Window]) -> Compiled:
    return Compiled(part.needs, lambda run, window: part.evaluate(run, confine(run, window)))


def _within_some(part: Compiled, confine: Callable[[Run, Window], Sequence[Window]]) -> Compiled:
    """The same where there may be no such window, in which nothing holds, and where finding it takes time.

    Where it is not known which of several it is, a part must hold in each, and its hits are those in the first.
    """

    def evaluate(run: Run, window: Window) -> Hits:
        windows = confine(run, window) if part.has_chance(run) else ()
        found = [part.evaluate(run, confined) for confined in windows]
        return None if not found or None in found else found[0]

    return Compiled(part.needs, evaluate)


def _in_phase(phase: Phase, run: Run, window: Window) -> Sequence[Window]:
    return (window.narrowed(_phase(run, phase)),) if run.scene.phases else ()


def _phase(run: Run, phase: Phase) -> Mapping[int, Range]:
    return run.once(phase, lambda: _wholes(run, [n for n, own in enumerate(run.scene.phases) if own is phase]))


def _edge(edge: Edge, run: Run, window: Window) -> Sequence[Window]:
    """The first or last part of the call: what is in it for certain, then all that may be."""
    side, amount, measure = edge.side, edge.amount, edge.measure
    if not run.scene.spoken_count or (measure is Measure.SECONDS and not is_timed(run.scene)):
        return ()
    if measure is Measure.UTTERANCES:
        scope = (side, amount, window.speaker)
        return (window.narrowed(run.once(scope, lambda: _outermost(run, side, int(amount), window.speaker))),)
    if edge.is_whole:
        return (window.narrowed(run.once((measure, edge.amount), lambda: _wholes(run, range(run.scene.spoken_count)))),)
    sure, perhaps = run.once((side, amount, measure), lambda: edge_ranges(run.scene, side, amount, measure))
    return tuple(map(window.timed, (sure,) if sure == perhaps else (sure, perhaps)))


def _outermost(run: Run, side: Side, amount: int, speaker: Speaker | None) -> dict[int, Range]:
    """The first or last utterances of the call, counting those of one speaker where he is asked about."""
    spoken = [n for n in run.seen(Window(speaker)) if n < run.scene.spoken_count]
    return _wholes(run, spoken[:amount] if side is Side.FIRST else spoken[-amount:])


def _wholes(run: Run, numbers: Iterable[int]) -> dict[int, Range]:
    """All of some passages; one without a character counts as one, so that it is still there."""
    return {n: (0, max(1, len(run.scene.passages[n].text))) for n in numbers}


def _in_each(extent: Extent, part: Compiled) -> Compiled:
    """In each clause or utterance by itself; one in which the part holds without hits is a hit itself."""

    def evaluate(run: Run, window: Window) -> Hits:
        found: list[Hit] = []
        for number in run.seen(window):
            whole = run.whole(number)
            pieces = run.scene.passages[number].clauses if extent is Extent.CLAUSE else ((0, max(1, whole.end)),)
            for piece in _beginning_in(pieces, window, number):
                hits = part.evaluate(run, window.narrowed({number: piece}))
                if hits is not None:
                    found += hits or [replace(whole, start=piece[0], end=min(piece[1], whole.end))]
        return found or None

    return Compiled(part.needs, evaluate)


def _beginning_in(pieces: Sequence[Range], window: Window, number: int) -> Sequence[Range]:
    """The pieces of a passage, which stand in order, that begin within a window.

    By bisection: a condition on one clause of a long text must not look at every other clause again.
    """
    if window.ranges is None:
        return pieces
    low, high = window.ranges[number]
    return pieces[bisect_left(pieces, (low,)) : bisect_left(pieces, (high,))]


def _said_again(times: int, part: Compiled, run: Run, window: Window) -> Hits:
    """Hits in the customer's utterances, where there are enough of these."""
    hits = part.evaluate(run, window) or ()
    own = [h for h in hits if h.passage < run.scene.spoken_count and run.speaker(h.passage) is Speaker.CUSTOMER]
    return own if len({hit.passage for hit in own}) >= times else None


def _rarest(needs: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    """Of what is needed by parts that must all hold, the fewest."""
    return min((need for need in needs if need is not None), key=len, default=None)
