import numpy as np

from tests.nlp.satisfaction.dialogues import BAD, GOOD, PLAIN, corpus, dialogue, felt
from voc.nlp.satisfaction.sentiment import FOLDS, Feeling, fit_sentiment


def sign(feeling: Feeling) -> int:
    return 1 if feeling.positive > 0.5 else -1 if feeling.negative > 0.5 else 0


def test_valence_is_positive_less_negative() -> None:
    assert [f.valence for f in (BAD, PLAIN, GOOD, Feeling(0.25, 0.75))] == [-1.0, 0.0, 1.0, 0.5]


def test_feeling_is_told_from_the_words() -> None:
    dialogues, given, _ = corpus()
    model, _ = fit_sentiment(dialogues, given)
    new = dialogue("客：5 1 44", "座：8", "客：5 6", "客：2 5")
    [found] = model.feelings([new])
    assert list(map(sign, found)) == [-1, 0, 0, 1] == [sign(felt(turn)) for turn in new]


def test_there_is_one_feeling_an_utterance_in_their_order() -> None:
    dialogues, given, _ = corpus()
    model, held_out = fit_sentiment(dialogues, given)
    for found in (model.feelings(dialogues), held_out):
        assert [len(f) for f in found] == [len(d) for d in dialogues]
        assert [[sign(f) for f in felt] for felt in found] == [[sign(f) for f in felt] for felt in given]


def test_held_out_feelings_come_from_models_that_had_not_seen_the_dialogue() -> None:
    dialogues, given, _ = corpus()
    # A word of one fold alone: who has not seen the fold knows nothing of it.
    odd = [dialogue("客：77", "座：8") if n % FOLDS == 0 else d for n, d in enumerate(dialogues)]
    labels = [[BAD, PLAIN] if n % FOLDS == 0 else g for n, g in enumerate(given)]
    model, held_out = fit_sentiment(odd, labels)
    assert sign(model.feelings(odd)[0][0]) == -1
    assert sign(held_out[0][0]) == 0


def test_a_side_that_never_feels_anything_is_never_negative() -> None:
    dialogues, given, _ = corpus()
    model, _ = fit_sentiment(dialogues, given)
    [found] = model.feelings([dialogue("座：1 1 1", "客：5")])
    assert found[0].negative < 0.01


def test_the_same_dialogues_give_the_same_model() -> None:
    dialogues, given, _ = corpus()
    (first, held), (second, again) = fit_sentiment(dialogues, given), fit_sentiment(dialogues, given)
    assert np.array_equal(first.customer.questions.weights, second.customer.questions.weights)
    assert np.array_equal(first.others.questions.weights, second.others.questions.weights)
    assert held == again
