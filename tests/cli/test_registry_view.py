from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from tests.builders import NOW
from tests.services.stores import SHANGHAI
from voc.cli.registry_view import gate_table, gate_view, model_view, models_table
from voc.domain.evaluation import Difference
from voc.domain.measures import Measure
from voc.domain.model_history import Gate, ModelAction, ModelEvent
from voc.services.registry import Listed

MANIFEST = {
    "fits": {"rules": "r1", "dictionary": "d1", "taxonomy": "1.0", "taxonomy_hash": "t1"},
    "code": "c1",
    "measures": {"n": 3, "macro_f1": 0.51239, "ece": None},
    "files": {"CARD.md": "f1"},
    "trained_on": {"a.jsonl": "h1"},
}
MODEL = Listed("abc", Path("/库/abc"), "abc", NOW, True, None, MANIFEST)
WORSE = Difference(Measure.MACRO_F1, 0.8, 0.82, (-0.05, 0.01), 0.913)
GATE = Gate(
    {"/a/gate.jsonl": "abcdef0123456789"},
    40,
    0.005,
    (WORSE, Difference(Measure.DISSATISFIED_F1, 0.9, 0.9, (-0.02, 0.02), 0.4)),
)


def shown(what: RenderableType, *, width: int = 160) -> str:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


def test_models_are_listed_with_date_measures_and_mark() -> None:
    others = [replace(MODEL, id="s", choice=None, in_use=False), replace(MODEL, id="x", added_at=None, refused="坏了")]
    found = rows(shown(models_table([MODEL, *others], zone=SHANGHAI, width=160)))[2:]
    assert found[0] == ["●", "在用", "abc", "2026-11-04", "17:00", "51.24%", "未测", "未测", "未测", "能"]
    assert found[1] == ["s", "随附", "51.24%", "未测", "未测", "未测", "能"]
    assert found[2][-1] == "不能"
    assert found[2][3] == "–"


def test_where_nothing_is_known_of_a_model_no_measure_is_shown() -> None:
    found = rows(shown(models_table([replace(MODEL, manifest={}, refused="坏了")], zone=SHANGHAI, width=160)))
    assert found[2][5:] == ["–", "–", "–", "–", "不能"]


def test_measures_of_no_records_are_none() -> None:
    old = replace(MODEL, manifest={"measures": {"n": 0, "macro_f1": 1.0, "error": 0.0}})
    assert old.measures == {"n": 0, "macro_f1": None, "error": None}
    text = shown(model_view(old, "# 卡", [], code="c", zone=SHANGHAI))
    assert "1.0000" not in text
    assert text.count("未测") == 2


def test_a_model_is_shown_with_card_hashes_measures_and_history() -> None:
    events = [
        ModelEvent(NOW, "甲", ModelAction.ADDED, "abc"),
        ModelEvent(NOW, "乙", ModelAction.PROMOTED, "abc", reason="演练", forced=True, gate=GATE),
    ]
    text = shown(model_view(MODEL, "# 模型卡：abc\n\n适用于", events, code="c2", zone=SHANGHAI))
    for part in (
        "模型卡：abc",
        "r1",
        "d1",
        "t1",
        "c1（当前程序 c2）",
        "f1  CARD.md",
        "h1  a.jsonl",
        "51.24%",
        "三类原因宏平均 F1",
        "被测的记录（n）",
        "/库/abc",
    ):
        assert part in text
    assert "未知（没有留下清单）" in text
    assert "入库，甲" in text
    assert "启用（强制），乙；把关文件 gate.jsonl（abcdef012345），没有见过的 40 条；三类" in text
    assert "；三类原因宏平均 F1 80.00%（当时在用的 82.00%）" in text
    assert "● 在用" in text
    assert "理由：演练" in text
    assert "不能使用" not in text


@pytest.mark.parametrize(("recorded", "told"), [("c2", "c2"), ("", "未记录")])
def test_the_code_is_named_where_it_is_recorded(recorded: str, told: str) -> None:
    model = replace(MODEL, manifest=MANIFEST | {"code": recorded}, refused="缺少文件")
    text = shown(model_view(model, "卡", [], code="c2", zone=SHANGHAI))
    assert told in text
    assert "当前程序" not in text
    assert "经历" not in text
    assert "不能使用：缺少文件" in text


