"""Models and what became of them, on a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from voc.cli.render import percent, safe
from voc.domain.model_history import Gate, ModelEvent
from voc.services.registry import Listed
from voc.services.showing_models import figure_label, measure_label

_COLUMNS = (
    ("macro_f1", "原因宏平均 F1", "原因"),
    ("dissatisfied_f1", "不满 F1", "不满"),
    ("factor_f1", "因子 F1", "因子"),
    ("ece", "ECE", "ECE"),
)
_SURENESS = ("差的 95% 区间", "更差的重抽样")
# From this many columns on there is room for everything.
WIDE = 110
_FITS = (("rules", "规则"), ("dictionary", "词典"), ("taxonomy", "分类表"), ("taxonomy_hash", "分类表内容"))


def models_table(models: Sequence[Listed], *, zone: tzinfo, width: int) -> Table:
    """One row a model; the mark stands before the one in use. Measures are those of its training.

    In 80 columns every id and figure is whole: what other commands need must not be cut.
    """
    wide = width >= WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    named = (full if wide else short for _, full, short in _COLUMNS)
    for name in ("", "编号", "入库", *named, "能否使用" if wide else "能用"):
        table.add_column(name, overflow="fold")
    for model in models:
        when = "–" if model.added_at is None else _time(model.added_at, zone)
        table.add_row(
            Text("● 在用" if wide else "●", style="bold green") if model.in_use else Text(""),
            Text(safe(model.id)),
            "随附" if model.shipped else when if wide else when.partition(" ")[0],
            *(figure_label(model.measures.get(key)) if model.measures else "–" for key, *_ in _COLUMNS),
            Text("能", style="green") if model.refused is None else Text("不能", style="bold red"),
        )
    return table


def model_view(model: Listed, card: str, events: Sequence[ModelEvent], *, code: str, zone: tzinfo) -> RenderableType:
    """The card, the hashes, the measures and the history; `code` is the hash of this version of the program."""
    return Group(*_parts(model, card, events, code, zone))


def _parts(model: Listed, card: str, events: Sequence[ModelEvent], code: str, zone: tzinfo) -> Iterator[RenderableType]:
    if model.in_use:
        yield Text("● 在用", style="bold green")
    yield Markdown(safe(card))
    yield Text("\n哈希", style="bold")
    yield _hashes(model, code)
    yield Text("训练时测得", style="bold")
    yield _pairs(model.measures)
    if events:
        yield Text("经历", style="bold")
        yield _history(model, events, zone)
    yield Text(f"目录 {model.folder}", style="dim", overflow="fold")
    if model.refused is not None:
        yield Text(f"不能使用：{safe(model.refused)}", style="bold red")


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _hashes(model: Listed, code: str) -> Table:
    table = _grid()
    fits = model.table("fits")
    for key, label in _FITS:
        table.add_row(label, Text(str(fits.get(key, "–"))))
    other = "" if model.code in ("", code) else f"（当前程序 {code}）"
    table.add_row("程序", Text(f"{model.code or '未记录'}{other}"))
    for name, digest in model.table("files").items():
        table.add_row("文件", Text(f"{digest}  {name}"))
    for name, digest in model.table("trained_on").items():
        table.add_row("训练数据", Text(f"{digest}  {name}"))
    known = "未知（没有留下清单）" if model.text_count is None else f"{model.text_count} 种文字的短哈希"
    table.add_row("见过的文字", known)
    return table


def _pairs(measures: Mapping[str, object]) -> Table:
    table = _grid()
    for name, value in measures.items():
        table.add_row(measure_label(name), figure_label(value))
    return table


def _history(model: Listed, events: Sequence[ModelEvent], zone: tzinfo) -> Table:
    table = _grid()
    for event in events:
        table.add_row(_time(event.at, zone), Text(safe(_told(model, event))))
    return table


def _told(model: Listed, event: ModelEvent) -> str:
    away = (
        ""
        if event.choice == model.choice
        else f"：不再用它，退到{'随附的' if event.shipped else ''}模型 {event.model_id}"
    )
    forced = "（强制）" if event.forced else ""
    gate = "" if event.gate is None else "".join(f"；{part}" for part in _gate_told(event.gate))
    reason = f"；理由：{event.reason}" if event.reason else ""
    return f"{event.action.label}{forced}{away}，{event.by}{gate}{reason}"


def _gate_told(gate: Gate) -> Iterator[str]:
    files = "、".join(f"{Path(name).name}（{digest[:12]}）" for name, digest in gate.files.items())
    texts = "" if gate.texts is None else f"、{gate.texts} 种不同的文字"
    yield f"把关文件 {files or '未记录'}，没有见过的 {gate.records} 条{texts}"
    if gate.incomparable is not None:
        yield f"没有比较：{gate.incomparable}"
    for d in gate.differences:
        yield f"{d.measure.label} {d.candidate:.2%}（当时在用的 {d.current:.2%}）"


def gate_view(gate: Gate, *, width: int) -> RenderableType:
    """What was compared, and how the candidate did."""
    return Group(Text("\n".join(_compared(gate))), *([gate_table(gate, width=width)] if gate.differences else []))


def _compared(gate: Gate) -> Iterator[str]:
    texts = "" if gate.texts is None else f"，{gate.texts} 种不同的文字"
    yield f"把关：两个模型训练时都没有见过的记录 {gate.records} 条{texts}"
    for name, seen in (("候选", gate.seen_by_candidate), ("现用", gate.seen_by_current)):
        yield f"{name}模型训练时见过的：{'未知' if seen is None else f'{seen} 条，不计'}"
    if gate.differences and gate.seen_by_current is None:
        yield "现用的模型没有留下训练过的文字的清单：它见过的也许没有去掉，那样它的数字偏高，比较未必公平"


def gate_table(gate: Gate, *, width: int) -> Table:
    """How the candidate did beside the model in use; how sure that is only where there is room for it."""
    wide = width >= WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("指标", overflow="fold")
    for name in ("候选", "现用", "差", "容许差", *(_SURENESS if wide else ()), ""):
        table.add_column(name, no_wrap=True)
    for d in gate.differences:
        low, high = d.interval
        bad = d in gate.worse
        table.add_row(
            d.measure.label,
            *(f"{value:.2%}" for value in (d.candidate, d.current)),
            f"{d.gap:+.2%}",
            f"{gate.allowed(d):.2%}",
            *((f"{low:+.2%} – {high:+.2%}", percent(d.worse_share)) if wide else ()),
            Text("更差", style="bold red") if bad else Text("通过", style="green"),
        )
    return table


def _time(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
