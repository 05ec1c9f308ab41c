import pytest

from tests.nlp.rules.rows import file, row
from tests.nlp.rules.scenes import plain_tokenizer
from voc.domain.business_object import BusinessObject, BusinessObjectTable
from voc.domain.taxonomy import Taxonomy
from voc.errors import Place, RuleFileError
from voc.nlp.language import Language, shipped_rule_texts
from voc.nlp.rules.checking import check_addition, check_rules
from voc.nlp.rules.findings import Fault, Finding

OBJECTS = BusinessObjectTable(
    {
        name: BusinessObject(name, "电子银行", None, aliases)
        for name, aliases in (("网上银行", ("网银",)), ("企业网银", ()), ("U盾", ()))
    }
)


def found(taxonomy: Taxonomy, *rows: str, lists: str = "", whole: bool = True, **others: str) -> list[Finding]:
    texts = {"own.toml": file(*rows, lists=lists)} | {f"{name}.toml": text for name, text in others.items()}
    return list(check_rules(texts, taxonomy, OBJECTS, plain_tokenizer(), whole=whole)[1])


def test_the_shipped_rules_have_no_fault(language: Language) -> None:
    rule_set, findings = check_rules(shipped_rule_texts(), language.taxonomy, language.objects.table, plain_tokenizer())
    assert len(rule_set.rules) > 200
    assert all(finding.fault.notice for finding in findings)
    # Single words may be of no use; no rule is.
    assert not [one for one in findings if one.fault is Fault.COVERED and not one.reason.startswith("有它没它")]


@pytest.mark.parametrize(
    ("rows", "fault", "where", "reason"),
    [
        ([row("['a b']")], Fault.SYNTAX, "own.toml 第 7 行第 12 列", "when 有误：“b”的位置不对"),
        ([row(matches='["白屏"]')], Fault.EXAMPLE, "own.toml 第 8 行", "应命中而没有命中：白屏"),
        ([row(more='spares = ["闪退"]')], Fault.EXAMPLE, "own.toml 第 9 行", "不应命中而命中了：闪退"),
        ([row(more="spares = []")], Fault.INCOMPLETE, "own.toml 第 3 行", "缺少 spares"),
        ([row().replace('"闪退"\nsays', '" "\nsays')], Fault.INCOMPLETE, "own.toml 第 3 行", "缺少 description"),
        ([row("['闪退', '\"卡，死\"']")], Fault.DEAD, "own.toml 第 3 行", '"卡,死"：词里有断句的标点'),
        ([row("['UTTERANCES>1']")], Fault.DEAD, "own.toml 第 3 行", "没有可以作证据的词"),
        ([row("['闪退', 'SCORE<0.5']")], Fault.DEAD, "own.toml 第 3 行", "SCORE<0.5：没有可以作证据的词"),
        ([row("['闪退', 'AGENT(没人)']")], Fault.DEAD, "own.toml 第 3 行", "命中的都是座席的话，而这条规则以客户的话"),
        (
            [row("['闪退', 'VALENCE<0']", more='speaker = "agent"', matches='["座：闪退"]')],
            Fault.DEAD,
            "own.toml 第 3 行",
            "VALENCE 只看客户的话",
        ),
        (
            [row("['闪退', 'object=网银']")],
            Fault.DEAD,
            "own.toml 第 3 行",
            "没有“网银”，接近的有：网上银行、企业网银；",
        ),
        ([row(more="unless = ['object=天气']")], Fault.DEAD, "own.toml 第 3 行", "没有“天气”；记录自带的"),
        ([row("['闪退|卡']", more="unless = ['卡']")], Fault.IDLE, "own.toml 第 3 行", "卡 同时写在 when 与 unless 里"),
        ([row(more="unless = ['闪']")], Fault.DEAD, "own.toml 第 3 行", "闪退 总被 unless 的 闪 排除"),
        ([row("['闪退|卡']", more="unless = ['闪']")], Fault.IDLE, "own.toml 第 3 行", "闪退 总被 unless 的 闪 排除"),
        ([row(more="unless = ['UTTERANCES>=0']")], Fault.DEAD, "own.toml 第 3 行", "unless 的 UTTERANCES>=0 总是成立"),
        ([row(more="unless = ['\"卡，死\"']")], Fault.IDLE, "own.toml 第 3 行", "不会成立：词里有断句的标点"),
        ([row("['闪退 AND UTTERANCES>=0']")], Fault.IDLE, "own.toml 第 3 行", "UTTERANCES>=0 总是成立"),
        ([row("['闪退 OR (卡 AND NOT 卡)']")], Fault.IDLE, "own.toml 第 3 行", "卡 AND NOT 卡 不会成立：既要有"),
        ([row("['闪退', '老闪退']")], Fault.COVERED, "own.toml 第 3 行", "老闪退（已有 闪退）"),
        ([row(), row("['老闪退']", id="b", matches='["老闪退"]')], Fault.COVERED, "own.toml 第 11 行", "crash 都命中"),
        ([row(), row(id="b")], Fault.DUPLICATE, "own.toml 第 3 行", "与 b 相同"),
        (
            [row("['闪退|白屏', '卡']"), row("['卡', '白屏', '闪退']", id="b")],
            Fault.DUPLICATE,
            "own.toml 第 3 行",
            "与 b 相同",
        ),
        ([row("['闪退*']", matches='["闪退*了"]')], Fault.LITERAL, "own.toml 第 3 行", "“闪退*”里的 * 照字面找"),
        ([row("['闪退|白屏']"), row(id="b")], Fault.COVERED, "own.toml 第 11 行", "条件都在 crash 里"),
        ([row(), row(id="b", more='kind = "itch"')], Fault.COVERED, "own.toml 第 3 行", "条件都在 b 里"),
    ],
)
def test_faults_are_found_where_they_stand(
    rows: list[str], fault: Fault, where: str, reason: str, taxonomy: Taxonomy
) -> None:
    findings = [finding for finding in found(taxonomy, *rows) if finding.fault is fault]
    assert [str(finding.where) for finding in findings] == [where]
    assert reason in findings[0].reason


