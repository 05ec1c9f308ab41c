"""Scenes written as lines, and expressions run over them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from voc.domain.contact import Contact
from voc.domain.conversation import Conversation, Speaker, Utterance, WordTime
from voc.domain.expressions import Word
from voc.domain.survey import SurveyResponse
from voc.nlp.passage import passages_of
from voc.nlp.rules import Scene, Search, parse
from voc.nlp.tokenizer import Tokenizer

SPEAKERS = {"客": Speaker.CUSTOMER, "座": Speaker.AGENT, "系": Speaker.SYSTEM}
Times = Sequence[tuple[int | None, int | None]]


@cache
def plain_tokenizer() -> Tokenizer:
    return Tokenizer("")


def scene(
    *lines: str,
    times: Times | None = None,
    words: Mapping[int, tuple[WordTime, ...]] | None = None,
    comment: str = "",
    score: float | None = None,
    survey: Mapping[str, Any] | None = None,
    phases: Any = (),
    valences: Any = (),
    mentions: Any = None,
    **columns: Any,
) -> Scene:
    """A call of lines such as `客：转不出去` with the times of its utterances, and its survey."""
    spoken = tuple(
        Utterance(SPEAKERS[line[0]], line[2:], *(times[n] if times else (None, None)), (words or {}).get(n, ()))
        for n, line in enumerate(lines)
    )
    answer = SurveyResponse("S-1", comment=comment, score=score, metadata=survey or {})
    surveys = (answer,) if answer.answered else ()
    contact = Contact.of(Conversation("C-1", spoken, **columns), surveys) if spoken else Contact(None, (answer,))
    return Scene(passages_of(contact, plain_tokenizer()), contact, phases, valences, **(mentions or {}))


def hits(text: str, where: Scene, **lists: str) -> list[str] | None:
    """The words hit, each with the number of its passage; None where the expression does not hold."""
    named = {name: tuple(map(Word, words.split())) for name, words in lists.items()}
    found = Search(parse(text, lists=named), named).hits(where)
    if found is None:
        return None
    return [f"{hit.passage}:{where.passages[hit.passage].text[hit.start : hit.end]}" for hit in found]


def told(table: str) -> list[tuple[str, str]]:
    """Words with a text each, from lines such as `闪退: 没闪退 / 没再闪退`."""
    lines = (line.strip().split(": ", 1) for line in table.strip().splitlines())
    return [(words, text) for words, texts in lines for text in texts.split(" / ")]
