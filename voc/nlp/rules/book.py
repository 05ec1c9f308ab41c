"""All rules, or one search, ready to be matched against contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, groupby
from operator import attrgetter

from voc.domain.attribution import Evidence, Kind
from voc.domain.expressions import Expression, NamedLists, expand
from voc.domain.rule import Rule, Says
from voc.errors import InputError
from voc.nlp.passage import Passage
from voc.nlp.rules.compiling import Compiled, Compiler, Tried
from voc.nlp.rules.matching import Hit, Hits, Run, Window
from voc.nlp.rules.occasions import places
from voc.nlp.rules.prefilter import Chances, Prefilter
from voc.nlp.rules.questions import plainly_asked
from voc.nlp.rules.scene import Scene

_UNGUARDED = Window(guards=frozenset())


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that voted, with the characters of the reading that made it; `passage` is the number of the passage."""

    rule: Rule
    utterance: int
    start: int
    end: int
    evidence: Evidence
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Votes:
    """What rules say of a contact, by passage, then rule id, then place.

    `taken_back`: complaints and faults whose words are there but do not count, as they are denied, supposed, asked
    about, somebody else's or over. A clause in which a rule votes is not among what was taken back of it.
    """

    standing: tuple[Match, ...]
    taken_back: tuple[Match, ...]


def by_passage(matches: Iterable[Match]) -> dict[int, tuple[Match, ...]]:
    """Matches by the number of their passage, in order."""
    return {number: tuple(own) for number, own in groupby(matches, attrgetter("passage"))}


def rules_hash(texts: Iterable[str]) -> str:
    """What tells one set of rule files from another: 12 hexadecimal digits."""
    return sha256("\0".join(texts).encode("utf8")).hexdigest()[:12]


class RuleBook:
    """All rules: one pass over a contact finds the words, and only rules that have a chance are tried.

    Parameters
    ----------
    lists
        The named lists that the rules use.
    filtered
        Whether rules without a chance are left out; only a measurement wants them all tried.
    """

    def __init__(self, rules: Iterable[Rule], lists: NamedLists | None = None, *, filtered: bool = True) -> None:
        self.rules = tuple(rules)
        self.lists: NamedLists = lists or {}
        ids = [rule.id for rule in self.rules]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise InputError(f"规则编号重复：{'、'.join(twice)}")
        self._searches = _Searches([expand(rule.expression, self.lists) for rule in self.rules], filtered=filtered)

    def match(self, scene: Scene) -> tuple[Match, ...]:
        """Every vote, by passage, then rule id, then place; one a clause and rule, by the words of its speaker."""
        run = self._searches.run(scene)
        found = (
            _votes(self.rules[number], hits, scene.passages, run)[0] for number, hits in self._searches.holding(run)
        )
        return _ordered(chain.from_iterable(found))

    def read(self, scene: Scene) -> Votes:
        """Every vote, and what would have been one but for a guard or for being asked about only."""
        run = self._searches.run(scene)
        standing: list[Match] = []
        taken_back: list[Match] = []
        for number, hits, without_guards in self._searches.readings(run):
            rule = self.rules[number]
            own, asked = _votes(rule, hits or (), scene.passages, run)
            standing += own
            # Of an agent's recitals and lapses nobody asks what was taken back.
            if not rule.says.stated:
                continue
            taken_back += asked
            if without_guards:
                known = {(m.passage, run.clause(Hit(m.passage, m.start, m.end))[0]) for m in (*own, *asked)}
                taken_back += chain(*_votes(rule, without_guards, scene.passages, run, seen=known))
        return Votes(_ordered(standing), _ordered(taken_back))


class Search:
    """One expression, ready to be run over contacts."""

    def __init__(self, expression: Expression, lists: NamedLists | None = None) -> None:
        self._searches = _Searches([expand(expression, lists or {})], filtered=True)

    def hits(self, scene: Scene) -> Hits:
        """The hits in order, those that overlap as one, where the expression holds; None where it does not."""
        for _, hits in self._searches.holding(self._searches.run(scene)):
            return places(hits)
        return None

    @property
    def sure_words(self) -> tuple[str, ...] | None:
        """Words, as they stand in readings, of which every contact where the expression holds has one.

        Sorted; None where it may hold without any that is known.
        """
        return self._searches.sure_words(0)


class _Searches:
    def __init__(self, expressions: Sequence[Expression], *, filtered: bool) -> None:
        self._filtered = filtered
        compiler = Compiler()
        self._compiled: list[Compiled] = [compiler.compile(expression) for expression in expressions]
        self._leaves = compiler.leaves
        self._prefilter = Prefilter(self._leaves)
        self._tried = Tried(self._compiled)

    def run(self, scene: Scene) -> Run:
        chances = self._prefilter.chances if self._filtered else self._everywhere
        return Run(scene, self._leaves, chances(scene.passages))

    def sure_words(self, number: int) -> tuple[str, ...] | None:
        needs = self._compiled[number].needs
        found = [self._leaves[leaf].sure_words for leaf in needs or ()]
        if needs is None or None in found:
            return None
        return tuple(sorted({word for words in found for word in words or ()}))

    def _numbers(self, run: Run) -> Iterable[int]:
        return self._tried.numbers(run) if self._filtered else range(len(self._compiled))

    def _everywhere(self, passages: Sequence[Passage]) -> Chances:
        return {
            number: [(n, place) for n, passage in enumerate(passages) for place in leaf.places(passage)]
            for number, leaf in enumerate(self._leaves)
        }

    def readings(self, run: Run) -> Iterable[tuple[int, Hits, Hits]]:
        """Numbers of the expressions that hold, with their hits with guards and, if these took any back, without."""
        for number in self._numbers(run):
            run.guarded = False
            hits = self._compiled[number].evaluate(run, Window())
            without = self._compiled[number].evaluate(run, _UNGUARDED) if run.guarded else None
            if hits or without:
                yield number, hits, without

    def holding(self, run: Run) -> Iterable[tuple[int, Sequence[Hit]]]:
        """Numbers of the expressions that hold, with their hits."""
        for number in self._numbers(run):
            hits = self._compiled[number].evaluate(run, Window())
            if hits is not None:
                yield number, hits


def _votes(
    rule: Rule, hits: Sequence[Hit], passages: Sequence[Passage], run: Run, seen: Iterable[tuple[int, int]] = ()
) -> tuple[list[Match], list[Match]]:
    """The votes of a rule, one a clause outside those of `seen`, and those in whose place something is only asked."""
    done = set(seen)
    asks_only = rule.says is Says.COMPLAINT and rule.kind is Kind.PAIN
    found: list[Match] = []
    asked: dict[tuple[int, int], Match] = {}
    for hit in hits:
        passage = passages[hit.passage]
        if passage.speaker is not rule.speaker or (place := (hit.passage, run.clause(hit)[0])) in done:
            continue
        match = Match(rule, passage.utterance, hit.start, hit.end, passage.evidence(hit.start, hit.end), hit.passage)
        if asks_only and plainly_asked(passage, hit.start):
            asked.setdefault(place, match)
            continue
        done.add(place)
        found.append(match)
    return found, [match for place, match in asked.items() if place not in done]


def _ordered(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda m: (m.passage, m.rule.id, m.start, m.end)))
