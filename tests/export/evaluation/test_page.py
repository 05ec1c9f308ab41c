import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.builders import VERSION
from tests.export.evaluation.values import COMMENTS, evaluation, score
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError
from voc.export.evaluation import Measured, write_page
from voc.export.evaluation.page import page

VOID = {"meta"}


class Nesting(HTMLParser):
    """Notes every element, and whether they close in the order in which they opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def parsed(text: str) -> Nesting:
    parser = Nesting()
    parser.feed(text)
    parser.close()
    return parser


@pytest.fixture
def shown(taxonomy: Taxonomy) -> str:
    both = [
        Measured("calls.jsonl", evaluation()),
        Measured("<b>评论&.jsonl", evaluation(**COMMENTS, evidence_faults=2)),
    ]
    return page(both, version=VERSION, taxonomy=taxonomy)


def test_elements_are_closed_as_they_were_opened(shown: str) -> None:
    assert parsed(shown).open == []


def test_nothing_is_loaded_and_nothing_is_run(shown: str) -> None:
    found = parsed(shown)
    assert {"script", "link", "img", "iframe", "object", "image", "use"} & {tag for tag, _ in found.seen} == set()
    links = [attributes["href"] for tag, attributes in found.seen if "href" in attributes]
    assert links == ["#f1", "#f2"]
    assert not any(name.startswith("on") or name == "src" for _, attributes in found.seen for name in attributes)
    assert re.search(r"https?:|url\(|@import", shown) is None
    assert "default-src 'none'" in shown


def test_names_are_text_and_not_markup(shown: str) -> None:
    assert "<b>评论" not in shown
    assert shown.count("&lt;b&gt;评论&amp;.jsonl") == 2


def test_every_file_has_its_pictures(shown: str) -> None:
    assert shown.count("混淆矩阵") == 2 * 2
    assert shown.count("三类原因合计：预测的概率与实际发生的比例") == 2 * 2
    assert shown.count("覆盖率与错误率") == 2 * 2
    assert shown.count("<h3>结尾的情绪</h3>") == 1


def test_every_file_has_the_numbers_of_its_pictures(shown: str) -> None:
    # Of all causes, of each that has any, and of what is kept and what waits.
    assert shown.count('<table class="plain">') == 2 * (3 + 2)
    assert shown.count("<th>实际的 95% 区间</th>") == 2 * 3
    assert shown.count("<th>把握不低于</th>") == 2


def test_the_page_says_what_was_measured(shown: str) -> None:
    for part in (VERSION.model, VERSION.code, VERSION.rules, "有标注的记录 300 条，其中通话 40 通"):
        assert part in shown
    assert shown.count("证据与原文不符 2 处") == 1


def test_a_factor_that_the_taxonomy_has_not_is_told_as_text(taxonomy: Taxonomy) -> None:
    rows = (score("rule.fee"), score("rule.<b>fees"))
    foreign = evaluation(factors=rows, labelled_factors={"rule.fee": 45, "rule.<b>fees": 45})
    shown = page([Measured("a.jsonl", foreign)], version=VERSION, taxonomy=taxonomy)
    assert "标注里有 1 个因子分类表没有，程序不认，只认它们的原因：rule.&lt;b&gt;fees 45 条" in shown
    assert "rule.<b>" not in shown
    known = page(
        [Measured("a.jsonl", evaluation(labelled_factors={"rule.fee": 45}))], version=VERSION, taxonomy=taxonomy
    )
    assert "分类表没有" not in known


def test_a_misspelt_key_of_labels_is_told(taxonomy: Taxonomy) -> None:
    found = evaluation(labelled_factors={}, unread_keys={"low_turn": 4, "why": 300})
    shown = page([Measured("a.jsonl", found)], version=VERSION, taxonomy=taxonomy)
    assert "标注里有程序不读的键：low_turn 4 条（是不是 low_turns？）" in shown
    assert "why" not in shown


def test_without_factors_there_is_no_table_of_them(taxonomy: Taxonomy) -> None:
    one = page([Measured("a", evaluation(factors=()))], version=VERSION, taxonomy=taxonomy)
    assert "<h3>因子</h3>" not in one
    assert "<nav></nav>" in one


def test_the_same_evaluation_is_the_same_file(tmp_path: Path, taxonomy: Taxonomy) -> None:
    for name in ("a.html", "b.html"):
        write_page(tmp_path / name, [Measured("x\ud800", evaluation())], version=VERSION, taxonomy=taxonomy)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.html").read_text("utf8").startswith("<!DOCTYPE html>")


def test_a_page_that_cannot_be_written_is_refused(tmp_path: Path, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match="文件夹不存在"):
        write_page(tmp_path / "none" / "a.html", [], version=VERSION, taxonomy=taxonomy)
