"""The pictures of an evaluation: confusion, reliability, coverage and risk, intervals."""

from collections.abc import Callable, Sequence

from voc.domain.evaluation import Confusion, CoveragePoint, Figure, ReliabilityBin
from voc.export.evaluation.svg import Plane, area, dot, line, path, percent, rect, svg, text
from voc.export.style import QUIET, RULE

ACCENT, WRONG, FAINT = "#2F6690", "#C8553D", "#EEF1F5"
_CELL, _LABEL = 46, 96
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
# Pictures need no more points than can be seen.
_MOST_POINTS = 200


def confusion_chart(confusion: Confusion, label: Callable[[str], str], *, title: str) -> str:
    """Rows as labelled, columns as answered; the darker, the larger its share of the row."""
    size, names = len(confusion.labels), [label(code) for code in confusion.labels]
    # So high that the longest name of a column, which stands slanted, has room.
    upper = max(44.0, 20 + 9.0 * max(map(len, names)))
    width, height = _LABEL + size * _CELL + 44, upper + size * _CELL + 4
    parts = [
        text((_LABEL - 8, upper - 30), "程序判断 →", style="quiet", anchor="end"),
        text((_LABEL - 8, upper - 8), "标注 ↓", style="quiet", anchor="end"),
    ]
    for i, row in enumerate(confusion.counts):
        y = upper + i * _CELL
        parts.append(text((_LABEL - 8, y + _CELL / 2 + 4), names[i], anchor="end"))
        parts.append(text((_LABEL + (i + 0.5) * _CELL, upper - 8), names[i], slanted=True))
        for j, count in enumerate(row):
            share = count / (sum(row) or 1)
            parts += _cell(_LABEL + j * _CELL, y, count, share, right=i == j)
    return svg(width, height, parts, title=title)


def _cell(x: float, y: float, count: int, share: float, *, right: bool) -> list[str]:
    ground = rect(x + 1, y + 1, _CELL - 2, _CELL - 2, fill=FAINT, radius=4)
    if not count:
        return [ground]
    colour = ACCENT if right else WRONG
    shade = rect(x + 1, y + 1, _CELL - 2, _CELL - 2, fill=colour, opacity=0.12 + 0.88 * share, radius=4)
    style = "light" if share > 0.45 else "dark"
    return [ground, shade, text((x + _CELL / 2, y + _CELL / 2 + 5), str(count), style=style, anchor="middle")]


def reliability_chart(bins: Sequence[ReliabilityBin], *, title: str, colour: str) -> str:
    """Observed over stated probability with the interval of each bin; below, how many there are."""
    plane = Plane(46, 26, 214, 190)
    top = max((b.n for b in bins), default=1)
    parts = [text((46, 14), title, style="strong"), *plane.grid(_TICKS, _TICKS, ink=RULE)]
    parts.append(line(plane.at(0, 0), plane.at(1, 1), stroke=QUIET, dashed=True))
    for b in bins:
        told = f"{percent(b.low)}–{percent(b.high)}：{b.n} 个，预测 {percent(b.stated)}，实际 {percent(b.observed)}"
        parts.append(line(plane.at(b.stated, b.interval[0]), plane.at(b.stated, b.interval[1]), stroke=colour, width=2))
        parts.append(dot(plane.at(b.stated, b.observed), fill=colour, radius=5, title=told))
    base = 290.0
    for b in bins:
        x, _ = plane.at(b.low, 0)
        tall = max(1.0, 36 * b.n / top)
        parts.append(rect(x + 1, base - tall, 19.4, tall, fill=colour, opacity=0.45, radius=2))
    parts.append(line((46, base), (260, base), stroke=RULE))
    parts.append(text((40, base), "个数", style="small", anchor="end"))
    parts.append(text((153, 250), "预测的概率", style="small", anchor="middle"))
    return svg(276, 296, parts, title=f"{title}：预测的概率与实际发生的比例")


def coverage_chart(curve: Sequence[CoveragePoint], kept: Figure, abstained: Figure, *, width: float = 560) -> str:
    """Risk over coverage, surest first; the flat line is what confidence that tells nothing would give."""
    error = curve[-1].risk
    top = _ceiling(max(p.risk for p in curve))
    plane = Plane(56, 32, width - 76, 220, top=top)
    steps = [k * top / 5 for k in range(6)]
    shown = _thinned(curve)
    places = [plane.at(p.coverage, p.risk) for p in shown]
    floor = [plane.at(shown[-1].coverage, 0), plane.at(shown[0].coverage, 0)]
    parts = [
        *plane.grid(_TICKS, steps, ink=RULE),
        line(plane.at(0, error), plane.at(1, error), stroke=QUIET, dashed=True),
        area([*places, *floor], fill=ACCENT, opacity=0.12),
        path(places, stroke=ACCENT),
        text((plane.left - 6, 14), "错误率", style="small", anchor="end"),
        text((plane.left + plane.width / 2, 290), "保留的比例（从最有把握的开始）", style="small", anchor="middle"),
        text((plane.at(0, error)[0] + 6, plane.at(0, error)[1] - 6), f"全部：{percent(error)}", style="quiet"),
    ]
    if kept.value is not None and abstained.value is not None:
        place = plane.at(1 - abstained.value, kept.value)
        words = f"不待人工：保留 {percent(1 - abstained.value)}，错误率 {percent(kept.value)}"
        parts.append(dot(place, fill=WRONG, radius=6, title=words))
        parts.append(text(plane.at(1, 1.04 * top), f"● {words}", style="wrong", anchor="end"))
    return svg(width, 298, parts, title="覆盖率与错误率")


def _ceiling(risk: float) -> float:
    """The next even step above, so that the curve fills the frame.

    >>> _ceiling(0.18), _ceiling(0.0), _ceiling(1.0)
    (0.2, 0.05, 1.0)
    """
    return next((top for top in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75) if risk <= top), 1.0)


def _thinned(curve: Sequence[CoveragePoint]) -> list[CoveragePoint]:
    step = -(-len(curve) // _MOST_POINTS)
    return [p for i, p in enumerate(curve) if i % step == 0 or i + 1 == len(curve)]


def interval_chart(figure: Figure, *, colour: str = ACCENT) -> str:
    """A value from 0 to 1 as a bar with its interval."""
    width, height, middle = 180.0, 18.0, 9.0
    value = figure.value or 0.0
    parts = [
        rect(0, 4, width, 10, fill=FAINT, radius=5),
        rect(0, 4, width * value, 10, fill=colour, opacity=0.55, radius=5),
    ]
    if figure.interval is not None:
        low, high = (width * bound for bound in figure.interval)
        ink = "#2B2F36"
        parts.append(line((low, middle), (high, middle), stroke=ink, width=1.5))
        parts += [line((x, 5), (x, 13), stroke=ink, width=1.5) for x in (low, high)]
    return svg(width, height, parts, title=percent(value))
