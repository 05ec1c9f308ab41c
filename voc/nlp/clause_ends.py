"""Where clauses end in speech that was written down without punctuation, told by the words around each place.

The table is fitted on texts with punctuation (`benchmarks/clause_ends.py`): a logistic regression whose weights can be
read, one line for each word, or two words, that say something about a place. What is learned this way is where people
put punctuation, and commas are put freely.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite

from voc.errors import TaxonomyError

TABLE = "clause_ends.tsv"
# From this logit on a place is an end. Chosen by the F1 of held-out texts, where it is flat from -0.9 to -0.5.
ENDS_FROM = -0.7
# What is seen from a place: the word before it and after it, two of each, one of each, the characters beside it.
BEFORE, AFTER, TWO_BEFORE, TWO_AFTER, AROUND, LAST, FIRST = SIGNS = (
    *("before", "after", "two_before", "two_after"),
    *("around", "last", "first"),
)
BIAS = "bias"
# Stand for the words that are not there, before the first and after the last one.
NO_WORD_BEFORE, NO_WORD_AFTER = "^", "$"

Sign = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class ClauseEnds:
    """What each sign adds to the logit of a clause end, by its kind and words (two words with a blank between)."""

    bias: float
    weights: dict[Sign, float]

    @classmethod
    def parse(cls, table: str) -> "ClauseEnds":
        """Read lines of kind, words, log-odds and the number of places seen; TaxonomyError where one is wrong.

        >>> ClauseEnds.parse("# kind words log-odds places\\nbias\\t\\t-2.5\\t90\\nlast\\t了\\t1.25\\t30\\n").weights
        {('last', '了'): 1.25}
        """
        try:
            rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
            weights = {(kind, words): _weight(kind, odds, places) for kind, words, odds, places in rows}
            return cls(weights.pop((BIAS, "")), weights)
        except (ValueError, KeyError) as error:
            raise TaxonomyError(f"分句表 {TABLE} 无法读取：{type(error).__name__}") from error

    def after(self, words: Sequence[str]) -> list[int]:
        """Numbers of the words, of a stretch without punctuation, after which a clause ends; never the last one.

        Takes time by the number of words: every place is decided by the words beside it.
        """
        return [n for n, logit in enumerate(self.logits(words)) if logit >= ENDS_FROM]

    def logits(self, words: Sequence[str]) -> Iterable[float]:
        """The logit of an end after each word but the last."""
        weight = self.weights.get
        return (self.bias + sum([weight(sign, 0.0) for sign in signs]) for signs in signs_of(words))


def signs_of(words: Sequence[str]) -> Iterable[tuple[Sign, ...]]:
    """What is seen from the place after each word but the last; no word is empty."""
    framed = (NO_WORD_BEFORE, *words, NO_WORD_AFTER)
    for i in range(1, len(words)):
        one, before, after, two = framed[i - 1 : i + 3]
        yield (
            (BEFORE, before),
            (AFTER, after),
            (TWO_BEFORE, f"{one} {before}"),
            (TWO_AFTER, f"{after} {two}"),
            (AROUND, f"{before} {after}"),
            (LAST, before[-1]),
            (FIRST, after[0]),
        )


def _weight(kind: str, odds: str, places: str) -> float:
    weight = float(odds)
    if kind not in (BIAS, *SIGNS) or int(places) < 1 or not isfinite(weight):
        raise ValueError(kind)
    return weight


@cache
def shipped_clause_ends() -> ClauseEnds:
    """The table that comes with the program."""
    return ClauseEnds.parse(files("voc").joinpath("resources", TABLE).read_text(encoding="utf8"))
