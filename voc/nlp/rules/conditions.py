"""Conditions that are not about words, looked up in a scene."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from voc.domain.conversation import Speaker, Utterance
from voc.domain.expressions import (
    Alternative,
    Comparison,
    ContactField,
    FieldIs,
    MetadataIs,
    ObjectIs,
    ScoreIs,
    Silence,
    UtteranceCount,
    ValenceIs,
    Word,
)
from voc.domain.expressions.conditions import Condition
from voc.domain.reading import read
from voc.nlp.objects import Mention
from voc.nlp.rules.likeness import said_again
from voc.nlp.rules.matching import Hit, Hits, Nature, Run, Window
from voc.nlp.rules.scene import Scene
from voc.nlp.rules.sounds import sound_alike


def look_up(condition: Condition, run: Run, window: Window) -> Hits:
    """Hits where a condition holds: the utterances it is about, none where it is about the whole contact."""
    scene = run.scene
    match condition:
        case Silence(comparison, seconds):
            lasting = run.once(Silence, lambda: _silences(scene.utterances))
            silent = (n for n in run.seen(window) if n in lasting and comparison.holds(lasting[n], seconds))
            return _held([run.whole(n, Nature.SILENCE) for n in silent if window.holds_before(n)])
        case ValenceIs(comparison, valence):
            return _held([run.whole(n) for n in run.seen(window) if _feels(scene, n, comparison, valence)])
        case UtteranceCount(comparison, count):
            heard = sum(n < scene.spoken_count for n in run.seen(window))
            return () if comparison.holds(heard, count) else None
        case ScoreIs(comparison, satisfaction):
            score = None if scene.contact is None else scene.contact.satisfaction
            return () if score is not None and comparison.holds(score, satisfaction) else None
        case FieldIs(field, values):
            return () if _names_one(values, [_field(scene, field)]) else None
        case MetadataIs(key, values):
            return () if _names_one(values, _metadata(scene, key)) else None
        case _:
            return _objects(condition, run, window)


def repeated(times: int, run: Run, window: Window) -> Hits:
    """The customer's utterances of which each is nearly the same as `times` - 1 others."""
    own = [n for n in run.seen(window) if n < run.scene.spoken_count and run.speaker(n) is Speaker.CUSTOMER]
    if len(own) < times:
        # As in each clause of a long text, of which not all must be compared.
        return None
    again = said_again([run.scene.passages[n].text for n in own], times)
    return _held([run.whole(n) for n, said in zip(own, again, strict=True) if said])


def _held(hits: Sequence[Hit]) -> Hits:
    return hits or None


def _silences(utterances: Sequence[Utterance]) -> dict[int, float]:
    """Seconds in which nobody speaks before an utterance, by its number, where its times and those before it tell."""
    lasting, heard = dict[int, float](), 0
    for number, (before, own) in enumerate(pairwise(utterances), 1):
        # Who began earlier may speak on over what another says between.
        heard = max(heard, before.ends_ms or 0)
        if before.ends_ms is not None and own.begins_ms is not None:
            lasting[number] = max(0, own.begins_ms - heard) / 1000
    return lasting


def _feels(scene: Scene, number: int, comparison: Comparison, valence: float) -> bool:
    felt = scene.valences[number] if number < len(scene.valences) else None
    return felt is not None and comparison.holds(felt, valence)


def _field(scene: Scene, field: ContactField) -> str | None:
    """A field of the record as it is compared."""
    contact = scene.contact
    if contact is None:
        return None
    if field in (ContactField.KIND, ContactField.CHANNEL, ContactField.QUEUE):
        value = getattr(contact, field)
    else:
        value = getattr(contact.conversation, field, None)
    return _compared(value)


def _metadata(scene: Scene, key: str) -> set[str | None]:
    contact = scene.contact
    if contact is None:
        return set()
    tables = [survey.metadata for survey in contact.surveys]
    if contact.conversation is not None:
        tables.append(contact.conversation.metadata)
    return {_compared(table.get(key)) for table in tables}


def _compared(value: object) -> str | None:
    """A value of a record read as text is, without blanks around it, a whole number without a fraction.

    >>> _compared(" 信用卡"), _compared(12.0), _compared(None)
    ('信用卡', '12', None)
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else read(str(value)).text.strip()


def _objects(condition: ObjectIs, run: Run, window: Window) -> Hits:
    scene, names = run.scene, condition.values
    hits = [hit for number in run.seen(window) for hit in _mentioned(condition, number, run, window)]
    business = None if scene.contact is None else getattr(scene.contact.conversation, "business", None)
    if not hits and (business is None or not _names_one(names, _above(scene, business))):
        return None
    return hits


def _mentioned(condition: ObjectIs, number: int, run: Run, window: Window) -> Sequence[Hit]:
    """Mentions in a passage that begin within a window, from the last to the first; all are looked up once."""
    known = run.once((condition, number), lambda: _mentions_of(condition.values, run.scene, number))
    if window.ranges is None:
        return known
    low, high = window.ranges[number]
    first, last = (bisect_right(known, -bound, key=lambda hit: -hit.start) for bound in (high, low))
    return known[first:last]


def _mentions_of(names: Sequence[Alternative], scene: Scene, number: int) -> Sequence[Hit]:
    mentions = (m for m in scene.mentions.get(number, ()) if m.named and _names_one(names, _above(scene, m.name)))
    return [Hit(number, mention.start, mention.end) for mention in _innermost(mentions)]


def _innermost(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Mentions from the last to the first, without those around another: a clause is no second mention of its words."""
    last = None
    for mention in sorted(mentions, key=lambda m: (-m.start, m.end)):
        if last is None or mention.end < last:
            yield mention
            last = mention.end


def _above(scene: Scene, name: str) -> set[str]:
    """An object and all that it belongs to, as they are compared."""
    return {read(one).text for one in scene.objects.lineage(name)}


def _names_one(values: Sequence[Alternative], texts: Iterable[str | None]) -> bool:
    """Whether one of some texts, as they are compared, is one of the values, or sounds like one that goes by sound."""
    words = [value for value in values if isinstance(value, Word)]
    written = {word.text for word in words}
    return any(
        text in written or any(word.by_sound and sound_alike(word.text, text) for word in words)
        for text in texts
        if text is not None
    )
