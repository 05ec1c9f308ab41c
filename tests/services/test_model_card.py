from dataclasses import replace

from voc.domain.measures import Measure
from voc.nlp.analyzer import Analyzer
from voc.nlp.call_evidence import untaught
from voc.nlp.selective import Selection, nothing_stands
from voc.nlp.topics import NO_TOPICS
from voc.nlp.training import Trained
from voc.services.model_card import model_card
from voc.services.origins import Origin
from voc.services.showing_models import UNMEASURED, measure_label


def test_a_card_holds_files_figures_and_what_the_model_belongs_to(analyzer: Analyzer) -> None:
    measures = {"n": 977} | {str(measure): n / 1000 for n, measure in enumerate(Measure, 1)}
    card = model_card(
        Trained(analyzer.model, measures), analyzer.language, {"a.jsonl": None, "b.jsonl": Origin.WRITTEN}, 1234
    )
    assert card.startswith(f"# 模型卡：{analyzer.model.id}\n")
    assert f"输入是 {len(analyzer.model.text.vocabulary.terms)} 个词" in card
    assert "通话另由一个线性模型整通读一遍" in card
    assert "共 1234 条" in card
    assert "- a.jsonl\n- b.jsonl\n" in card
    assert "| 被测的记录（n） | 977 |" in card
    for n, measure in enumerate(Measure, 1):
        assert f"| {measure_label(measure)} | {n / 10:.2f}% |" in card
    own = analyzer.language
    for part in (own.rules_hash, own.dictionary_hash, own.taxonomy.version, own.taxonomy_hash):
        assert part in card


def test_a_card_says_from_when_on_a_verdict_goes_to_a_person_and_what_is_promised(analyzer: Analyzer) -> None:
    selection = Selection(risk=0.15, delta=0.05, threshold=0.6123, coverage=0.873, bound=0.1489, records=4321)
    measures = dict.fromkeys(map(str, Measure), 0.5)
    trained = Trained(replace(analyzer.model, selection=selection), measures)
    card = model_card(trained, analyzer.language, {}, 60)
    for part in (
        "把握低于 0.6123 的交给人",
        "在 4321 条留出的记录上",
        "不超过 15%",
        "留下 87.3%",
        "以 95% 的把握",
        "不超过 14.9%",
    ):
        assert part in card


def test_a_card_of_ones_own_data_claims_nothing_of_the_projects(analyzer: Analyzer) -> None:
    card = model_card(Trained(analyzer.model, {}), analyzer.language, {"train.jsonl": None}, 60)
    assert "`train.jsonl`：不是本项目的数据" in card
    for part in ("撰写", "标注手册", "手机银行应用评论", "benchmarks.md"):
        assert part not in card


def test_figures_that_were_not_measured_are_said_to_be_so(analyzer: Analyzer) -> None:
    model = replace(analyzer.model, selection=nothing_stands(risk=0.15, records=7))
    trained = Trained(model, {"n": 7} | dict.fromkeys(map(str, Measure)), ("只有 7 种不同的文字",))
    card = model_card(trained, analyzer.language, {"a.jsonl": None}, 60)
    assert card.count(f"| {UNMEASURED} |") == len(Measure)
    assert "**注意**：只有 7 种不同的文字。" in card
    assert "什么也不担保" in card
    assert "所有判断都交给人" in card
    for made_up in ("把握低于", "0.0000", "1.0000", "None"):
        assert made_up not in card


def test_a_card_says_whether_it_was_learned_what_proves_a_claim_and_what_it_is_about(analyzer: Analyzer) -> None:
    plain = replace(analyzer.model, evidence=untaught(), topics=NO_TOPICS)
    taught, bare = (model_card(Trained(model, {}), analyzer.language, {}, 60) for model in (analyzer.model, plain))
    for part in ("从读者标的证据学得）", "关于哪个业务对象"):
        assert part in taught
        assert part not in bare
    assert "没有学过" in bare
