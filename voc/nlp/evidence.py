"""The words that carry a claim: clauses weighed by the model's own weights and by the rules that matched in them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from voc.domain.attribution import Basis, Evidence
from voc.domain.conversation import Speaker
from voc.domain.moments import NEUTRAL_BAND
from voc.domain.numbers import rounded
from voc.domain.rule import Says
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import sigmoid
from voc.nlp.heard import Heard
from voc.nlp.passage import Passage
from voc.nlp.rules import Match
from voc.nlp.signals import Observed
from voc.nlp.whole_call import COMPLAINING, told_of_call

# Chosen by the overlap with readers' marks on held-out records.
SPANS, CALL_SPANS = 3, 8
RULE_BONUS = 2.0
# The share of the best clause's probability from which on another one is shown too.
ENOUGH = 0.25
# The probability from which on a clause of a call is shown, which is learned there: whoever shows what is likelier than
# half of the F1 he reaches gets the best F1 (Lipton et al. 2014).
CALL_ENOUGH = 0.23
# The worst valence of a call from which on down the customer shows his displeasure. Chosen on labelled calls.
SHOWN_BELOW = -0.3
# Characters of a clause that says something; a shorter one is seldom what a reader marks. Chosen on the samples.
WHOLE_CLAUSE = 12
BRIEF = 1.0
_LEADING = re.compile(
    # A filler, not the beginning of 好多次, 对账单 or 我说的是.
    r"(?:(?:嗯+|啊+|呃+|哦+|喂|那个|这个呢|就是说|然后呢?|但是|可是|不过|而且|所以说?|因为|结果|反正"
    r"|[你我]说(?![的了过得])|对{2,}的?|[好对是]的|行行+|[好行对](?=[,吧啊嘛呀])[吧啊嘛呀]?)[,、。.!?\s]*)+(?=.{4})"
)
_TRAILING = re.compile(r"[啊呀吧呢嘛哦噢喔嗯]*\s*$")


class Clause(NamedTuple):
    """A clause of passage number `passage`, and how much it speaks for a claim; a call has dozens of them for each."""

    passage: int
    start: int
    end: int
    score: float


def stated_clauses(observed: Observed, heard: Heard, cause: Cause, factor: str | None) -> tuple[Clause, ...]:
    """Every clause of a contact's comments, with its weight for a cause and factor.

    A weight is a logit, changed by what rules say and by the clause's length.
    """
    return tuple(clause for i in observed.comments for clause in _weighed(observed, i, heard, cause, factor))


def _weighed(observed: Observed, number: int, heard: Heard, cause: Cause, factor: str | None) -> Iterable[Clause]:
    passage, matches, own_words = observed.passages[number], observed.matches.get(number, ()), heard[number]
    scores = own_words.of_clauses(cause)
    if factor is not None:
        scores = [(a + b) / 2 for a, b in zip(scores, own_words.of_clauses(factor), strict=True)]
    votes = _beginning_in([m for m in matches if m.rule.cause is cause], passage.clauses)
    for (start, end), own, score in zip(passage.clauses, votes, scores, strict=True):
        score += RULE_BONUS * any(m.rule.says.stated for m in own)
        score += RULE_BONUS * any(m.rule.factor == factor for m in own)
        yield Clause(number, start, end, score - BRIEF * max(0.0, 1 - (end - start) / WHOLE_CLAUSE))


def chosen(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses of a comment that speak most for the claim: the best, and others nearly as good, in the order of the
    text."""
    ranked = _ranked(clauses)[:SPANS]
    return _in_order(c for c in ranked if sigmoid(c.score) >= ENOUGH * sigmoid(ranked[0].score))


def chosen_of_call(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses of a call that readers would mark for the claim, and in any case the likeliest, in the order of the
    text."""
    ranked = _ranked(clauses)[:CALL_SPANS]
    return _in_order([*ranked[:1], *(c for c in ranked[1:] if rounded(sigmoid(c.score)) >= CALL_ENOUGH)])


def uncontent(observed: Observed, clauses: Sequence[Clause]) -> Sequence[Clause]:
    """The clauses without those of utterances that sound content, which prove no complaint (显示转账成功) unless a rule
    finds one there (谢谢你啊,就是手机银行老闪退); all where nothing else is there."""
    content = {i for i in observed.spoken if (observed.valences[i] or 0.0) > NEUTRAL_BAND}
    doubtful = [c for c in clauses if c.passage in content]
    begun = zip(doubtful, matches_in(observed, doubtful), strict=True)
    told = {clause for clause, matches in begun if any(m.rule.says.stated for m in matches)}
    return [c for c in clauses if c.passage not in content or c in told] or clauses


def _ranked(clauses: Iterable[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda c: (-round(c.score, 4), c.passage, c.start))


def _in_order(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(sorted(clauses, key=lambda c: (c.passage, c.start)))


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
    """Clauses as evidence, those that follow one another in one piece, without the fillers before and the particles
    after them."""
    pieces: list[tuple[int, int, int]] = []
    for number, start, end, _ in _in_order(clauses):
        if pieces and pieces[-1][0] == number and _nothing_between(observed.passages[number], pieces[-1][2], start):
            start = pieces.pop()[1]
        pieces.append((number, start, end))
    return tuple(dict.fromkeys(_trimmed(observed.passages[i], start, end) for i, start, end in pieces))


def _nothing_between(passage: Passage, end: int, start: int) -> bool:
    """Whether no other clause stands between the end of one and the start of a later one."""
    after = bisect_left(passage.clauses, end, key=itemgetter(0))
    return after < len(passage.clauses) and passage.clauses[after][0] == start


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
    blameless = observed.to_machines if cause is Cause.PERSON else frozenset()
    return [
        (i, m)
        for i in sorted(set(observed.matches) - blameless)
        for m in observed.matches[i]
        if m.rule.cause is cause and m.rule.says in (wanted, Says.COMPLAINT) and i < observed.utterance_count
    ]


def basis_of(observed: Observed, heard: Heard, clauses: Sequence[Clause]) -> Basis:
    """Stated when one of the clauses is a comment's, or the customer's own in a call in which he complains.

    What a caller reports calmly all the way through is no complaint, whatever words he needs for it. Where nobody asked
    him afterwards, nothing but his words can have told that he is dissatisfied.
    """
    own = [c.passage for c in clauses if observed.passages[c.passage].speaker is Speaker.CUSTOMER]
    if any(number >= observed.utterance_count for number in own):
        return Basis.STATED
    stated = bool(own) and (not _was_asked(observed) or _complains(observed, heard))
    return Basis.STATED if stated else Basis.INFERRED


def _was_asked(observed: Observed) -> bool:
    return observed.contact.satisfaction is not None or bool(observed.comments)


def _complains(observed: Observed, heard: Heard) -> bool:
    """Whether the customer shows displeasure anywhere in a call: by the whole of it, and where nothing is known of that
    by his worst words."""
    said = told_of_call(heard, COMPLAINING)
    return said > 0 if said else _worst(observed) < SHOWN_BELOW


def _worst(observed: Observed) -> float:
    return min((v for v in observed.valences[: observed.utterance_count] if v is not None), default=0.0)
