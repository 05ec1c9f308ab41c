"""How the workbook looks: colours are defined here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from voc.domain.painpoint import Direction
from voc.domain.taxonomy import Cause

FONT = "Microsoft YaHei"
INK, QUIET, RULE, GROUND, BAR = "#2B2F36", "#6B7280", "#D5DAE1", "#EEF1F5", "#C9D6E3"
CAUSE_COLOURS: Mapping[Cause, str] = {Cause.PERSON: "#C8553D", Cause.PRODUCT: "#2F6690", Cause.RULE: "#E0A030"}
_DIRECTION_COLOURS = {Direction.UP: "#A93226", Direction.DOWN: "#2E7D5B", Direction.UNCLEAR: QUIET}

COUNT, DECIMAL, SHARE, POINTS, WHEN = "#,##0", "#,##0.0#", "0.0%", "+0.0;−0.0;0.0", "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell formats of one workbook."""

    title: Format
    subtitle: Format
    section: Format
    note: Format
    head: Format
    text: Format
    centred: Format
    count: Format
    decimal: Format
    share: Format
    points: Format
    when: Format
    tile_label: Format
    tile_count: Format
    tile_decimal: Format
    tile_share: Format
    tile_note: Format
    proposal: Format
    cause: Mapping[Cause, Format]
    direction: Mapping[Direction, Format]

    @classmethod
    def of(cls, book: Workbook) -> "Styles":
        """Add the formats to a workbook."""

        def plain(**properties: object) -> Format:
            return book.add_format({"font_name": FONT, "font_size": 10, "font_color": INK, **properties})

        def cell(**properties: object) -> Format:
            return plain(**{"border": 1, "border_color": RULE, "valign": "vcenter", **properties})

        def tile(**properties: object) -> Format:
            return plain(bg_color=GROUND, align="center", valign="vcenter", **properties)

        return cls(
            title=plain(font_size=18, bold=True, valign="vcenter"),
            subtitle=plain(font_size=11, font_color=QUIET, valign="vcenter"),
            section=plain(font_size=12, bold=True, valign="vcenter"),
            note=plain(font_size=9, font_color=QUIET, valign="vcenter"),
            head=cell(bold=True, bg_color=GROUND, align="center", text_wrap=True),
            text=cell(text_wrap=True, align="left", indent=1),
            centred=cell(align="center"),
            count=cell(num_format=COUNT, align="right"),
            decimal=cell(num_format=DECIMAL, align="right"),
            share=cell(num_format=SHARE, align="right"),
            points=cell(num_format=POINTS, align="right"),
            when=cell(num_format=WHEN, align="center"),
            tile_label=tile(font_color=QUIET),
            tile_count=tile(font_size=20, bold=True, num_format=COUNT),
            tile_decimal=tile(font_size=20, bold=True, num_format=DECIMAL),
            tile_share=tile(font_size=20, bold=True, num_format=SHARE),
            tile_note=tile(font_size=9, font_color=QUIET),
            proposal=book.add_format({"font_color": QUIET, "italic": True}),
            cause={cause: cell(**_swatch(CAUSE_COLOURS[cause])) for cause in Cause},
            direction={
                way: cell(align="center", font_color=_DIRECTION_COLOURS[way], bold=way is not Direction.UNCLEAR)
                for way in Direction
            },
        )

    def number(self, value: float) -> Format:
        """Whole counts without decimals; weighted ones with them."""
        return self.count if float(value).is_integer() else self.decimal

    def tile_number(self, value: float) -> Format:
        return self.tile_count if float(value).is_integer() else self.tile_decimal


def shade(colour: str, towards: str, share: float) -> str:
    """A colour mixed with another, by `share` of the other (0…1).

    >>> shade("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    mixed = (round(a * (1 - share) + b * share) for a, b in zip(_channels(colour), _channels(towards), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def data_bar(sheet: Worksheet, row: int, column: int, last_row: int) -> None:
    """Bars behind the counts of a column, from zero on."""
    look = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": BAR, "bar_border_color": BAR}
    bounds = {"min_type": "num", "min_value": 0, "max_type": "max"}
    sheet.conditional_format(row, column, last_row, column, look | bounds)


def heat(sheet: Worksheet, row: int, column: int, last_row: int, last_column: int) -> None:
    """The darker, the more: for counts in cells too narrow for bars."""
    scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF", "max_color": BAR}
    sheet.conditional_format(row, column, last_row, last_column, scale)


def print_landscape(sheet: Worksheet, *, header_row: int | None = None) -> None:
    """A4 landscape, as wide as the page; with its header on each page, or else all on one."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 1 if header_row is None else 0)
    sheet.set_footer("&C&9第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
    if header_row is not None:
        sheet.repeat_rows(header_row)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _swatch(colour: str) -> dict[str, object]:
    return {
        "align": "center",
        "bg_color": shade(colour, "#FFFFFF", 0.82),
        "font_color": shade(colour, "#000000", 0.35),
    }
