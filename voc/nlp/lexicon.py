"""The lexicon of feeling: words with weights, and the words that bend them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from voc.errors import TaxonomyError
from voc.nlp.cues import PhraseFinder
from voc.nlp.passage import Passage


@dataclass(frozen=True, slots=True)
class Feeling:
    """A group of words that feel alike.

    `weight` is below 0 for displeasure; `turned` is the share of it that a negated word adds. `turns_praise` marks
    irony, `laughs` laughter, `vents` anger that can be about anybody; a group with `once` counts once in a text.
    """

    name: str
    weight: float
    turned: float
    turns_praise: bool = False
    laughs: bool = False
    vents: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree adverb: what a feeling after it is multiplied by."""

    factor: float


class Bend(Enum):
    """Words that feel nothing themselves and bend what comes next."""

    NEGATOR = "negators"
    DOUBLE_NEGATOR = "double_negators"
    CONTRAST = "contrast"


Mark = Feeling | Degree | Bend


@dataclass(frozen=True, slots=True)
class Scale:
    """The constants of the sum; what each means stands beside it in the file."""

    softness: float
    earlier: float
    later: float
    exclaimed: float
    irony_turns: float
    negation_window: float
    degree_window: float
    usual_length: float
    length_power: float
    opening: float
    opening_utterances: float
    laughed: float
    others: float
    comforted: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of the file in one finder, the agent's comforts and the people one may be angry with in two more."""

    scale: Scale
    word_count: int
    _marks: PhraseFinder[Mark]
    _comforts: PhraseFinder[str]
    _others: PhraseFinder[str]

    @classmethod
    def parse(cls, text: str) -> "Lexicon":
        """Read the lexicon (TOML); TaxonomyError for a damaged one.

        A word that stands in several lists counts as a bending word, else as one without feeling, else as listed first.
        """
        try:
            table = tomllib.loads(text)
            scale = Scale(**{f.name: float(table["scale"][f.name]) for f in fields(Scale)})
            marks: dict[str, Mark] = {}
            for words, mark in _lists(table):
                for word in words.split():
                    marks.setdefault(word, mark)
            comforts, others = table["comfort"]["words"].split(), table["others"]["words"].split()
            finders = (PhraseFinder(zip(words, words, strict=True)) for words in (comforts, others))
            return cls(scale, len(marks), PhraseFinder(marks.items()), *finders)
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise TaxonomyError(f"情感词表无法读取：{type(error).__name__}") from error

    def found_in(self, passage: Passage) -> Iterator[tuple[int, int, Mark]]:
        """Start, end and mark of the words in a text; words of one character only where the tokens agree."""
        token_ends: Mapping[int, int] | None = None
        for start, end, mark in self._marks.longest(passage.text):
            if end - start == 1:
                token_ends = {t.start: t.end for t in passage.tokens} if token_ends is None else token_ends
                token_end = token_ends.get(start)
                # 不会 is one token and still negates; 好像 is not 好.
                if token_end is None or (isinstance(mark, Feeling) and token_end != end):
                    continue
            yield start, end, mark

    def comforts(self, text: str) -> bool:
        """Whether an agent's words apologise or comfort."""
        return any(True for _ in self._comforts.all(text))

    def others(self, text: str) -> bool:
        """Whether somebody is named with whom the customer may be angry instead."""
        return any(True for _ in self._others.all(text))


def _lists(table: Mapping[str, Any]) -> Iterator[tuple[str, Mark]]:
    for bend in Bend:
        yield table[bend.value]["words"], bend
    for row in table["degree"]:
        yield row["words"], Degree(float(row["factor"]))
    # Words without feeling first: they are there to keep words of feeling out.
    for row in sorted(table["feeling"], key=lambda row: float(row["weight"]) != 0):
        values = {key: value for key, value in row.items() if key != "words"}
        yield row["words"], Feeling(**values)
