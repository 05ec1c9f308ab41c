"""The words that carry a claim: clauses weighed by the model's own weights and by the rules that matched in them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from voc.domain.attribution import Basis, Evidence
from voc.domain.conversation import Speaker
from voc.domain.moments import MomentKind, TurnedBy
from voc.domain.rule import Says
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import AGENT_LABELS, sigmoid
from voc.nlp.heard import Heard
from voc.nlp.passage import Passage
from voc.nlp.rules import Match
from voc.nlp.signals import Observed
from voc.nlp.whole_call import COMPLAINING, added_by_clauses, told_of_call

# Chosen by the overlap with readers' marks on held-out records.
SPANS, CALL_SPANS = 3, 8
RULE_BONUS = 2.0
# The share of the best clause's probability from which on another one is shown too.
ENOUGH, CALL_ENOUGH = 0.25, 0.07
# In a call, how much a clause gains from what its whole utterance says: readers mark the passage in which something is
# told, and a clause of it alone is often only a few words. What is written after a call mostly says what hurt in it.
WHOLE, WRITTEN = 0.4, 3.0
# How much a clause gains from what its words add to what the call as a whole says. Chosen on calls of other writers.
CARRIED = 4.0
# The worst valence of a call from which on down the customer shows his displeasure. Chosen on labelled calls.
SHOWN_BELOW = -0.3
# Characters of a clause that says something; a shorter one is seldom what a reader marks. Chosen on the samples.
WHOLE_CLAUSE = 12
BRIEF = 1.0
# From this logit on what the agent says is shown as evidence. Chosen by cross-validation on labelled calls.
TOLD = -1.0
# How much the customer's worst words speak for the rule that they answer, and what turned the call then.
ANSWERED = 1.0
_BY_RULES = frozenset({TurnedBy.RULE_RECITAL, TurnedBy.REFUSAL})
_LEADING = re.compile(
    # A filler, not the beginning of 好多次, 对账单 or 我说的是.
    r"(?:嗯+|啊+|呃+|哦+|喂|那个|这个呢|就是说|然后呢?|但是|可是|不过|而且|所以说?|因为|结果|反正|[你我]说(?![的了过得])"
    r"|对{2,}的?|[好对是]的|行行+|[好行对](?=[,吧啊嘛呀])[吧啊嘛呀]?)+(?=.{4})"
)
_TRAILING = re.compile(r"[啊呀吧呢嘛哦噢喔嗯]*\s*$")


class Clause(NamedTuple):
    """A clause of passage number `passage`, and how much it speaks for a claim; a call has dozens of them for each."""

    passage: int
    start: int
    end: int
    score: float


def stated_clauses(observed: Observed, heard: Heard, cause: Cause, factor: str | None) -> tuple[Clause, ...]:
    """Every clause of the customer's words, with its weight for a cause and factor; to a machine nobody is blamed.

    A weight is a logit, changed by what rules say, by the clause's length and, in a call, by where it stands.
    """
    blaming = set(observed.customer_passages) - _blameless(observed, cause)
    return tuple(clause for i in sorted(blaming) for clause in _weighed(observed, i, heard, cause, factor))


def _blameless(observed: Observed, cause: Cause) -> frozenset[int]:
    return observed.to_machines if cause is Cause.PERSON else frozenset()


def _weighed(observed: Observed, number: int, heard: Heard, cause: Cause, factor: str | None) -> Iterable[Clause]:
    passage, matches, own_words = observed.passages[number], observed.matches.get(number, ()), heard[number]
    context = _context(observed, number, own_words.of(cause))
    scores = own_words.of_clauses(cause)
    if factor is not None:
        scores = [(a + b) / 2 for a, b in zip(scores, own_words.of_clauses(factor), strict=True)]
    carried = _carried(observed, heard, number, cause, factor)
    votes = _beginning_in([m for m in matches if m.rule.cause is cause], passage.clauses)
    for (start, end), own, clause, added in zip(passage.clauses, votes, scores, carried, strict=True):
        score = clause + context + added
        score += RULE_BONUS * any(m.rule.says.stated for m in own)
        score += RULE_BONUS * any(m.rule.factor == factor for m in own)
        yield Clause(number, start, end, score - _brevity(start, end))


def _carried(observed: Observed, heard: Heard, number: int, cause: Cause, factor: str | None) -> list[float]:
    """What each clause of a passage gains from its share in what the call as a whole says."""
    added = added_by_clauses(observed, heard, number, cause)
    if factor is not None:
        own = added_by_clauses(observed, heard, number, factor)
        added = [(a + b) / 2 for a, b in zip(added, own, strict=True)]
    return [CARRIED * share for share in added]


def _context(observed: Observed, number: int, whole: float) -> float:
    """What a clause of a call gains from where it stands; nothing in a comment without a call."""
    if not observed.utterance_count:
        return 0.0
    return WRITTEN if number >= observed.utterance_count else WHOLE * whole


def _brevity(start: int, end: int) -> float:
    """How much a clause loses because it is short."""
    return BRIEF * max(0.0, 1 - (end - start) / WHOLE_CLAUSE)


def chosen(clauses: Iterable[Clause], *, spans: int = SPANS, enough: float = ENOUGH) -> tuple[Clause, ...]:
    """The clauses that speak most for the claim: the best, and others nearly as good, in the order of the text."""
    best = {(c.passage, c.start): c for c in sorted(clauses, key=lambda c: c.score)}
    ranked = sorted(best.values(), key=lambda c: (-round(c.score, 4), c.passage, c.start))[:spans]
    kept = [c for c in ranked if sigmoid(c.score) >= enough * sigmoid(ranked[0].score)]
    return tuple(sorted(kept, key=lambda c: (c.passage, c.start)))


def matches_in(observed: Observed, clauses: Sequence[Clause]) -> list[list[Match]]:
    """The rule matches that begin in each of some clauses."""
    found: list[list[Match]] = []
    for number, own in groupby(clauses, attrgetter("passage")):
        found += _beginning_in(observed.matches.get(number, ()), [(c.start, c.end) for c in own])
    return found


def _beginning_in(matches: Sequence[Match], ranges: Sequence[tuple[int, int]]) -> list[list[Match]]:
    """The matches that begin in each of some ranges, in their order; a long text has thousands of both."""
    if not matches:
        return [[] for _ in ranges]
    placed = sorted(enumerate(matches), key=_begin)
    bounds = ((bisect_left(placed, low, key=_begin), bisect_left(placed, high, key=_begin)) for low, high in ranges)
    return [[match for _, match in sorted(placed[first:last], key=itemgetter(0))] for first, last in bounds]


def _begin(numbered: tuple[int, Match]) -> int:
    return numbered[1].start


def spans_of(observed: Observed, clauses: Iterable[Clause]) -> tuple[Evidence, ...]:
    """Clauses as evidence, without the fillers before and the particles after them."""
    return tuple(dict.fromkeys(_trimmed(observed.passages[c.passage], c.start, c.end) for c in clauses))


def _trimmed(passage: Passage, start: int, end: int) -> Evidence:
    """Cut between words only: 对公账户 does not begin with the filler 对, and 好吧 does not end in 好."""
    edges = {token.start for token in passage.tokens}
    text = passage.text[start:end]
    lead = _LEADING.match(text)
    first = start + (lead.end() if lead and start + lead.end() in edges else len(text) - len(text.lstrip()))
    tail = _TRAILING.search(passage.text[first:end])
    last = first + tail.start() if tail and tail.start() >= 3 and first + tail.start() in edges else end
    return passage.evidence(first, max(last, first + 1))


def silent_matches(observed: Observed, cause: Cause) -> list[tuple[int, Match]]:
    """What an inferred cause can be about: reported faults, recited rules, the agent's lapses."""
    wanted = {Cause.PRODUCT: Says.FAULT, Cause.RULE: Says.RECITAL, Cause.PERSON: Says.LAPSE}[cause]
    return [
        (i, m)
        for i in sorted(set(observed.matches) - _blameless(observed, cause))
        for m in observed.matches[i]
        if m.rule.cause is cause and m.rule.says in (wanted, Says.COMPLAINT) and i < observed.utterance_count
    ]


