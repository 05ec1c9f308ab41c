"""Masking the utterances of one conversation together.

A name introduced once is covered wherever it returns; a bare answer is read with the question before it; and a number
that one speaker dictates in consecutive utterances is read as one.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from voc.nlp.masking.cues import NOTHING_ASKED, Asked, asked_in
from voc.nlp.masking.find import find_in
from voc.nlp.masking.folding import fold
from voc.nlp.masking.names import KnownName, find_known, known_names
from voc.nlp.masking.numbers import find_numbers
from voc.nlp.masking.numerals import DIGIT
from voc.nlp.masking.spans import PersonalSpan, covered, without_overlaps

_DICTATED_TAIL = re.compile(rf"{DIGIT}[ ,，。.、…嗯啊]{{0,3}}\Z")
_DICTATED_HEAD = re.compile(rf"[ ,，。.、…]{{0,3}}(?:嗯|然后|再|啊|呃|，|,){{0,3}}{DIGIT}")
_ACKNOWLEDGED = re.compile(r"(?:[嗯啊哦好对是诶唉]|的|好的|您说|你说|请说|继续|请继续|请讲|您讲|[ ,，。.、…]){0,8}")
_JOINT = "，"


def find_personal_together(
    texts: Sequence[str], *, speakers: Sequence[str] | None = None
) -> tuple[tuple[PersonalSpan, ...], ...]:
    """Personal spans of each utterance of one conversation, in the order of `texts`.

    `speakers`, parallel to `texts`, keeps two people's digits apart and lets “嗯” of the other stand in between;
    without it only neighbouring utterances are joined.
    """
    shown = _folded(texts)
    spans: list[tuple[PersonalSpan, ...]] = [() for _ in texts]
    known: dict[KnownName, None] = {}
    unread = list(range(len(texts)))
    while unread:
        found = list(_read(shown, speakers, unread))
        known |= dict.fromkeys(name for i, span in found for name in known_names(shown[i], (span,)))
        found += _by_line(find_known("\n".join(shown), known), shown, range(len(shown)))
        added = defaultdict(list)
        for i, span in found:
            added[i].append(span)
        unread = sorted(added)
        for i in unread:
            spans[i] = without_overlaps((*spans[i], *added[i]))
            shown[i] = covered(shown[i], spans[i])
    return tuple(spans)


def mask_utterances(texts: Sequence[str], *, speakers: Sequence[str] | None = None) -> tuple[str, ...]:
    """The utterances of one conversation with personal data as `*`, each of the same length as before.

    >>> mask_utterances(["我叫佟福来", "佟大爷您好，佟福来这个名字查到了"])
    ('我叫***', '*大爷您好，***这个名字查到了')
    """
    found = find_personal_together(texts, speakers=speakers)
    return tuple(covered(text, spans) for text, spans in zip(texts, found, strict=True))


def _folded(texts: Sequence[str]) -> list[str]:
    """All texts folded at once."""
    lines, indices = fold("\n".join(texts)), range(len(texts))
    return [lines[at : at + len(texts[i])] for i, at in zip(indices, _offsets(texts, indices), strict=True)]


def _read(
    shown: Sequence[str], speakers: Sequence[str] | None, unread: Sequence[int]
) -> Iterator[tuple[int, PersonalSpan]]:
    """What one reading of the unread utterances finds, given what is covered already; dictated numbers first.

    Utterances that no question bears on are read as lines of one text: much faster than one by one.
    """
    yield from _dictated(shown, speakers)
    asked = {i: _asked(shown, speakers, i) for i in unread}
    plain = [i for i in unread if asked[i] is NOTHING_ASKED and "\n" not in shown[i]]
    for i in sorted(asked.keys() - plain):
        yield from ((i, span) for span in find_in(shown[i], asked[i]))
    yield from _by_line(find_in("\n".join(shown[i] for i in plain)), shown, plain)


def _by_line(
    spans: Iterable[PersonalSpan], shown: Sequence[str], indices: Sequence[int]
) -> Iterator[tuple[int, PersonalSpan]]:
    """Spans of the utterances' joint text, each part under the index of its utterance."""
    offsets = _offsets(shown, indices)
    for span in spans:
        yield from _split(span, shown, indices, offsets)


def _asked(shown: Sequence[str], speakers: Sequence[str] | None, i: int) -> Asked:
    """What the utterance before asked for, where somebody else spoke it."""
    if not i or (speakers is not None and speakers[i - 1] == speakers[i]):
        return NOTHING_ASKED
    return asked_in(shown[i - 1])


def _dictated(shown: Sequence[str], speakers: Sequence[str] | None) -> Iterator[tuple[int, PersonalSpan]]:
    """Numbers that run over several utterances, each part under the index of its utterance."""
    for indices in _dictations(shown, speakers):
        joint = _JOINT.join(shown[i] for i in indices)
        offsets = _offsets(shown, indices)
        asked = _asked(shown, speakers, indices[0])
        for span in find_numbers(joint, asked):
            parts = list(_split(span, shown, indices, offsets))
            if len(parts) > 1:
                yield from parts


def _offsets(shown: Sequence[str], indices: Sequence[int]) -> list[int]:
    offsets, at = [], 0
    for i in indices:
        offsets.append(at)
        at += len(shown[i]) + len(_JOINT)
    return offsets


def _split(
    span: PersonalSpan, shown: Sequence[str], indices: Sequence[int], offsets: Sequence[int]
) -> Iterator[tuple[int, PersonalSpan]]:
    for at in range(bisect_right(offsets, span.start) - 1, bisect_left(offsets, span.end)):
        i, offset = indices[at], offsets[at]
        start, end = max(span.start - offset, 0), min(span.end - offset, len(shown[i]))
        if start < end:
            yield i, PersonalSpan(span.kind, start, end)


def _dictations(shown: Sequence[str], speakers: Sequence[str] | None) -> Iterator[tuple[int, ...]]:
    """Indices of utterances in which one speaker goes on dictating digits."""
    if not any(map(_breaks_off, shown)):
        return
    chain: list[int] = []
    for i in range(len(shown)):
        if chain and _goes_on(shown, speakers, chain[-1], i):
            chain.append(i)
        elif not chain or not _only_acknowledged(shown, speakers, chain[-1], i):
            if len(chain) > 1:
                yield tuple(chain)
            chain = [i]
    if len(chain) > 1:
        yield tuple(chain)


def _goes_on(shown: Sequence[str], speakers: Sequence[str] | None, last: int, i: int) -> bool:
    same = i == last + 1 if speakers is None else speakers[i] == speakers[last]
    return same and _breaks_off(shown[last]) and _DICTATED_HEAD.match(shown[i]) is not None


def _only_acknowledged(shown: Sequence[str], speakers: Sequence[str] | None, last: int, i: int) -> bool:
    """Whether the other speaker only says “嗯” between two parts of a number."""
    if speakers is None or speakers[i] == speakers[last] or not _ACKNOWLEDGED.fullmatch(shown[i]):
        return False
    return _breaks_off(shown[last])


def _breaks_off(folded: str) -> bool:
    """Whether an utterance ends in a number that may go on."""
    return _DICTATED_TAIL.search(folded[-5:]) is not None
