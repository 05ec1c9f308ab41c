from math import log

import pytest
from hypothesis import given

from tests.nlp.contacts import call, topics_of_words
from tests.nlp.strategies import TEXTS
from voc.nlp.language import Language
from voc.nlp.signals import observe
from voc.nlp.topics import NO_TOPICS, counted

TOPICS = topics_of_words(
    ("ATM吞钱", "信用卡年费", "网点"), {"钞票": [3.0, 0.0, 0.0], "年费": [0.0, 2.0, 1.0], "网点": [1.0, 0.0, 1.0]}
)


def test_words_speak_for_objects_and_the_one_most_spoken_for_comes_first(language: Language) -> None:
    passages = observe(call("客：钞票卡住了", "座：去网点"), language).passages
    assert list(TOPICS.of(passages).items()) == [("ATM吞钱", 1.0), ("网点", 0.25)]


def test_a_word_said_again_counts_less_each_time(language: Language) -> None:
    once, thrice = (observe(call(f"客：{'年费，' * n}网点"), language).passages for n in (1, 3))
    assert TOPICS.of(once) == {"信用卡年费": 1.0, "网点": 1.0, "ATM吞钱": 0.5}
    weight = 1 + log(3)
    assert TOPICS.of(thrice) == pytest.approx(
        {"信用卡年费": 1.0, "网点": (weight + 1) / (2 * weight), "ATM吞钱": 1 / (2 * weight)}, abs=1e-6
    )
    assert counted(thrice)["年费"] == weight


def test_of_equals_the_first_of_the_table_comes_first(language: Language) -> None:
    passages = observe(call("客：年费，网点"), language).passages
    assert list(TOPICS.of(passages))[:2] == ["信用卡年费", "网点"]


@given(text=TEXTS)
def test_nothing_speaks_for_anything_before_it_is_taught(language: Language, text: str) -> None:
    assert NO_TOPICS.of(observe(call(f"客：{text}"), language).passages) == {}


@given(text=TEXTS)
def test_shares_are_of_the_one_most_spoken_for(language: Language, text: str) -> None:
    shares = list(TOPICS.of(observe(call(f"客：{text}网点"), language).passages).values())
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert min(shares) > 0
