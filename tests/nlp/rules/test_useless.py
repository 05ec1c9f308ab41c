from tests.nlp.rules.rows import row, rule_set
from voc.domain.business_object import BusinessObject, BusinessObjectTable
from voc.domain.taxonomy import Taxonomy
from voc.nlp.rules.findings import Fault
from voc.nlp.rules.useless import dead_conditions, unnamed_objects


def test_a_dead_condition_is_told_once_and_its_parts_are_not(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row("['闪退', '卡 AND NOT 卡 AND UTTERANCES>=0']"))
    assert [(one.fault, one.reason) for one in dead_conditions(own)] == [
        (Fault.DEAD, "卡 AND NOT 卡 AND UTTERANCES>=0：既要有又要没有")
    ]


def test_words_of_a_list_that_cannot_be_found_are_told_with_the_rule_that_uses_it(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row("['闪退', '@bad']"), lists="bad = ['白屏', '卡，死']")
    ((fault, rule, reason),) = [(one.fault, one.rule, one.reason) for one in dead_conditions(own)]
    assert (fault, rule) == (Fault.IDLE, "crash")
    assert reason.startswith('"卡,死" 不会成立')


def test_exceptions_that_leave_other_words_are_notices(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row("['闪退', '白屏']", more="unless = ['屏', '卡']"))
    assert [(one.fault, one.reason) for one in dead_conditions(own)] == [(Fault.IDLE, "白屏 总被 unless 的 屏 排除")]


def test_a_word_that_is_its_own_exception_is_a_notice_while_others_are_left(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row("['闪退|卡死']", more="unless = ['卡死']"))
    told = [(one.fault, one.reason) for one in dead_conditions(own)]
    assert told == [(Fault.IDLE, "卡死 同时写在 when 与 unless 里")]


def test_exceptions_that_together_leave_nothing_are_errors(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row("['白屏', '卡死']", matches='["闪退"]', more="unless = ['屏', '卡死']"))
    assert [(one.fault, one.reason) for one in dead_conditions(own)] == [
        (Fault.DEAD, "白屏 总被 unless 的 屏 排除"),
        (Fault.DEAD, "卡死 同时写在 when 与 unless 里"),
    ]


def test_exceptions_that_no_clause_of_the_speaker_has_are_notices(taxonomy: Taxonomy) -> None:
    more = "unless = ['UTTERANCES>=3', 'REPEAT/2', 'AGENT(稍等)', '卡 OR SYSTEM(请按)', 'SCORE<0.5']"
    told = [(one.fault, one.reason) for one in dead_conditions(rule_set(taxonomy, row(more=more)))]
    assert told == [
        (Fault.IDLE, "unless 的 UTTERANCES>=3 不会成立：这里最多有 1 句（例外只看命中的那个分句）"),
        (Fault.IDLE, "unless 的 REPEAT/2 不会成立：这里最多有 1 句（例外只看命中的那个分句）"),
        (Fault.IDLE, "unless 的 AGENT(稍等) 不会成立：一句话只有一个人说（例外只看命中的那个分句）"),
        (Fault.IDLE, "unless 的 SYSTEM(请按) 不会成立：一句话只有一个人说"),
    ]


def test_joined_words_that_count_one_by_one_are_notices(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row("['闪退', 'REPEAT/2(慢 AND 卡)']"))
    ((fault, reason),) = [(one.fault, one.reason) for one in dead_conditions(own)]
    assert (fault, "UTTERANCE(慢 AND 卡)" in reason) == (Fault.SCATTERED, True)


def test_objects_that_the_table_has_not_are_told(taxonomy: Taxonomy) -> None:
    table = BusinessObjectTable({"U盾": BusinessObject("U盾", "电子银行", None, ())})
    own = rule_set(taxonomy, row("['闪退', 'object=u盾 AND 卡', 'object=天气 AND 卡']"))
    assert ["天气" in one.reason for one in unnamed_objects(own, table)] == [True]
