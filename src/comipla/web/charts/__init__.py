"""Pictures of figures, drawn as SVG on the server.

Every function answers a ``Chart``: a finding as its title, a summary sentence, one drawing for
wide and one for narrow pages, and the table it was drawn from. Colours, widths and type stand as
attributes in the SVG itself, so that the same drawing serves pages and papers; patterns and words
carry what the colours say, so that it survives a grey printer.
"""

from comipla.web.charts.bars import Bar, CapUse, Segment, cap_board, stacked_bars
from comipla.web.charts.columns import Point, columns, sparkline
from comipla.web.charts.lines import Line, Years, lines
from comipla.web.charts.model import Chart, Table
from comipla.web.charts.outlines import Shape, outline_map
from comipla.web.charts.pyramid import pyramid
from comipla.web.charts.shares import HIDDEN, Share, percent, shares
from comipla.web.charts.tiles import Tile, TileState, tile_map

__all__ = [
    "HIDDEN",
    "Bar",
    "CapUse",
    "Chart",
    "Line",
    "Point",
    "Segment",
    "Shape",
    "Share",
    "Table",
    "Tile",
    "TileState",
    "Years",
    "cap_board",
    "columns",
    "lines",
    "outline_map",
    "percent",
    "pyramid",
    "shares",
    "sparkline",
    "stacked_bars",
    "tile_map",
]