def test_a_gate_shows_both_models_and_which_measure_is_worse() -> None:
    text = shown(gate_view(GATE, width=160))
    [worse] = [row for row in rows(text) if row[0].startswith("三类")]
    assert worse[2:] == ["80.00%", "82.00%", "-2.00%", "0.50%", "-5.00%", "–", "+1.00%", "91.3%", "更差"]
    [same] = [row for row in rows(text) if row[0].startswith("是否")]
    assert same[-1] == "通过"
    assert "记录 40 条" in text


def test_in_eighty_columns_ids_and_figures_are_whole() -> None:
    long = replace(MODEL, id="32196ae21016")
    [found] = rows(shown(models_table([long], zone=SHANGHAI, width=80), width=80))[2:]
    assert found == ["●", "32196ae21016", "2026-11-04", "51.24%", "未测", "未测", "未测", "能"]
    [worse] = [row for row in rows(shown(gate_table(GATE, width=80), width=80)) if row[0].startswith("三类")]
    assert worse[-5:] == ["80.00%", "82.00%", "-2.00%", "0.50%", "更差"]


def test_in_fewer_columns_an_id_goes_on_in_the_next_line() -> None:
    text = shown(models_table([replace(MODEL, id="32196ae21016")], zone=SHANGHAI, width=44), width=44)
    assert "…" not in text


def test_what_was_compared_is_told_before_the_figures() -> None:
    text = shown(gate_view(replace(GATE, records=37, texts=36, seen_by_candidate=3), width=160))
    assert "没有见过的记录 37 条，36 种不同的文字" in text
    assert "候选模型训练时见过的：3 条，不计" in text
    assert "现用模型训练时见过的：未知" in text
    assert "比较未必公平" in text
    assert "三类原因宏平均" in text


def test_where_nothing_was_compared_there_is_no_table() -> None:
    text = shown(gate_view(Gate({}, 7, None, (), "太少", 7, 3, 0), width=160))
    assert "记录 7 条" in text
    assert "容许差" not in text
    assert "公平" not in text


def test_how_many_texts_a_model_would_know_again_is_told() -> None:
    known = replace(MODEL, manifest=MANIFEST | {"trained_on_texts": 812})
    assert "812 种文字的短哈希" in shown(model_view(known, "# 卡", [], code="c", zone=SHANGHAI))


@pytest.mark.parametrize("number", [10**400, float("nan"), float("inf"), "0.5", [1]])
def test_what_is_no_measure_is_shown_as_none(number: object) -> None:
    odd = replace(MODEL, manifest={"measures": {"n": 3, "macro_f1": number}})
    assert rows(shown(models_table([odd], zone=SHANGHAI, width=160)))[2][5] == "未测"
    assert "未测" in shown(model_view(odd, "# 卡", [], code="c", zone=SHANGHAI))


def test_a_promotion_that_was_forced_without_a_comparison_says_why_and_by_which_file() -> None:
    gate = Gate({"b.jsonl": "ff"}, 12, None, (), "两个模型都没有见过的太少", 12, 40, 0)
    forced = ModelEvent(NOW, "乙", ModelAction.PROMOTED, "abc", reason="演练", forced=True, gate=gate)
    text = shown(model_view(replace(MODEL, in_use=False), "# 卡", [forced], code="c", zone=SHANGHAI), width=200)
    told = "启用（强制），乙；把关文件 b.jsonl（ff），没有见过的 12 条、12 种不同的文字；"
    assert f"{told}没有比较：两个模型都没有见过的太少；理由：演练" in text
    assert "● 在用" not in text


def test_a_rollback_says_whether_it_led_to_a_model_or_away_from_it() -> None:
    back = ModelEvent(NOW, "丙", ModelAction.ROLLED_BACK, "abc", reason="误报")
    assert "退回，丙；理由：误报" in shown(model_view(MODEL, "卡", [back], code="c", zone=SHANGHAI))
    for event, told in (
        (replace(back, model_id="xyz"), "退回：不再用它，退到模型 xyz，丙"),
        (replace(back, model_id="s1", shipped=True), "退回：不再用它，退到随附的模型 s1，丙"),
    ):
        assert told in shown(model_view(MODEL, "卡", [event], code="c", zone=SHANGHAI))
