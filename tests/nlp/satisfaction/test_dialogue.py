from voc.domain.conversation import Speaker, Utterance
from voc.nlp.satisfaction.dialogue import Turn, dialogue_of
from voc.nlp.tokenizer import Tokenizer


def test_any_tokenizer_cuts_a_dialogue() -> None:
    utterances = [Utterance(Speaker.AGENT, "12 7  9"), Utterance(Speaker.CUSTOMER, "")]
    by_blanks = (Turn(Speaker.AGENT, ("12", "7", "9")), Turn(Speaker.CUSTOMER, ()))
    assert dialogue_of(utterances, str.split) == by_blanks
    assert dialogue_of(utterances[:1], tuple)[0].words == tuple("12 7  9")


def test_the_tokenizer_of_the_program_cuts_a_dialogue(tokenizer: Tokenizer) -> None:
    def cut(text: str) -> list[str]:
        return [token.text for token in tokenizer.tokens(text)]

    [turn] = dialogue_of([Utterance(Speaker.CUSTOMER, "手机银行闪退")], cut)
    assert turn == Turn(Speaker.CUSTOMER, ("手机银行", "闪退"))
