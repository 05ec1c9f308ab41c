import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from voc.storage import search_index
from voc.storage.search_index import add_texts, create_index, drop_index, keys_holding

TEXTS = {1: "年费太高", 2: "年 费", 3: "費年", 4: "扣了年費", 5: "ＡＰＰ闪退", 6: "卡"}


def found(session: Session, *phrases: str, before: int | None = None, limit: int = 10) -> list[int]:
    return keys_holding(session, phrases, before=before, limit=limit)


@pytest.fixture
def filled(session: Session) -> Session:
    add_texts(session, TEXTS.items())
    return session


def test_texts_that_may_hold_a_phrase_are_found_the_highest_key_first(filled: Session) -> None:
    assert found(filled, "年费") == [4, 2, 1]
    assert found(filled, "app闪") == [5]
    assert found(filled, "卡") == [6]
    assert found(filled, "黑屏") == []


def test_one_of_several_phrases_is_enough(filled: Session) -> None:
    assert found(filled, "费年", "卡", "黑屏") == [6, 3]


def test_a_page_ends_at_its_limit_and_the_next_begins_below_it(filled: Session) -> None:
    assert found(filled, "年费", limit=2) == [4, 2]
    assert found(filled, "年费", before=2) == [1]
    assert found(filled, "年费", before=1) == []


@pytest.mark.parametrize("newest", [1, 2, 3])
def test_it_does_not_matter_how_many_of_the_newest_are_looked_through(
    filled: Session, monkeypatch: pytest.MonkeyPatch, newest: int
) -> None:
    monkeypatch.setattr(search_index, "_NEWEST", newest)
    assert found(filled, "年费") == [4, 2, 1]
    assert found(filled, "年费", limit=1) == [4]
    assert found(filled, "年费", before=4, limit=1) == [2]


def test_a_long_text_of_the_same_characters_is_found_to_its_end(session: Session) -> None:
    add_texts(session, [(1, "的确" * 40_000 + "年费")])
    assert found(session, "确年费") == [1]


def test_many_texts_go_in_by_batches(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_TEXTS", 2)
    add_texts(session, TEXTS.items())
    assert found(session, "年费") == [4, 2, 1]


def test_an_index_is_made_and_dropped(blank: Engine) -> None:
    with blank.begin() as connection:
        create_index(connection)
        drop_index(connection)
        assert sa.inspect(connection).get_table_names() == []
