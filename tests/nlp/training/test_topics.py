import numpy as np
import pytest

from tests.nlp.contacts import call
from tests.nlp.training.labels import read, vocabulary_of
from voc.nlp.features import Vocabulary
from voc.nlp.language import Language
from voc.nlp.training import Labelled
from voc.nlp.training.topics import LEAST_CONTACTS, WORDS_AN_OBJECT, fit_topics, named_objects

CLAIMS = {"ATM吞钱": "钞票卡住了，没有吐出来", "信用卡年费": "年费又扣了，刷满六次"}


def about(name: str | None, language: Language, text: str = "") -> Labelled:
    claims = [] if name is None else [{"factor": "product.channel", "business_object": name}]
    gold = {"dissatisfied": True, "causes": ["product"], "factors": ["product.channel"], "claims": claims}
    return read(call(f"客：您好，{text or CLAIMS.get(name or '', '')}"), gold, language)


def rows_of(language: Language, *more: Labelled) -> list[Labelled]:
    return [*(about(name, language) for name in CLAIMS for _ in range(LEAST_CONTACTS)), *more]


def test_words_speak_for_the_objects_of_the_contacts_in_which_they_are_said(language: Language) -> None:
    rows = rows_of(language)
    topics = fit_topics(rows, vocabulary_of(rows))
    assert set(topics.objects) == set(CLAIMS)
    for name in CLAIMS:
        assert next(iter(topics.of(about(name, language).observed.passages))) == name
    everyone, notes = (
        dict(zip(topics.objects, topics.weights[topics.words[w]], strict=True)) for w in ("您好", "钞票")
    )
    assert notes["信用卡年费"] == 0 < everyone["信用卡年费"]
    assert notes["ATM吞钱"] > everyone["ATM吞钱"]


def test_words_of_few_contacts_and_unknown_ones_speak_for_nothing(language: Language) -> None:
    rows = rows_of(language, about("ATM吞钱", language, "门口的狗"))
    assert "狗" not in fit_topics(rows, vocabulary_of(rows)).words
    few = Vocabulary(["w:年费"], vocabulary_of(rows).idf[:1])
    assert set(fit_topics(rows, few).words) == {"年费"}


def test_an_object_of_which_no_word_is_known_is_none(language: Language) -> None:
    rows = rows_of(language, about("贷款审批", language, "门口的狗"))
    few = Vocabulary(["w:年费"], vocabulary_of(rows).idf[:1])
    assert fit_topics(rows, few).objects == ("信用卡年费",)


def test_contacts_without_a_named_object_teach_nothing(language: Language) -> None:
    rows = [about(None, language, "钞票卡住了")] * LEAST_CONTACTS
    assert named_objects(rows[0]) == frozenset()
    for none in (rows, []):
        topics = fit_topics(none, vocabulary_of(rows))
        assert (topics.objects, topics.words, topics.weights.shape) == ((), {}, (0, 0))


def test_of_each_object_the_words_that_tell_most_are_kept(language: Language) -> None:
    text = "，".join(f"第{n}次" for n in range(3 * WORDS_AN_OBJECT))
    rows = [about("ATM吞钱", language, text)] * LEAST_CONTACTS
    topics = fit_topics(rows, vocabulary_of(rows))
    assert np.count_nonzero(topics.weights) == len(topics.words) == WORDS_AN_OBJECT


def test_the_order_of_the_contacts_changes_no_word(language: Language) -> None:
    rows = rows_of(language)
    once, again = (fit_topics(own, vocabulary_of(rows)) for own in (rows, rows[::-1]))
    assert (once.objects, once.words) == (again.objects, again.words)
    assert once.weights == pytest.approx(again.weights)
