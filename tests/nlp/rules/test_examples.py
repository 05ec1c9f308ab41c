from tests.nlp.rules.rows import row, rule_set
from tests.nlp.rules.scenes import plain_tokenizer
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Taxonomy
from voc.nlp.language import Language
from voc.nlp.rules.examples import broken_examples, example_scene


def test_every_shipped_rule_matches_its_own_examples_and_spares_the_others(language: Language) -> None:
    own = language.rule_set
    assert len(own.rules) > 200
    assert list(broken_examples(own.rules, own.lists, plain_tokenizer())) == []


def test_shipped_rules_lie_in_the_file_of_their_factor(language: Language) -> None:
    own = language.rule_set
    wrong = [r.id for r in own.rules if own.origins[r.id].file != f"{r.factor.replace('.', '/')}.toml"]
    assert wrong == []
    assert {rule.factor for rule in own.rules} == {factor.code for factor in language.taxonomy.factors}


def test_an_example_that_is_not_kept_is_found(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row(matches='["闪退", "白屏"]', more='spares = ["没闪退", "老闪退"]'))
    broken = broken_examples(own.rules, own.lists, plain_tokenizer())
    told = [(one.key, one.number, one.text, one.reason) for one in broken]
    assert told == [("matches", 1, "白屏", "应命中而没有命中"), ("spares", 1, "老闪退", "不应命中而命中了")]


def test_an_example_may_be_a_call() -> None:
    call = example_scene("客：转不出去\n  座: 请去网点\n系：请按一", Speaker.AGENT, plain_tokenizer())
    assert [(p.speaker, p.text) for p in call.passages] == [
        (Speaker.CUSTOMER, "转不出去"),
        (Speaker.AGENT, "请去网点"),
        (Speaker.SYSTEM, "请按一"),
    ]


def test_the_turns_of_a_call_may_stand_on_one_line() -> None:
    call = example_scene("座：您好 / 客：转不出去 / 试过了 / 客: 还是不行", Speaker.AGENT, plain_tokenizer())
    assert [(p.speaker, p.text) for p in call.passages] == [
        (Speaker.AGENT, "您好"),
        (Speaker.CUSTOMER, "转不出去 / 试过了"),
        (Speaker.CUSTOMER, "还是不行"),
    ]


def test_a_plain_example_is_said_by_the_speaker_of_the_rule() -> None:
    for text in ("转不出去", "客户说：转不出去", "客：转不出去\n然后", ""):
        (passage,) = example_scene(text, Speaker.AGENT, plain_tokenizer()).passages
        assert (passage.speaker, passage.reading.given) == (Speaker.AGENT, text)
