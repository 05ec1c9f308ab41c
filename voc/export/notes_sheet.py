"""说明: what the words and numbers of the workbook mean, and what made them."""

from collections.abc import Iterator
from datetime import tzinfo

from xlsxwriter.workbook import Workbook

from voc.domain.attribution import AnalysisVersion
from voc.domain.report import WeeklyReport
from voc.domain.taxonomy import Taxonomy
from voc.export.cells import row_height, write_cell
from voc.export.style import Styles, print_landscape

SHEET = "说明"
_WIDTHS = (20.0, 112.0)

_WORDS = (
    ("接触", "计数的单位：一通会话连同属于它的全部满意度答复，或一份不属于任何会话的答复，都只计一次。"),
    ("不满意", "客户自己打了低分，或判定为不满意且不在等待人工。不满意率 = 不满意 ÷ 接触。"),
    (
        "原因",
        "人与人交互：座席或员工做了什么、没做什么。人与产品交互：应用、机具、菜单、短信等好不好用。"
        "规则产生：银行的规定本身，即使一切正常也仍会如此。一次接触可以有几个原因，其中一个为主。",
    ),
    (
        "座席无责",
        "在已归因的不满意接触中，没有任何原因出在座席身上的比例。待人工与未说明原因的不在其内；"
        "只按本部门所负责的原因计算，不按权重折算。",
    ),
    (
        "痛点 / 痒点",
        "业务对象 × 因子。痛点是今天已经造成困扰的；痒点是并没有坏、但客户希望更好的。同一接触对同一个点只计一次。",
    ),
    ("占比", "提到这个点的接触 ÷ 本部门本周已有判定的接触（满意的也在分母里）。"),
    (
        "95% 区间",
        "次数少时占比会有偶然的高低。区间的意思是：若同样的情形反复发生，约 95% 的这种区间会包含真实比例；"
        "区间宽，说明还不能当真。占比用 Wilson 法，变化用 Newcombe 法。区间只反映偶然，不反映判断本身的对错。",
    ),
    (
        "趋势",
        "最近一周的占比与此前各周合计相比。只有精确检验（条件二项，双侧）的 p 值不超过 0.05 才写“上升”“下降”，"
        "否则写“无明显变化”。"
        "同时看很多个点时，总会有少数仅凭偶然显得上升或下降，这里未作校正。",
    ),
    (
        "待人工",
        "机器把握不足或证据矛盾、尚无人复核的接触。它们的原因只是提议，不计入原因、痛点、痒点与占比，明细里以灰色斜体列出。",
    ),
    ("未说明原因", "客户不满意，但没有说、也推断不出为什么。这里不猜。其中有些同时在等待人工。"),
    (
        "机器判断 / 人工复核",
        "有人复核的以人为准，没有的以机器为准，每行都写明是谁的判断。机器判断是规则与模型给出的标签，会有错；"
        "用于考核个人之前应先复核。",
    ),
    ("证据原话", "支持判断的原文片段，个人信息已用等长符号遮盖。推断出的原因，证据可以是座席的话。"),
    ("加权数 / 权重", "一次接触由几个部门共同负责时，按部门对应表的权重分摊；没有分摊时不列加权数。"),
    (
        "体验指标·监管类别",
        "客户体验七项十五子项与 JR/T 0169-2018 投诉原因类别的对照，后者据二手资料整理，使用前请对照标准核对。",
    ),
)


def write_notes(book: Workbook, styles: Styles, report: WeeklyReport, taxonomy: Taxonomy, *, zone: tzinfo) -> None:
    """Add the sheet."""
    sheet = book.add_worksheet(SHEET)
    print_landscape(sheet, header_row=1)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    write_cell(sheet, 0, 0, SHEET, styles.title)
    for column, title in enumerate(("词", "意思")):
        write_cell(sheet, 1, column, title, styles.head)
    sheet.freeze_panes(2, 0)
    for row, texts in enumerate(_rows(report.version, taxonomy, zone), 2):
        sheet.set_row(row, row_height(texts, _WIDTHS))
        for column, text in enumerate(texts):
            write_cell(sheet, row, column, text, styles.text)


def _rows(version: AnalysisVersion | None, taxonomy: Taxonomy, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield from _WORDS
    yield "时间", f"时间与周界按 {zone} 计；一周从星期一到星期日（ISO 8601）。没有时间的接触不进周报。"
    yield "分类表版本", taxonomy.version
    if version is None:
        yield "分析版本", "没有记录"
        return
    yield "分析版本 · 程序", version.code
    yield "分析版本 · 模型", version.model
    yield "分析版本 · 规则", version.rules
    yield "分析版本 · 词典", version.dictionary
    yield "分析版本 · 分类表", version.taxonomy
