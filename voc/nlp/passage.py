"""A text as every part of the analysis sees it: read and cut into clauses and tokens once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voc.domain.attribution import Evidence
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.domain.reading import Reading, read
from voc.nlp.tokenizer import Token, Tokenizer

# A clause ends at punctuation, at a blank between Han characters (typed comments), or at an emoji.
_BREAK = re.compile(
    r"[,，。.!！?？;；:：、~～…\n\r\t()（）\"“”]+(?!\d)"
    r"|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF]+"
)
LONGEST_CLAUSE = 40
_LINKS = re.compile(r"但是|可是|不过|然后|结果|而且|所以|因为|就是说|后来|还有|另外|只是|竟然|居然")


@dataclass(frozen=True)
class Passage:
    """One utterance, or a survey comment (`utterance` is COMMENT, `survey_id` set where it is not the call's own).

    `clauses` are half-open ranges of the reading, in order; together they hold everything but the breaks.
    """

    utterance: int
    speaker: Speaker
    reading: Reading
    clauses: tuple[tuple[int, int], ...]
    survey_id: str | None = None
    tokenizer: Tokenizer = field(kw_only=True, repr=False, compare=False)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words; cut when they are first asked for, as nobody asks for most of an agent's."""
        return self.tokenizer.tokens(self.text)

    @property
    def text(self) -> str:
        return self.reading.text

    def clause_at(self, position: int) -> tuple[int, int]:
        """The clause that holds a character of the reading; that character alone where none does."""
        for start, end in self.clauses:
            if start <= position < end:
                return start, end
        return position, position + 1

    def evidence(self, start: int, end: int) -> Evidence:
        """Characters of the reading as evidence in the given text."""
        first, last = self.reading.span(start, end)
        return Evidence(self.utterance, first, last, self.reading.given[first:last], self.survey_id)


def passage_of(
    text: str, tokenizer: Tokenizer, *, utterance: int, speaker: Speaker, survey_id: str | None = None
) -> Passage:
    """Read one text."""
    reading = read(text)
    return Passage(utterance, speaker, reading, split_clauses(reading.text), survey_id, tokenizer=tokenizer)


def passages_of(contact: Contact, tokenizer: Tokenizer) -> tuple[Passage, ...]:
    """Every utterance in order, then every survey comment that is not empty."""
    return tuple(
        passage_of(said.text, tokenizer, utterance=said.utterance, speaker=said.speaker, survey_id=said.survey_id)
        for said in contact.texts
    )


def split_clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Ranges between punctuation; a long run without any (recognised speech) is cut before linking words.

    >>> [("卡住了，半天没反应"[a:b]) for a, b in split_clauses("卡住了，半天没反应")]
    ['卡住了', '半天没反应']
    """
    pieces: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        pieces += _shortened(text, start, match.start())
        start = match.end()
    pieces += _shortened(text, start, len(text))
    return tuple(piece for piece in pieces if text[piece[0] : piece[1]].strip())


def _shortened(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    if end - start <= LONGEST_CLAUSE:
        return ((start, end),)
    cuts = [m.start() for m in _LINKS.finditer(text, start + 6, end)]
    edges = [start]
    for cut in cuts:
        if cut - edges[-1] >= 8:
            edges.append(cut)
    return list(zip(edges, [*edges[1:], end], strict=True))
