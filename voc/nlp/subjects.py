"""Which business object a claim is about: every object that is named is a candidate, and a learned model ranks them.

Of a factor by which some object is meant without being named (who answers wrongly: 客服解答) that one is one too, and
of a call the objects that all its words speak for most (`voc.nlp.topics`).

The nearest object is often only where it happened (网点), how it was told (短信通知) or who did it (人工客服); what the
customer came for is named early and often. What counts for how much, and which factor goes with which objects, is
learned from claims whose object a reader named.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from math import log1p

from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause, cause_of
from voc.nlp.classifier import Logistic
from voc.nlp.objects import Mention, ObjectFinder
from voc.nlp.outcome import OPENING
from voc.nlp.signals import Observed
from voc.nlp.topics import Topics

# An object named at most so many utterances before the words of the claim was just spoken of.
JUST_BEFORE = 3
# So many of the objects that the words of a call speak for are candidates though nobody names them.
UNSPOKEN = 3
# Below this logit (a probability of 0.3) an object that nobody names is none. Chosen on held-out calls
# (docs/choices.md).
LIKELY_ENOUGH = -0.85
# From this place on the order of the objects that the words of a call speak for tells nothing.
LAST_PLACE = 50

Place = tuple[int, Mention]
# The number of a passage, and start and end of words in it.
Words = tuple[int, int, int]


def subject_of(
    observed: Observed,
    code: str,
    words: Sequence[Words],
    *,
    objects: ObjectFinder,
    ranker: Logistic,
    topics: Mapping[str, float],
) -> str | None:
    """The object that a claim of a factor or cause (`code`) is about, by its words in the order of the text.

    `topics` are the objects that the words of a call speak for (`Topics.of`). None where none is named, none is
    meant unnamed and none of these is likely enough. Where the ranker was taught nothing, the mention nearest to the
    first words.
    """
    if not ranker.weights:
        named = objects.about(observed.passages, observed.mentions, *words[0])
        return named or objects.of_queue(observed.contact.queue)
    values = subject_values(observed, code, words, objects=objects, topics=topics)
    scored = {name: rounded(ranker.logit(own)) for name, own in sorted(values.items())}
    stand = [name for name, logit in scored.items() if logit >= LIKELY_ENOUGH or not _only_heard(values[name])]
    return max(stand, key=scored.__getitem__, default=None)


def _only_heard(numbers: Mapping[str, float]) -> bool:
    """Whether nothing but the words of the call speak for an object: nobody names it, and neither the factor nor the
    queue means it."""
    return bool(numbers.get("unspoken")) and not numbers["unnamed"] and not numbers["queue"]


def topics_of(observed: Observed, topics: Topics) -> Mapping[str, float]:
    """What all words of a call and of the comments after it speak for; nothing of a comment alone, in which an object
    that nobody names is none."""
    return topics.of(observed.passages) if observed.utterance_count else {}


def subject_values(
    observed: Observed,
    code: str,
    words: Sequence[Words],
    *,
    objects: ObjectFinder,
    topics: Mapping[str, float],
) -> Mapping[str, dict[str, float]]:
    """For each candidate, the named numbers from which it is ranked."""
    places: dict[str, list[Place]] = {}
    cause, table = _cause(code), objects.table
    for i, mentions in observed.mentions.items():
        for mention in mentions:
            if table.suits(mention.name, cause):
                places.setdefault(mention.name, []).append((i, mention))
    queue = objects.of_queue(observed.contact.queue)
    unnamed = table.unnamed(code)
    suiting = (name for name in topics if name in table.by_name and table.suits(name, cause))
    order = {name: n for n, name in enumerate(islice(suiting, LAST_PLACE))}
    for name in (*unnamed, *([] if queue is None else [queue]), *islice(order, UNSPOKEN)):
        places.setdefault(name, [])
    counts = [len(own) for own in places.values()]
    most, total = max(counts, default=0), max(1, sum(counts))
    bounds = [_clause_around(observed, own) for own in words if own[0] == words[0][0]]
    customer = observed.customer_passages
    own_words, opening = frozenset(customer), frozenset(customer[:OPENING])
    values = {}
    for name, own in places.items():
        numbers = _where(observed, own, bounds, own_words, opening) | {
            "share": len(own) / total,
            "top": float(len(own) == most),
            "only": float(len(places) == 1),
            "unnamed": float(name in unnamed and not own),
        }
        if observed.utterance_count:
            numbers |= {f"call {key}": value for key, value in numbers.items()}
        spoken_for = _spoken_for(topics.get(name, 0.0), order.get(name, LAST_PLACE), named=bool(own)) if topics else {}
        values[name] = numbers | spoken_for | _what(name, cause, code, queue, objects)
    return values


def _spoken_for(share: float, place: int, *, named: bool) -> dict[str, float]:
    """How much all words of the call speak for an object; apart where nobody names it, as they alone speak then."""
    numbers = {"topic": share, "topic_first": float(place == 0), "topic_place": log1p(place)}
    return numbers | ({} if named else {"unspoken": 1.0, **{f"unspoken {key}": x for key, x in numbers.items()}})


def _cause(code: str) -> Cause:
    return cause_of(code) if "." in code else Cause(code)


def _clause_around(observed: Observed, words: Words) -> Words:
    at, start, end = words
    clause = observed.passages[at].clause_at(start)
    return at, min(start, clause[0]), max(end, clause[1])


def _where(
    observed: Observed, own: list[Place], bounds: Sequence[Words], customer: Collection[int], opening: frozenset[int]
) -> dict[str, float]:
    passages = [i for i, _ in own]
    named = [any(i == at and m.start < end and m.end > start for i, m in own) for at, start, end in bounds]
    first = bounds[0][0]
    return {
        "clause": float(named[0]),
        "clauses": sum(named) / len(named),
        "passage": float(first in passages),
        "near": 1 / (1 + min([abs(i - first) for i in passages], default=99)),
        "just_before": float(any(0 < first - i <= JUST_BEFORE for i in passages)),
        "count": log1p(len(own)),
        "customer": log1p(sum([i in customer for i in passages])),
        "opening": float(not opening.isdisjoint(passages)),
        "comment": float(max(passages, default=-1) >= observed.utterance_count),
        "length": max([m.length for _, m in own], default=0) / 4,
    }


def _what(name: str, cause: Cause, code: str, queue: str | None, objects: ObjectFinder) -> dict[str, float]:
    lineage = tuple(objects.table.lineage(name))
    return {
        "depth": float(len(lineage)),
        "queue": float(name == queue),
        "under_queue": float(queue is not None and queue in lineage),
        **_kinds(lineage, cause, code),
    }


@lru_cache(maxsize=4096)
def _kinds(lineage: tuple[str, ...], cause: Cause, code: str) -> Mapping[str, float]:
    """What kind of object it is, by itself and for this cause and factor; few pairs make up most claims."""
    names = (kind for above in lineage for kind in (f"is {above}", f"{cause}>{above}", f"{code}>{above}"))
    return dict.fromkeys(names, 1.0)
