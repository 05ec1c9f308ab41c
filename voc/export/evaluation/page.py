"""One HTML file about a model on labelled files: no script, nothing loaded from anywhere, the same bytes each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from voc.domain.attribution import AnalysisVersion
from voc.domain.evaluation import Evaluation
from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause, Taxonomy
from voc.export.atomic import replace_file
from voc.export.evaluation.charts import ACCENT, confusion_chart, coverage_chart, reliability_chart
from voc.export.evaluation.labels import answer_label, course_confusions, label_warnings, reliabilities, seen_label
from voc.export.evaluation.sheet import STYLE
from voc.export.evaluation.tables import (
    abstained_table,
    class_table,
    figures_tables,
    kept_table,
    reliability_table,
    tiles,
)
from voc.export.style import CAUSE_COLOURS

_HEAD = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
_NOTES = (
    "“–”连接的是 95% 区间：普通的比例用 Wilson 区间，其余用自助法（以记录为单位重抽 1,000 次，种子固定）。",
    "没有抽到任何个数的重抽不算。",
    "全对或全错时自助法给不出区间，由同样条数全对或全错的 Wilson 区间得出；只有一条记录而又不是全对全错的留空。",
    "没有区间不表示没有误差。↓ 表示越低越好。",
    "F1 的 n 是标注或判断里出现过的次数；其余的 n 是被比较的个数。",
    "没有标注的指标不列；标注全是一种答案的量不出，写“未测”，宏平均要三类原因都量得出。",
    "校准误差（ECE）把概率分成十段，比较每段的预测与实际；记录少时它天然偏高，重抽的更高：区间先减去重抽的平均比数值高出的部分，所以围着数值。",
    "因子：读者同样接受的另一个因子算对，并代替同一原因里漏掉的那个；宏平均只含标注至少 5 次的因子。",
    "证据重合按字计算，只比较标注与程序都认定的原因；“整句”是把证据所在的整句都算上时的数字，用作对照。",
    "覆盖率—风险：把判断按把握从高到低排列，只保留前面一部分时的错误率；曲线越低越靠右，把握越可信。",
    "标注由读者照标注手册完成；换一家银行的数据，数字会不同，请用自己的标注重测。",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """The evaluation of one labelled file."""

    name: str
    evaluation: Evaluation


def write_page(path: Path, measured: Sequence[Measured], *, version: AnalysisVersion, taxonomy: Taxonomy) -> None:
    """Write the page, whole or not at all; InputError where that is not possible."""
    with replace_file(path) as stream:
        stream.write(page(measured, version=version, taxonomy=taxonomy).encode("utf8", "replace"))


def page(measured: Sequence[Measured], *, version: AnalysisVersion, taxonomy: Taxonomy) -> str:
    """The page as text."""
    names = [escape(one.name) for one in measured]
    links = "".join(f'<a href="#f{n}">{name}</a>' for n, name in enumerate(names, 1)) if len(names) > 1 else ""
    chapters = "".join(
        f'<section class="file" id="f{n}">{"".join(_chapter(one, taxonomy))}</section>'
        for n, one in enumerate(measured, 1)
    )
    notes = "".join(f"<li>{note}</li>" for note in _NOTES)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{_HEAD}<title>模型评测 {escape(version.model)}</title>'
        f"<style>{STYLE}</style></head><body><header><h1>模型评测</h1>{_versions(version)}<nav>{links}</nav></header>"
        f'<main>{chapters}<section class="card"><h2>怎样读这些数字</h2><ul class="notes">{notes}</ul></section></main>'
        "</body></html>\n"
    )


def _versions(version: AnalysisVersion) -> str:
    parts = (
        ("模型", version.model),
        ("程序", version.code),
        ("规则", version.rules),
        ("词典", version.dictionary),
        ("分类表", version.taxonomy),
    )
    return '<p class="version">' + "".join(f"<span>{k} <b>{escape(v)}</b></span>" for k, v in parts) + "</p>"


def _chapter(one: Measured, taxonomy: Taxonomy) -> Iterator[str]:
    found = one.evaluation
    calls = f"，其中通话 {found.calls} 通" if found.calls else ""
    style = ' class="bad"' if found.evidence_faults else ""
    faults = f"，<b{style}>证据与原文不符 {found.evidence_faults} 处</b>"
    warned = "".join(f'；<b class="bad">{escape(told)}</b>' for told in label_warnings(found, taxonomy))
    lead = f"有标注的记录 {found.records} 条{calls}{faults}，{seen_label(found)}{warned}"
    yield f'<h2 class="name">{escape(one.name)}</h2><p class="lead">{lead}</p>'
    yield tiles(found)
    yield _card("原因", class_table(found.causes, taxonomy, first="原因"), wide=True)
    yield _card("原因的混淆", confusion_chart(found.confusion, answer_label, title="原因集合的混淆矩阵"))
    yield _card(
        "把握与错误率",
        coverage_chart(found.curve, found.figures[Measure.ERROR_KEPT], found.figures[Measure.ABSTAINED_SHARE]),
        kept_table(found.curve, found.records),
        abstained_table(found.abstained),
    )
    yield _card("概率是否可信", f'<div class="row">{_reliabilities(found, taxonomy)}</div>', wide=True)
    yield _card("全部指标", figures_tables(found), wide=True)
    if found.factors:
        yield _card("因子", class_table(found.factors, taxonomy, first="因子"), wide=True)
    for title, confusion, label in course_confusions(found):
        yield _card(title, confusion_chart(confusion, label, title=title))


def _reliabilities(found: Evaluation, taxonomy: Taxonomy) -> str:
    """Each with its numbers below: a dot tells them only to whoever can point at it."""
    colours = (ACCENT, *(CAUSE_COLOURS[cause] for cause in Cause))
    return "".join(
        f'<div class="bins">{reliability_chart(bins, title=name, colour=colour)}{reliability_table(bins)}</div>'
        for (name, bins), colour in zip(reliabilities(found, taxonomy), colours, strict=True)
    )


def _card(title: str, *parts: str, wide: bool = False) -> str:
    return f'<section class="card{" wide" if wide else ""}"><h3>{title}</h3>{"".join(parts)}</section>'
