"""Small pieces of SVG, made from numbers. Coordinates are pixels from the upper left corner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

Place = tuple[float, float]


def number(value: float) -> str:
    """At most one decimal: the same picture has the same bytes, and small ones.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def svg(width: float, height: float, parts: Iterable[str], *, title: str) -> str:
    """A picture that scales down with the page; the title is read out where it cannot be seen."""
    return (
        f'<svg viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def rect(x: float, y: float, width: float, height: float, *, fill: str, opacity: float = 1.0, radius: float = 0) -> str:
    faint = "" if opacity == 1.0 else f' fill-opacity="{opacity:.2f}"'
    corner = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="{fill}"{faint}{corner}/>'
    )


def line(start: Place, end: Place, *, stroke: str, width: float = 1, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return (
        f'<line x1="{number(start[0])}" y1="{number(start[1])}" x2="{number(end[0])}" y2="{number(end[1])}" '
        f'stroke="{stroke}" stroke-width="{number(width)}"{dash}/>'
    )


def path(places: Sequence[Place], *, stroke: str, width: float = 2) -> str:
    return f'<polyline points="{_points(places)}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"/>'


def area(places: Sequence[Place], *, fill: str, opacity: float) -> str:
    return f'<polygon points="{_points(places)}" fill="{fill}" fill-opacity="{opacity:.2f}"/>'


def _points(places: Sequence[Place]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def dot(place: Place, *, fill: str, radius: float = 4, title: str = "") -> str:
    told = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<circle cx="{number(place[0])}" cy="{number(place[1])}" r="{number(radius)}" fill="{fill}" '
        f'stroke="#fff" stroke-width="1">{told}</circle>'
    )


def text(place: Place, words: str, *, style: str = "", anchor: str = "start", slanted: bool = False) -> str:
    """`style` is a class of the page's style sheet; `slanted` rises to the right, for names of columns."""
    x, y = number(place[0]), number(place[1])
    around = f' transform="rotate(-42 {x} {y})"' if slanted else ""
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{kind}{around}>{escape(words)}</text>'


@dataclass(frozen=True, slots=True)
class Plane:
    """Where a share across (0…`right`) and a share up (0…`top`) lie within a frame of a picture."""

    left: float
    upper: float
    width: float
    height: float
    right: float = 1.0
    top: float = 1.0

    def at(self, across: float, up: float) -> Place:
        return self.left + self.width * across / self.right, self.upper + self.height * (1 - up / self.top)

    def grid(self, ticks: Sequence[float], up_ticks: Sequence[float], *, ink: str) -> list[str]:
        """Lines with their percentages, along both sides."""
        parts = []
        for tick in up_ticks:
            start, end = self.at(0, tick), self.at(self.right, tick)
            parts += [line(start, end, stroke=ink), text((start[0] - 6, start[1] + 4), percent(tick), anchor="end")]
        for tick in ticks:
            x, y = self.at(tick, 0)
            parts += [line((x, y), (x, y + 4), stroke=ink), text((x, y + 17), percent(tick), anchor="middle")]
        return parts


def percent(share: float) -> str:
    """
    >>> percent(0.2), percent(0.025)
    ('20%', '2.5%')
    """
    return f"{round(100 * share, 1):g}%"
