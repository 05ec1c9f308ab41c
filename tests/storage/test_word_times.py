import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.conversation import Conversation, WordTime
from voc.errors import StorageError
from voc.storage.contacts import Contacts
from voc.storage.reading import read_outlines, read_records
from voc.storage.records import Records
from voc.storage.tables import WordTimesRow
from voc.storage.word_times import put_word_times, read_word_times

from .builders import LATER, NOW, call, hashed, timed


def calls(session: Session, *given: Conversation) -> tuple[int, ...]:
    return Records(session).store("crm", hashed(*given), at=NOW).contact_keys


def stored_at(session: Session) -> list[object]:
    return list(session.scalars(sa.select(WordTimesRow.stored_at).order_by(WordTimesRow.record_id)))


@pytest.mark.parametrize("count", [1, 2], ids=["one", "several"])
def test_times_come_back_with_the_words_and_only_with_them(session: Session, count: int) -> None:
    given = [timed(call(f"C-{n}")) for n in range(count)]
    keys = calls(session, *given, call("D-1"))
    assert list(read_records(session, dict.fromkeys(keys, 1)).values()) == [*given, call("D-1")]
    assert stored_at(session) == [NOW] * count
    outline = read_outlines(session, {keys[0]: 1})[keys[0]]
    assert isinstance(outline, Conversation)
    assert outline.utterances[0].word_times == ()


def test_each_revision_has_the_times_of_its_own(session: Session) -> None:
    (key,) = calls(session, timed(call("C-1")))
    calls(session, timed(call("C-1", "又转不出去"), WordTime(0, 1, 950)))
    calls(session, call("C-1", "别的"))
    texts = [read_records(session, {key: number})[key] for number in (1, 2, 3)]
    assert texts == [timed(call("C-1")), timed(call("C-1", "又转不出去"), WordTime(0, 1, 950)), call("C-1", "别的")]


def test_only_other_times_than_before_are_news_and_take_their_place(session: Session) -> None:
    one, two = calls(session, call("C-1"), call("C-2"))
    plain = [((one, 1), call("C-1")), ((two, 1), call("C-2"))]
    words = [((one, 1), timed(call("C-1"))), ((two, 1), timed(call("C-2")))]
    other = [((one, 1), timed(call("C-1"))), ((two, 1), timed(call("C-2"), WordTime(0, 1, 901)))]
    assert put_word_times(session, plain, at=NOW) == frozenset()
    assert put_word_times(session, words, at=NOW) == {(one, 1), (two, 1)}
    assert put_word_times(session, [*words, *plain], at=LATER) == frozenset()
    assert put_word_times(session, [*words, *other], at=LATER) == {(two, 1)}
    assert stored_at(session) == [NOW, LATER]
    found = read_records(session, {one: 1, two: 1})
    assert list(found.values()) == [given for _, given in other]


def test_times_are_asked_for_by_revision(session: Session) -> None:
    (key,) = calls(session, timed(call("C-1")))
    assert list(read_word_times(session, {key: 1})) == [key]
    assert read_word_times(session, {key: 2}) == read_word_times(session, {}) == {}


def test_damaged_times_are_refused_until_the_call_is_given_again(session: Session) -> None:
    keys = calls(session, timed(call("C-1")))
    session.execute(sa.update(WordTimesRow).values(packed=b"\x80\x04."))
    with pytest.raises(StorageError, match="会话 C-1 的逐词时间已损坏"):
        Contacts(session).load(keys)
    assert calls(session, timed(call("C-1"))) == keys
    assert Contacts(session).load(keys)[0].contact.conversation == timed(call("C-1"))
