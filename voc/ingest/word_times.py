"""When each word of an utterance is said, as recognisers write it: offsets and times, never the word itself."""

from collections.abc import Iterator, Mapping

from voc.domain.conversation import Utterance, WordTime
from voc.errors import InputError
from voc.ingest.values import offset_ms

# How many characters that are no word of the list (punctuation, numbers written out) may stand before the next one.
_REACH = 12
_FOREVER = float("inf")


def word_times(words: object, said: Utterance, *, in_ms: int) -> tuple[WordTime, ...]:
    """The places of a list's words in the text of an utterance, in order.

    Anything but a list of `{"word", "start_ms"}` is not ours and says nothing; so does a word that does not follow in
    the text, that begins before the one in front of it, or not within the utterance.

    >>> from voc.domain.conversation import Speaker
    >>> said = Utterance(Speaker.CUSTOMER, "去网点，远")
    >>> word_times([{"word": "网点", "start_ms": 900}, {"word": "远", "start_ms": 1200}], said, in_ms=1)
    (WordTime(start=1, end=3, start_ms=900, end_ms=None), WordTime(start=4, end=5, start_ms=1200, end_ms=None))
    """
    return tuple(_found(words, said, in_ms)) if isinstance(words, list) else ()


def _found(words: list[object], said: Utterance, in_ms: int) -> Iterator[WordTime]:
    at, last_ms = 0, said.start_ms or 0
    until = _FOREVER if said.end_ms is None else said.end_ms
    for index, entry in enumerate(words):
        if not isinstance(entry, dict) or not isinstance(word := entry.get("word"), str) or not (word := word.strip()):
            continue
        start_ms, end_ms = _times(entry, f"words[{index}]", in_ms)
        if start_ms is None:
            continue
        start = said.text.find(word, at, at + _REACH + len(word))
        if start >= 0 and last_ms <= start_ms <= until:
            at, last_ms = start + len(word), start_ms
            yield WordTime(start, at, start_ms, end_ms)


def _times(entry: Mapping[str, object], place: str, in_ms: int) -> tuple[int | None, int | None]:
    try:
        start_ms = offset_ms(entry.get("start_ms"), "start_ms", in_ms=in_ms)
        end_ms = offset_ms(entry.get("end_ms"), "end_ms", in_ms=in_ms)
    except InputError as error:
        raise InputError(f"{place} 的 {error}") from None
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        raise InputError(f"{place} 的结束时间早于开始时间")
    return start_ms, end_ms