@pytest.mark.parametrize(
    "other",
    [
        row("['闪退|白屏']", id="b", more="unless = ['卡']"),
        row(id="b", says="fault"),
        row(id="b", more='speaker = "agent"'),
        row("['白屏']", id="b", matches='["白屏"]'),
    ],
)
def test_rules_that_differ_in_what_they_mean_are_no_duplicates(other: str, taxonomy: Taxonomy) -> None:
    assert found(taxonomy, row(more='spares = ["卡"]'), other) == []


def test_the_same_words_for_two_factors_conflict(taxonomy: Taxonomy) -> None:
    other = file(row("['闪退|卡']", id="slow"), factor="product.speed")
    (finding,) = found(taxonomy, row("['闪退|白屏']"), other=other)
    # Files in the order of their names: other.toml before own.toml.
    assert finding == Finding(Fault.CONFLICT, Place("own.toml", 3), "crash", "与 slow 争同样的词而因子不同：闪退")


def test_a_list_without_use_is_found_in_a_whole_folder_only(taxonomy: Taxonomy) -> None:
    (finding,) = found(taxonomy, row(), lists="x = ['y']")
    assert (finding.fault, finding.reason) == (Fault.UNUSED_LIST, "词表 x 没有规则用到")
    assert found(taxonomy, row(), lists="x = ['y']", whole=False) == []
    assert found(taxonomy, row("['闪退', '@x']"), lists="x = ['y']") == []


def test_every_kind_of_finding_has_a_chinese_name() -> None:
    assert len({fault.label for fault in Fault}) == len(Fault)


@pytest.mark.parametrize(
    "when", ["object=u盾", "AGENT(没人) AND 闪退", "闪退 AFTER AGENT(没人)", "UTTERANCE(NOT 闪退)", "REPEAT/2"]
)
def test_what_can_be_evidence_is_not_called_dead(when: str, taxonomy: Taxonomy) -> None:
    assert [one for one in found(taxonomy, row(f"['闪退', '{when}']")) if not one.fault.notice] == []


ADDED = "提案.toml"


def addition(text: str, taxonomy: Taxonomy, *rows: str) -> tuple[list[str], list[Finding]]:
    """The ids of the rules of a file beside others, and what is found."""
    rule_set, findings = check_addition(ADDED, text, {"own.toml": file(*rows)}, taxonomy, OBJECTS, plain_tokenizer())
    return [rule.id for rule in rule_set.rules], list(findings)


def test_an_addition_is_checked_alone_and_beside_the_others(taxonomy: Taxonomy) -> None:
    others = row("['卡']", id="broken"), row(id="a"), row(id="b")
    fresh = row("['白屏']", id="new", matches='["白屏"]')
    assert addition(file(fresh), taxonomy, *others) == (["new"], [])
    same = addition(file(row(id="new")), taxonomy, row(id="a"))[1]
    assert [(one.fault, one.rule) for one in same] == [(Fault.DUPLICATE, "a")]
    (twice,) = addition(file(row(id="a")), taxonomy, row(id="a"))[1]
    assert (str(twice.where), twice.rule) == (f"{ADDED} 第 3 行", "a")
    assert twice.reason == "编号重复，另一条在 own.toml 第 3 行"
    (wrong,) = addition(file(row("['a b']", id="new")), taxonomy, *others)[1]
    assert (str(wrong.where), wrong.rule) == (f"{ADDED} 第 7 行第 12 列", "new")


def test_files_that_cannot_be_read_hide_nothing_of_the_others(taxonomy: Taxonomy) -> None:
    texts = {"own.toml": file(row(matches='["白屏"]'))}
    unread = [RuleFileError(Place("gbk.toml", 3), None, "不是 UTF-8 文字")]
    findings = check_rules(texts, taxonomy, OBJECTS, plain_tokenizer(), unread=unread)[1]
    assert [(one.fault, one.where, one.reason) for one in findings] == [
        (Fault.SYNTAX, Place("gbk.toml", 3), "不是 UTF-8 文字"),
        (Fault.EXAMPLE, Place("own.toml", 8), "应命中而没有命中：白屏"),
    ]


def test_an_example_of_several_lines_is_told_on_one(taxonomy: Taxonomy) -> None:
    (finding,) = found(taxonomy, row(matches="['''\n客：白屏\n座：您好\n''']"))
    assert (finding.where, finding.reason) == (Place("own.toml", 8), "应命中而没有命中：客：白屏 / 座：您好")


def test_errors_stand_before_notices(taxonomy: Taxonomy) -> None:
    findings = found(taxonomy, row("['闪退', '老闪退']"), row("['白屏']", id="b"), lists="x = ['y']")
    assert [finding.fault for finding in findings] == [Fault.EXAMPLE, Fault.COVERED, Fault.UNUSED_LIST]


def test_an_addition_is_told_where_others_cover_it(taxonomy: Taxonomy) -> None:
    fresh = row("['老闪退']", id="new", matches='["老闪退"]')
    (finding,) = addition(file(fresh), taxonomy, row(id="a"))[1]
    assert (finding.fault, finding.rule, finding.reason) == (Fault.COVERED, "new", "凡它命中的分句，a 都命中")
    assert addition(file(row(id="new")), taxonomy, row("['老闪退']", id="a", matches='["老闪退"]'))[1] == []
