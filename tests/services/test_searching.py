from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.inputs import FAULT, answer, call, write
from tests.services.stores import NOW, SHANGHAI, Store
from voc.domain.fingerprint import fingerprint
from voc.domain.reading import read
from voc.domain.survey import SurveyResponse
from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.rules import parse
from voc.services import searching
from voc.services.rule_search import search
from voc.services.searching import FoundContact, Query, search_contacts
from voc.storage.counting import ContactFilter
from voc.storage.engine import sessions
from voc.storage.records import Records
from voc.storage.search import SearchFilter


def every(store: Store, language: Language, query: Query, *, limit: int = 2) -> list[FoundContact]:
    """All pages together."""
    found: list[FoundContact] = []
    after = None
    with store.work() as session:
        while True:
            page = search_contacts(session, query, language=language, lists={}, after=after, limit=limit)
            found += page.contacts
            after = page.after
            if after is None:
                return found


def ids(found: list[FoundContact]) -> list[str]:
    return [one.heading.id for one in found]


@pytest.fixture
def calls(store: Store, tmp_path: Path) -> Path:
    path = write(
        tmp_path / "a.jsonl",
        call("C-1", "座：您好", "客：扣了我年費", "客：年费这么高", agent_id="A1"),
        answer("S-1", "年费，年费，又是年费"),
        call("C-2", "座：您好", "客：年，费心了"),
        answer("S-2", "只能去网点办，太远", score=1, scale=[1, 5]),
        answer("S-3", "挺好", score=5, scale=[1, 5]),
        answer("S-4", "再说一次年费", conversation_id="C-2"),
    )
    store.feed(path)
    return path


def test_a_phrase_is_found_as_it_is_read_and_marked_as_it_was_given(
    store: Store, calls: Path, language: Language
) -> None:
    found = every(store, language, Query("年費"))
    assert ids(found) == ["C-2", "S-1", "C-1"]
    assert [[text.text for text in one.found] for one in found] == [
        ["再说一次年费"],
        ["年费，年费，又是年费"],
        ["扣了我年費", "年费这么高"],
    ]
    marks = [(e.utterance, e.start, e.end, e.text, e.survey_id) for t in found[2].found for e in t.evidence]
    assert marks == [(1, 3, 5, "年費", None), (2, 0, 2, "年费", None)]
    assert [e.start for e in found[1].found[0].evidence] == [0, 3, 8]
    assert found[0].found[0].evidence[0].survey_id == "S-4"


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_of_any_size_give_each_contact_once(store: Store, calls: Path, language: Language, limit: int) -> None:
    assert ids(every(store, language, Query("年费"), limit=limit)) == ["C-2", "S-1", "C-1"]


def test_what_is_not_there_is_not_found(store: Store, calls: Path, language: Language) -> None:
    assert every(store, language, Query("黑屏")) == []


def test_filters_hold(store: Store, calls: Path, language: Language) -> None:
    assert ids(every(store, language, Query("年费", wanted=SearchFilter(agents=("A1",))))) == ["C-1"]
    sms = SearchFilter(ContactFilter(channels=("sms",)))
    assert ids(every(store, language, Query("年费", wanted=sms))) == ["S-1"]


@pytest.mark.parametrize(
    "expression",
    [
        "年费",
        "网点 AND 远",
        "CUSTOMER(只能 ..8 网点) OR 挺好",
        "NOT 年费",
        "SCORE<0.5",
        "/年.?费/",
        "~年费",
        "AGENT(您好)",
        "UTTERANCES>=2 AND 年费",
        "/年[^x]/",
        '"，"',
    ],
)
def test_an_expression_finds_what_it_finds_in_the_file(
    store: Store, calls: Path, language: Language, expression: str
) -> None:
    parsed = parse(expression)
    found = every(store, language, Query(expression=parsed))
    in_file = {
        one.contact_id: one.found
        for one in search(parsed, {}, [calls], language=language, zone=SHANGHAI, set_aside=pytest.fail)
        if one.found is not None
    }
    assert {one.heading.id: one.found for one in found} == in_file
    assert len(found) == len(in_file)


def test_with_a_phrase_and_an_expression_both_must_hold_and_both_are_marked(
    store: Store, calls: Path, language: Language
) -> None:
    (found,) = every(store, language, Query("扣了", parse("年费 AND AGENT(您好)")))
    assert found.heading.id == "C-1"
    assert [[e.text for e in text.evidence] for text in found.found] == [["您好"], ["扣了", "年費"], ["年费"]]


def test_an_expression_is_not_tried_without_end(
    store: Store, calls: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_TRIED", 2)
    query = Query(expression=parse("NOT 年费"))
    with store.work() as session:
        first = search_contacts(session, query, language=language, lists={}, limit=9)
    assert ids(list(first.contacts)) == ["S-3"]
    assert first.after is not None
    assert ids(every(store, language, query)) == ["S-3", "S-2"]


def test_a_hit_on_an_utterance_without_words_marks_nothing(store: Store, language: Language, tmp_path: Path) -> None:
    said = [{"speaker": "agent", "text": "请稍等", "start_ms": 0, "end_ms": 1000}]
    said += [{"speaker": "customer", "text": "", "start_ms": 60_000, "end_ms": 61_000}]
    store.feed(write(tmp_path / "a.jsonl", call("C-1", utterances=said)))
    (found,) = every(store, language, Query(expression=parse("SILENCE>30s")))
    assert (found.heading.id, found.found) == ("C-1", ())


def test_a_query_for_nothing_is_refused(store: Store, language: Language) -> None:
    with pytest.raises(InputError, match="要有要找的话"):
        every(store, language, Query())
    with pytest.raises(InputError, match="至少要有一个字"):
        every(store, language, Query("！"))


PIECES = st.lists(
    st.sampled_from(["年", "费", "費", "年费", "，", " ", "ＡＰＰ", "app", "㈱", "."]), min_size=1, max_size=8
)
TEXTS = PIECES.map("".join)


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=12),
    phrase=st.sampled_from(["年费", "费年", "费", "app", "年费年", "费，年"]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_gives_what_a_look_into_every_text_gives(
    store: Store, language: Language, texts: list[str], phrase: str
) -> None:
    surveys = [SurveyResponse(f"S-{n}", None, comment=text, invited=True) for n, text in enumerate(texts)]
    with sessions(store.database)() as session:
        Records(session).store("x", [(one, fingerprint(one, key=b"k")) for one in surveys], at=NOW)
        found: list[str] = []
        after = None
        while page := search_contacts(session, Query(phrase), language=language, lists={}, after=after, limit=3):
            found += ids(list(page.contacts))
            after = page.after
            if after is None:
                break
    wanted = [one.id for one in surveys if read(phrase).text in read(one.comment).text]
    assert found == wanted[::-1]


def test_a_comment_that_changed_is_found_by_what_it_says_now(store: Store, language: Language, tmp_path: Path) -> None:
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", "年费高")))
    store.feed(write(tmp_path / "a.jsonl", answer("S-1", FAULT)))
    assert every(store, language, Query("年费")) == []
    assert ids(every(store, language, Query("转账"))) == ["S-1"]
