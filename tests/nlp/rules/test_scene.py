from hypothesis import given

from tests.nlp.rules.scenes import plain_tokenizer, scene
from tests.nlp.strategies import HAN
from voc.domain.conversation import Speaker
from voc.nlp.passage import passage_of
from voc.nlp.rules import Scene
from voc.nlp.rules.scene import clause_of, word_end


def test_a_scene_of_passages_knows_nothing_of_its_contact() -> None:
    said = passage_of("闪退", plain_tokenizer(), utterance=0, speaker=Speaker.CUSTOMER)
    bare = Scene((said,))
    assert (bare.spoken_count, bare.utterances, bare.phases) == (1, (), ())


def test_comments_stand_after_the_utterances() -> None:
    own = scene("客：闪退", "座：好的", comment="太慢")
    assert (own.spoken_count, len(own.passages), len(own.utterances)) == (2, 3, 2)


def test_a_survey_has_no_utterances() -> None:
    own = scene(comment="太慢")
    assert (own.spoken_count, own.utterances) == (0, ())


@given(HAN)
def test_each_character_of_a_clause_is_in_that_clause(text: str) -> None:
    passage = passage_of(f"{text}，{text}。{text}", plain_tokenizer(), utterance=0, speaker=Speaker.CUSTOMER)
    for clause in passage.clauses:
        assert {clause_of(passage, at) for at in range(*clause)} == {clause}


def test_where_there_are_no_clauses_it_is_the_whole() -> None:
    passage = passage_of("，。", plain_tokenizer(), utterance=0, speaker=Speaker.CUSTOMER)
    assert clause_of(passage, 1) == (0, 2)


def test_a_position_within_a_word_is_taken_to_its_end_but_not_out_of_the_clause() -> None:
    passage = passage_of("网点很近，网点", plain_tokenizer(), utterance=0, speaker=Speaker.CUSTOMER)
    assert [word_end(passage, at) for at in range(8)] == [0, 2, 2, 4, 4, 5, 7, 7]
