"""A text as every part of the analysis sees it: read and cut into clauses and tokens once."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from voc.domain.attribution import Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.reading import Reading, read
from voc.nlp.clause_ends import ClauseEnds, shipped_clause_ends
from voc.nlp.tokenizer import Token, Tokenizer

# A clause ends at punctuation, at a blank between Han characters (typed comments), and before and after emoji, which
# are clauses of their own.
PICTURES = r"\U0001F000-\U0001FAFF\u2600-\u27BF"
_EMOJI = rf"[{PICTURES}\uFE0F\u200D]"
_BREAK = re.compile(
    r"[,，。.!！?？;；:：、~～…\n\r\t()（）\"“”]+(?!\d)"
    r"|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])"
    rf"|(?<!{_EMOJI})(?={_EMOJI})|(?<={_EMOJI}) *(?!{_EMOJI})"
)
# Words without punctuation up to which they are taken as one clause. Chosen on texts whose punctuation was taken out.
LONGEST_CLAUSE = 15


@dataclass(frozen=True)
class Passage:
    """One utterance, or a survey comment (`utterance` is COMMENT, `survey_id` set where it is not the call's own).

    `clauses` are half-open ranges of the reading, in order; together they hold everything but the breaks. `ends` tells
    where they end in a stretch without punctuation.
    """

    utterance: int
    speaker: Speaker
    reading: Reading
    survey_id: str | None = None
    tokenizer: Tokenizer = field(kw_only=True, repr=False, compare=False)
    ends: ClauseEnds = field(kw_only=True, repr=False, compare=False)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words; cut when they are first asked for, as nobody asks for most of an agent's."""
        return self.tokenizer.tokens(self.text)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        pieces = split_clauses(self.text)
        if all(end - start <= LONGEST_CLAUSE for start, end in pieces):
            return pieces
        return tuple(_parted(pieces, self.tokens, self.ends))

    @cached_property
    def text(self) -> str:
        """What is read; asked for hundreds of times in a call."""
        return self.reading.text

    def clause_number(self, position: int) -> int | None:
        """The number of the clause that holds a character of the reading; None where none does."""
        at = bisect_right(self.clauses, position, key=itemgetter(0)) - 1
        return at if at >= 0 and position < self.clauses[at][1] else None

    def clause_at(self, position: int) -> tuple[int, int]:
        """The clause that holds a character of the reading; that character alone where none does."""
        at = self.clause_number(position)
        return (position, position + 1) if at is None else self.clauses[at]

    def evidence(self, start: int, end: int) -> Evidence:
        """Characters of the reading as evidence in the given text."""
        first, last = self.reading.span(start, end)
        return Evidence(self.utterance, first, last, self.reading.given[first:last], self.survey_id)


def passage_of(
    text: str,
    tokenizer: Tokenizer,
    *,
    utterance: int,
    speaker: Speaker,
    survey_id: str | None = None,
    ends: ClauseEnds | None = None,
) -> Passage:
    """Read one text; `ends` is None for the table that comes with the program."""
    ends = shipped_clause_ends() if ends is None else ends
    return Passage(utterance, speaker, read(text), survey_id, tokenizer=tokenizer, ends=ends)


def passages_of(contact: Contact, tokenizer: Tokenizer, *, ends: ClauseEnds | None = None) -> tuple[Passage, ...]:
    """Every utterance in order, then every survey comment that is not empty."""
    return tuple(
        passage_of(
            said.text, tokenizer, utterance=said.utterance, speaker=said.speaker, survey_id=said.survey_id, ends=ends
        )
        for said in contact.texts
    )


def split_clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Ranges between punctuation.

    >>> [("卡住了，半天没反应"[a:b]) for a, b in split_clauses("卡住了，半天没反应")]
    ['卡住了', '半天没反应']
    """
    breaks = [match.span() for match in _BREAK.finditer(text)]
    edges = zip([0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)], strict=True)
    return tuple((start, end) for start, end in edges if text[start:end].strip())


def _parted(pieces: Iterable[tuple[int, int]], tokens: Sequence[Token], ends: ClauseEnds) -> Iterator[tuple[int, int]]:
    """The pieces, the long ones cut between words; what no word fills (a blank) stays with what is before it."""
    at = 0
    for start, end in pieces:
        while at < len(tokens) and tokens[at].start < start:
            at += 1
        first = at
        while at < len(tokens) and tokens[at].end <= end:
            at += 1
        words = [token for token in tokens[first:at] if token.text.strip()]
        if len(words) > LONGEST_CLAUSE:
            for n in ends.after([word.text for word in words]):
                yield start, words[n + 1].start
                start = words[n + 1].start
        yield start, end
