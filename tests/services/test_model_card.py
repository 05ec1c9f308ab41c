from voc.nlp.analyzer import Analyzer
from voc.nlp.training import Trained
from voc.services.model_card import _SHOWN, model_card


def test_a_card_holds_files_figures_and_what_the_model_belongs_to(analyzer: Analyzer) -> None:
    measures = {name: n / 100 for n, (name, _) in enumerate(_SHOWN, 1)}
    card = model_card(Trained(analyzer.model, measures), analyzer.language, ["a.jsonl", "b.jsonl"], 1234)
    assert card.startswith(f"# 模型卡：{analyzer.model.id}\n")
    assert "共 1234 条" in card
    assert "- a.jsonl\n- b.jsonl\n" in card
    for n, (_, label) in enumerate(_SHOWN, 1):
        assert f"| {label} | {n / 100:.4f} |" in card
    for part in (analyzer.language.rules_hash, analyzer.language.dictionary_hash, analyzer.language.taxonomy.version):
        assert part in card
