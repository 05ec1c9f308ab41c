import json
import logging
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from tests.conftest import resource
from tests.nlp.contacts import sample_calls
from tests.nlp.strategies import HAN, TEXTS
from voc.domain.reading import read
from voc.nlp.analyzer import Analyzer
from voc.nlp.tokenizer import Token, Tokenizer
from voc.nlp.tokenizer.golden import Golden, shipped_golden
from voc.nlp.tokenizer.reference import JiebaCutter
from voc.settings import shipped

NOTHING_GOLDEN = Golden("", 0, ())


def words(tokenizer: Tokenizer, text: str) -> list[str]:
    return [token.text for token in tokenizer.tokens(text)]


@given(TEXTS | HAN)
def test_tokens_join_to_the_reading_and_say_where_they_stand(tokenizer: Tokenizer, text: str) -> None:
    reading = read(text).text
    tokens = tokenizer.tokens(reading)
    assert "".join(token.text for token in tokens) == reading
    assert all(reading[token.start : token.end] == token.text for token in tokens)
    assert all(token.text for token in tokens)


def test_blanks_are_tokens_too(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("转账 失败") == (Token("转账", 0, 2), Token(" ", 2, 3), Token("失败", 3, 5))


def test_words_of_its_dictionary_are_kept_whole_by_one_tokenizer_alone(plain_tokenizer: Tokenizer) -> None:
    taught = Tokenizer("ETC信用卡 100000 n\n")
    text = read("办ETC信用卡").text
    assert words(taught, text) == ["办", "etc信用卡"]
    assert "etc信用卡" not in words(plain_tokenizer, text)
    assert "etc信用卡" not in words(Tokenizer(""), text)


def test_the_shipped_dictionary_has_a_thousand_words() -> None:
    rows = [row.split(" ") for row in resource("dictionary.txt").splitlines() if row.strip()]
    assert len({row[0] for row in rows}) >= 1000
    assert all(len(row) == 3 and row[1].isdecimal() for row in rows)


def test_a_sample_of_shipped_words_stay_whole_alone(tokenizer: Tokenizer) -> None:
    own = [row.split(" ")[0].lower() for row in resource("dictionary.txt").splitlines() if row.strip()]
    sample = random.Random(7).sample(own, 200)
    split = [word for word in sample if words(tokenizer, word) != [word]]
    assert len(split) <= 10, split


def test_the_hash_names_the_dictionary(tokenizer: Tokenizer, plain_tokenizer: Tokenizer) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", tokenizer.dictionary_hash)
    assert Tokenizer("").dictionary_hash == plain_tokenizer.dictionary_hash != tokenizer.dictionary_hash


@pytest.fixture(scope="module")
def slow_tokenizer() -> Tokenizer:
    """jieba itself, with the shipped dictionary."""
    return Tokenizer(resource("dictionary.txt"), golden=NOTHING_GOLDEN)


def sample_texts() -> Iterator[str]:
    for name in ("calls.jsonl", "comments.jsonl"):
        for line in (shipped("samples") / name).read_text("utf8").splitlines():
            record = json.loads(line)
            yield from (turn["text"] for turn in record.get("utterances", ()))
            yield record.get("comment", "")


def test_the_fast_engine_is_used_with_the_shipped_dictionary_only(
    tokenizer: Tokenizer, plain_tokenizer: Tokenizer
) -> None:
    pytest.importorskip("rjieba", reason="rjieba has no wheel for this machine")
    assert tokenizer.is_fast
    assert not plain_tokenizer.is_fast


def test_both_engines_cut_every_text_of_the_samples_alike(tokenizer: Tokenizer, slow_tokenizer: Tokenizer) -> None:
    texts = [read(text).text for text in sample_texts()]
    assert len(texts) > 2000
    assert [t for t in texts if tokenizer.tokens(t) != slow_tokenizer.tokens(t)] == []


def test_both_engines_give_the_same_analyses_of_the_same_version(analyzer: Analyzer, slow_tokenizer: Tokenizer) -> None:
    slow = replace(analyzer, language=replace(analyzer.language, tokenizer=slow_tokenizer))
    assert slow.language.dictionary_hash == analyzer.language.dictionary_hash
    calls = list(sample_calls().values())[::4]
    assert [slow.analyze(call) for call in calls] == [analyzer.analyze(call) for call in calls]


def test_an_engine_that_cuts_otherwise_is_not_used_and_that_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("rjieba", reason="rjieba has no wheel for this machine")
    golden = shipped_golden()
    wrong = replace(golden, texts=(*golden.texts, ("转", "账")))
    with caplog.at_level(logging.WARNING):
        fallen_back = Tokenizer(resource("dictionary.txt"), golden=wrong)
    assert not fallen_back.is_fast
    assert len(caplog.records) == 1
    assert "改用 jieba" in caplog.text
    assert words(fallen_back, "转账很慢") == ["转账", "很慢"]


def test_without_rjieba_jieba_cuts_and_nobody_is_warned(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert isinstance(Tokenizer(resource("dictionary.txt")).cutter, JiebaCutter)
    assert not caplog.records
