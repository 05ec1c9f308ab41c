import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.export.evaluation.svg import Plane, area, dot, line, number, path, rect, svg, text

NASTY = "<b>\"&'"


def test_a_picture_is_xml_whatever_stands_in_it() -> None:
    parts = [
        rect(1, 2, 3, 4, fill="#fff", opacity=0.5, radius=2),
        rect(1, 2, 3, 4, fill="#fff"),
        line((0, 0), (1, 1), stroke="#000", dashed=True),
        path([(0, 0), (1, 2)], stroke="#000"),
        area([(0, 0), (1, 2), (1, 0)], fill="#000", opacity=0.1),
        dot((1, 1), fill="#000", title=NASTY),
        dot((1, 1), fill="#000"),
        text((1, 1), NASTY, style="small", anchor="end", slanted=True),
    ]
    root = ElementTree.fromstring(svg(100, 50.25, parts, title=NASTY))
    assert root.attrib["viewBox"] == "0 0 100 50.2"
    assert root.attrib["aria-label"] == NASTY
    assert [child.tag for child in root][1:] == [
        *("rect", "rect", "line", "polyline", "polygon", "circle", "circle", "text")
    ]
    assert root[-1].text == NASTY


@given(st.floats(-1e6, 1e6))
def test_numbers_have_at_most_one_decimal(value: float) -> None:
    written = number(value)
    assert abs(float(written) - value) <= 0.051
    assert not written.endswith(".0")
    assert written != "-0"


def test_a_plane_puts_shares_where_they_belong() -> None:
    plane = Plane(10, 20, 100, 50, top=0.5)
    assert plane.at(0, 0) == (10, 70)
    assert plane.at(1, 0.5) == (110, 20)
    assert plane.at(0.5, 0.25) == (60, 45)


@pytest.mark.parametrize(("ticks", "up"), [((0.0, 1.0), (0.0, 0.05))])
def test_a_grid_names_its_ticks(ticks: tuple[float, ...], up: tuple[float, ...]) -> None:
    drawn = "".join(Plane(10, 20, 100, 50).grid(ticks, up, ink="#000"))
    assert [drawn.count(f">{name}<") for name in ("0%", "5%", "100%")] == [2, 1, 1]
