"""When the words of stored conversations are said, kept beside what was said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.conversation import Conversation
from voc.storage.bulk import insert_rows, rows_in
from voc.storage.packed_words import packed_words, same_words
from voc.storage.tables import WordTimesRow

# A record and its revision, by their keys.
Place = tuple[int, int]


def put_word_times(session: Session, said: Iterable[tuple[Place, Conversation]], *, at: datetime) -> frozenset[Place]:
    """Keep when the words of stored revisions are said, the last given where there are several; those that are news.

    What comes without word times leaves those that are there. Damaged ones are replaced like any others.
    """
    packed = {place: words for place, call in said if (words := packed_words(call.utterances)) is not None}
    before = _packed(session, packed)
    news = {place: words for place, words in packed.items() if not same_words(before.get(place, b""), words)}
    _delete(session, sorted(before.keys() & news.keys()))
    rows = [{"record_id": key, "revision": number, "packed": words} for (key, number), words in news.items()]
    insert_rows(session, WordTimesRow, [row | {"stored_at": at} for row in rows])
    return frozenset(news)


def read_word_times(session: Session, revisions: Mapping[int, int]) -> dict[int, bytes]:
    """Packed word times by the key of their record, at the stated revisions, of those that have any."""
    return {key: words for (key, _), words in _packed(session, revisions.items()).items()}


def _packed(session: Session, places: Iterable[Place]) -> dict[Place, bytes]:
    wanted = frozenset(places)
    columns = sa.select(WordTimesRow.record_id, WordTimesRow.revision, WordTimesRow.packed)
    found = rows_in(session, columns, WordTimesRow.record_id, {key for key, _ in wanted})
    return {(key, number): words for key, number, words in found if (key, number) in wanted}


def _delete(session: Session, places: Sequence[Place]) -> None:
    if places:
        same = WordTimesRow.record_id == sa.bindparam("key"), WordTimesRow.revision == sa.bindparam("number")
        session.execute(
            sa.delete(WordTimesRow.__table__).where(*same), [{"key": key, "number": number} for key, number in places]
        )
