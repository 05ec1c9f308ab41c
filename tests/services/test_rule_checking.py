import pytest

from tests.nlp.rules.rows import file, row
from voc.errors import ConflictError, FaultsError
from voc.nlp.language import Language, shipped_rule_texts
from voc.nlp.rules.findings import Fault
from voc.services.rule_checking import checked, still_sound

SPARED = 'spares = ["白屏"]'
SOUND = file(row("['蜗牛爬']", id="own.slow", matches='["蜗牛爬"]', more=SPARED))


def faults(text: str, language: Language) -> list[tuple[str, str]]:
    with pytest.raises(FaultsError) as caught:
        checked(text, shipped_rule_texts(), language)
    return list(caught.value.faults)


def test_a_sound_file_may_stand_beside_the_rules_there_are(language: Language) -> None:
    found = checked(SOUND, shipped_rule_texts(), language)
    assert ([rule.id for rule in found.rule_set.rules], found.factor, found.notices) == (
        ["own.slow"],
        "product.stability",
        (),
    )
    # The lists of the rules in use may be used.
    lists = file(row("['蜗牛爬 ..4 @branch']", id="own.x", matches='["蜗牛爬网点"]', more=SPARED))
    assert checked(lists, shipped_rule_texts(), language).rule_set.lists["branch"]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("factor = ", "提案.toml 第 1 行第 10 列", "不是有效的 TOML"),
        ("", "提案.toml", "没有规则"),
        (file(row("['a b']", more=SPARED)), "提案.toml 第 7 行第 12 列", "when 有误"),
        (file(row(more=SPARED), factor="rule.none"), "提案.toml 第 1 行", "rule.none"),
        (
            file(row("['蜗牛爬']", id="x", more=SPARED)),
            "提案.toml 第 8 行",
            "例句：规则 x：matches 的第 1 句应命中而没有命中",
        ),
        (
            file(row("['蜗牛爬']", id="x", matches='["蜗牛爬"]', more="spares = ['他蜗牛爬']")),
            "提案.toml 第 9 行",
            "例句：规则 x：spares 的第 1 句不应命中而命中了",
        ),
        (
            file(row("['蜗牛爬']", id="x", matches='["蜗牛爬"]', more="spares = []")),
            "提案.toml 第 3 行",
            "不全：规则 x：缺少 spares",
        ),
        (
            file(row("['蜗牛爬', '\"卡，死\"']", id="x", matches='["蜗牛爬"]', more=SPARED)),
            "提案.toml 第 3 行",
            "不会命中：规则 x",
        ),
        (file(row(id="channel.branch_only", more=SPARED)), "提案.toml 第 3 行", "重复，另一条在 rule/channel.toml"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, reason: str, language: Language) -> None:
    ((where, why),) = faults(text, language)
    assert where == place
    assert reason in why


def test_the_words_of_an_example_are_never_told(language: Language) -> None:
    text = file(row("['蜗牛爬']", id="x", matches='["我叫王小明"]', more=SPARED))
    assert "王小明" not in str(faults(text, language))


def test_every_fault_is_told_at_once(language: Language) -> None:
    bad = [row(f"['蜗牛{n}爬']", id=f"x{n}", matches=f'["蜗牛{n}爬"]', more="spares = []") for n in range(3)]
    assert len(faults(file(*bad), language)) == 3


def test_a_duplicate_is_a_fault_and_a_rival_for_other_factors_a_notice(language: Language) -> None:
    others = {"own.toml": SOUND}
    same = file(row("['蜗牛爬']", id="own.again", matches='["蜗牛爬"]', more=SPARED))
    with pytest.raises(FaultsError, match=r"与 own\.again 相同"):
        checked(same, others, language)
    rival = same.replace("product.stability", "product.speed")
    assert [notice.fault for notice in checked(rival, others, language).notices] == [Fault.CONFLICT]


def test_what_was_sound_once_may_not_be_any_more(language: Language) -> None:
    assert still_sound(SOUND, {}, language).factor == "product.stability"
    with pytest.raises(ConflictError, match=r"规则变了，提案现在不成立：提案\.toml 第 3 行：规则 own\.slow：编号重复"):
        still_sound(SOUND, {"own.toml": SOUND}, language)
