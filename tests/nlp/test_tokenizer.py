import random
import re

from hypothesis import given

from tests.conftest import resource
from tests.nlp.strategies import HAN, TEXTS
from voc.nlp.text import read
from voc.nlp.tokenizer import Token, Tokenizer


def words(tokenizer: Tokenizer, text: str) -> list[str]:
    return [token.text for token in tokenizer.tokens(text)]


@given(TEXTS | HAN)
def test_tokens_join_to_the_reading_and_say_where_they_stand(tokenizer: Tokenizer, text: str) -> None:
    reading = read(text).text
    tokens = list(tokenizer.tokens(reading))
    assert "".join(token.text for token in tokens) == reading
    assert all(reading[token.start : token.end] == token.text for token in tokens)
    assert all(token.text for token in tokens)


def test_blanks_are_tokens_too(tokenizer: Tokenizer) -> None:
    assert list(tokenizer.tokens("转账 失败")) == [Token("转账", 0, 2), Token(" ", 2, 3), Token("失败", 3, 5)]


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