def silent_clauses(observed: Observed, heard: Heard, cause: Cause, factor: str | None) -> tuple[Clause, ...]:
    """What an inferred claim rests on: the clauses of those matches, and what the model hears in the agent's words."""
    matches = silent_matches(observed, cause)
    carried = {i: _carried(observed, heard, i, cause, factor) for i, _ in matches}
    shown = (
        *(_begun(observed, i, m, m.rule.weight + 2.0 * (m.rule.factor == factor), carried[i]) for i, m in matches),
        *_told_clauses(observed, heard, cause, factor),
    )
    if cause is not Cause.RULE:
        return shown
    # The proof of a rule is where it is told, not where the customer repeats it.
    told = tuple(c for c in shown if observed.passages[c.passage].speaker is not Speaker.CUSTOMER)
    return told or shown


def _begun(observed: Observed, number: int, match: Match, score: float, carried: Sequence[float]) -> Clause:
    """The clause in which a match begins; `carried` holds what each clause of its passage gains."""
    passage = observed.passages[number]
    at = passage.clause_number(match.start)
    return Clause(number, *passage.clause_at(match.start), score + (0.0 if at is None else carried[at]))


def answered_clauses(observed: Observed, clauses: Iterable[Clause], cause: Cause) -> list[Clause]:
    """Of what the customer says, his worst words, where they answer a rule that was recited or a refusal: of a rule he
    complains without naming it, by what it does to him."""
    worst = next((m for m in observed.moments if m.kind is MomentKind.PEAK), None)
    if cause is not Cause.RULE or worst is None or worst.valence >= SHOWN_BELOW or worst.turned_by not in _BY_RULES:
        return []
    return [c._replace(score=ANSWERED) for c in clauses if c.passage == worst.utterance]


def _told_clauses(observed: Observed, heard: Heard, cause: Cause, factor: str | None) -> Iterable[Clause]:
    if str(cause) not in AGENT_LABELS:
        return
    for i in (i for i in observed.tellers(cause) if i in heard):
        carried = _carried(observed, heard, i, cause, factor)
        for n, (start, end) in enumerate(observed.passages[i].clauses):
            score = heard[i].clause(n, str(cause)) - _brevity(start, end) + carried[n]
            if score >= TOLD:
                yield Clause(i, start, end, score)


def basis_of(observed: Observed, heard: Heard, clauses: Sequence[Clause]) -> Basis:
    """Stated when one of the clauses is a comment's, or the customer's own in a call in which he complains.

    What a caller reports calmly all the way through is no complaint, whatever words he needs for it.
    """
    for clause in clauses:
        if observed.passages[clause.passage].speaker is not Speaker.CUSTOMER:
            continue
        if clause.passage >= observed.utterance_count or _complains(observed, heard):
            return Basis.STATED
    return Basis.INFERRED


def _complains(observed: Observed, heard: Heard) -> bool:
    """Whether the customer shows displeasure anywhere in a call: by the whole of it, and where nothing is known of that
    by his worst words."""
    said = told_of_call(heard, COMPLAINING)
    return said > 0 if said else _worst(observed) < SHOWN_BELOW


def _worst(observed: Observed) -> float:
    return min((v for v in observed.valences[: observed.utterance_count] if v is not None), default=0.0)
