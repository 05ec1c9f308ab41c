from collections import Counter

from tests.nlp.satisfaction.dialogues import dialogue
from voc.nlp.satisfaction.terms import LAST_TURNS, utterance_terms, word_families

TALK = dialogue("座：8 9", "客：1 2 1", "系：4", "客：3")


def test_customer_and_others_are_counted_apart() -> None:
    customer, others, _ = word_families(TALK)
    assert customer == Counter({"1": 2, "2": 1, "1 2": 1, "2 1": 1, "3": 1})
    assert others == Counter(["8", "9", "8 9", "4"])


def test_pairs_do_not_reach_across_turns() -> None:
    assert not {"1 4", "4 3", "1 3", "9 1"} & set().union(*word_families(TALK))


def test_the_last_turns_stand_by_themselves_with_who_spoke() -> None:
    long = dialogue("客：99", *["座：8"] * (LAST_TURNS - 1), "客：3 4")
    assert word_families(long)[2] == Counter(
        {"agent:8": LAST_TURNS - 1, "customer:3": 1, "customer:4": 1, "customer:3 4": 1}
    )


def test_a_dialogue_without_turns_has_no_words() -> None:
    assert word_families(()) == (Counter(), Counter(), Counter())


def test_an_utterance_is_read_with_its_neighbours() -> None:
    assert utterance_terms(TALK, 1) == Counter(
        {"1": 2, "2": 1, "1 2": 1, "2 1": 1, "before agent:8": 1, "before agent:9": 1, "after system:4": 1}
    )


def test_the_first_and_the_last_utterance_have_nothing_beside_them() -> None:
    assert utterance_terms(TALK, 0)["nothing before"] == utterance_terms(TALK, 3)["nothing after"] == 1
    assert utterance_terms(TALK, 0)["nothing after"] == 0
