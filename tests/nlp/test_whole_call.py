import numpy as np
import pytest

from tests.nlp.contacts import call, comment, silent_lines, small_model
from voc.domain.moments import TurnedBy
from voc.nlp.classifier import AGENT_LABELS, DISSATISFIED, Answers, TextModel, labels_of
from voc.nlp.features import Found, Vocabulary
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.model import Model
from voc.nlp.points import POINT_LABELS, PointModel
from voc.nlp.signals import Observed, observe
from voc.nlp.whole_call import (
    COMPLAINING,
    RESOLVED,
    STRONGEST_OF_CALL,
    CallModel,
    call_labels,
    call_words,
    told_of_call,
    turn_label,
)

LINES = ("座：您好请问什么事", "客：转账闪退", "座：转账您重启一下", "客：闪退，还是闪退")
WORDS = ("w:转账", "w:转账 闪退", "w:闪退")


@pytest.fixture(scope="module")
def observed(language: Language) -> Observed:
    return observe(call(*LINES, comment="转账闪退，气人", score=1), language)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(["c:转", *WORDS], np.ones(1 + len(WORDS), dtype=np.float32))


def cells(observed: Observed, vocabulary: Vocabulary) -> dict[tuple[str, str], float]:
    """By side and word, the value of its column."""
    numbers = (*observed.customer_passages, *observed.others)
    found = vocabulary.find([observed.passages[i] for i in numbers])
    words, _, _ = call_words(vocabulary, found, observed, numbers)
    values: dict[tuple[str, str], float] = {}
    for column, value in zip(words.columns.tolist(), words.values.tolist(), strict=True):
        side, k = divmod(column, vocabulary.word_count)
        key = ("customer" if side == 0 else "other", WORDS[k])
        values[key] = values.get(key, 0.0) + value
    return values


def test_the_customers_words_and_the_others_are_counted_apart_without_the_comment(
    observed: Observed, vocabulary: Vocabulary
) -> None:
    found = cells(observed, vocabulary)
    thrice = 1 + np.log(3)
    length = np.sqrt(2 + thrice**2)
    assert found == pytest.approx(
        {
            ("customer", "w:转账"): 1 / length,
            ("customer", "w:转账 闪退"): 1 / length,
            ("customer", "w:闪退"): thrice / length,
            ("other", "w:转账"): 1.0,
        }
    )


def test_every_clause_has_its_place_in_the_call(observed: Observed, vocabulary: Vocabulary) -> None:
    numbers = (*observed.customer_passages, *observed.others)
    found = vocabulary.find([observed.passages[i] for i in numbers])
    words, places, count = call_words(vocabulary, found, observed, numbers)
    assert sorted(places.tolist()) == list(range(count))
    assert count == sum(len(passage.clauses) for passage in observed.passages)
    # The second utterance (转账闪退) is one clause after that of the first.
    assert places[words.clauses[words.columns == 1]].tolist() == [1]


def test_a_call_without_a_known_word_says_nothing(observed: Observed, language: Language) -> None:
    empty = Vocabulary(["w:甲"], np.ones(1, dtype=np.float32))
    answers = hearing(empty, language).hear(observed).call
    assert set(answers.whole) == {0.0}
    assert {added for clause in answers.clauses for added in clause} == {0.0}


def test_a_side_may_be_left_out(vocabulary: Vocabulary) -> None:
    columns = np.array([1, 2, 3, 3], dtype=np.int64)
    clauses = np.array([0, 1, 2, 2], dtype=np.int64)
    words = vocabulary.words_by_side(Found(columns, clauses, np.array([0, 1, 2], dtype=np.int64), 3), [1, -1, 0], 2)
    assert words.columns.tolist() == [3, 2, 2]
    assert words.values.tolist() == [1.0, 0.5, 0.5]
    assert words.clauses.tolist() == [0, 2, 2]


def test_labels_are_what_the_taxonomy_and_the_turns_name(language: Language) -> None:
    labels = call_labels(language.taxonomy)
    assert DISSATISFIED not in labels
    assert len(labels) == len(set(labels)) == 3 + len(language.taxonomy.factors) + 3 + len(TurnedBy)
    assert {COMPLAINING, RESOLVED, *map(turn_label, TurnedBy)} <= set(labels)


def test_what_a_call_says_is_bounded_and_nothing_where_it_was_not_heard() -> None:
    heard = Heard(call=Answers({"a": 0, "b": 1}, [99.0, -0.5], [], []))
    assert [told_of_call(heard, label) for label in "ab"] == [STRONGEST_OF_CALL, -0.5]
    assert told_of_call(Heard(), "a") == 0.0


def hearing(vocabulary: Vocabulary, language: Language) -> Model:
    """转账 speaks for a product where the customer says it, for a person where another does; nothing else is heard."""
    taxonomy, terms = language.taxonomy, len(vocabulary.terms)
    text = [(labels_of(taxonomy), "text"), (AGENT_LABELS, "agent")]
    models = {
        name: TextModel(vocabulary, own, silent_lines(terms, len(own)), silent_lines(terms, len(own)))
        for own, name in text
    }
    labels = call_labels(taxonomy)
    heard = CallModel(labels, silent_lines(2 * vocabulary.word_count, len(labels)))
    heard.lines.weights[0, labels.index("product")] = 2.0
    heard.lines.weights[vocabulary.word_count, labels.index("person")] = 3.0
    return small_model(language, **models, call=heard, points=PointModel(silent_lines(terms, len(POINT_LABELS))))


def test_what_each_side_says_counts_by_its_own_weights(
    observed: Observed, vocabulary: Vocabulary, language: Language
) -> None:
    heard = hearing(vocabulary, language).hear(observed)
    own = cells(observed, vocabulary)["customer", "w:转账"]
    assert heard.call.of("product") == pytest.approx(2 * own)
    assert heard.call.of("person") == pytest.approx(3.0)
    assert heard.call.of(RESOLVED) == 0.0
    for label, passage, adds in (("product", 1, 2 * own), ("person", 2, 3.0)):
        column = [row[heard.call.labels[label]] for row in heard.call.clauses]
        assert column[observed.clause_starts[passage]] == pytest.approx(adds)
        assert sum(column) == pytest.approx(adds)


def test_a_comment_alone_is_no_call_to_be_heard(vocabulary: Vocabulary, language: Language) -> None:
    assert set(hearing(vocabulary, language).hear(observe(comment("转账闪退"), language))) == {0}


def test_a_call_in_which_the_customer_says_nothing_is_not_heard(vocabulary: Vocabulary, language: Language) -> None:
    silent = observe(call("座：转账您说", "座：听得到吗", comment="转账闪退"), language)
    assert set(hearing(vocabulary, language).hear(silent)) == {0, 1, 2}
