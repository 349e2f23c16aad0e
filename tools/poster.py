"""The picture that goes with a link to a page: the title large, the name of the site, a line that leads on.

    fit(title)          the size of its letters and its lines
    draw(title, name)   the picture, 1200 × 630, as the bytes of a PNG

It speaks with the site's own font and colours. Equal titles give equal bytes, whatever else a machine has:
letters are placed here, one by one, because Pillow places them otherwise where a system library is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import combinations, pairwise

from PIL import Image, ImageColor, ImageDraw, ImageFont

from tools.steps import ROOT, StepError

FONT = ROOT / "overrides/assets/fonts/figtree-latin-wght-normal.woff2"
TOKENS = ROOT / "overrides/assets/stylesheets/tokens.css"
SIZE = (1200, 630)
"""What services that show links ask for, in pixels."""
FINE = 3
"""Everything is drawn this many times larger first: smooth edges, and places between two pixels."""

WARM = "#f4c27a"
"""The dot of the mark, as in favicon.svg. All other colours are those of tokens.css, in the light scheme."""
MEASURED = 1000
"""The size at which letters are measured: large enough that rounding to pixels does not count."""
HEAVY = 680
"""Weight of the letters, on the axis of the font from 300 to 900."""
TRACKING = -0.021
"""Large letters stand closer. In parts of their size, as all numbers about letters here."""
CLOSER = (
    ("Y", "acdegoq", -0.08),
    ("T", "acdegoq", -0.065),
    ("TY", "mnprsu", -0.045),
    ("VW", "acdegoq", -0.04),
)
"""What the font itself would take from the space between the letters of a pair, where one can see it."""

LEFT, WIDTH = 80, 780
TOP, HEIGHT = 200, 366
"""Where the title may stand."""
LARGEST, SMALLEST = 152, 60
LEADING = 1.12
LINES = 4

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


def draw(title: str, name: str) -> bytes:
    """The picture of one page. `name` is that of the site."""
    image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), _colour("paper"))
    canvas = ImageDraw.Draw(image)
    _lead_on(canvas)
    _mark(canvas, 80, 64, 88)
    _write(canvas, name, (192, 128), 52)
    size, lines = fit(title)
    first = TOP + (HEIGHT - len(lines) * size * LEADING) / 2 + size * 0.9
    for place, line in enumerate(lines):
        _write(canvas, line, (LEFT, first + place * size * LEADING), size)
    file = BytesIO()
    image.reduce(FINE).quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def fit(title: str) -> tuple[int, list[str]]:
    """The largest letters with which the title has room, and its lines, all about as long."""
    for size in range(LARGEST, SMALLEST - 1, -4):
        for count in range(1, LINES + 1):
            lines = _lines(title.split(), count)
            room = count * size * LEADING <= HEIGHT
            if room and lines and max(map(length, lines)) * size <= WIDTH:
                return size, lines
    raise StepError(f"This title has no room in the picture of its page: {title}")


def _lines(words: Sequence[str], count: int) -> list[str]:
    """The words in so many lines, of which the longest is as short as can be, then the shortest as long."""
    ways = [
        [" ".join(words[start:end]) for start, end in pairwise((0, *breaks, len(words)))]
        for breaks in combinations(range(1, len(words)), count - 1)
    ]
    return min(ways, key=_unevenness, default=[])


def _unevenness(lines: Sequence[str]) -> tuple[float, float]:
    lengths = [length(line) for line in lines]
    return max(lengths), -min(lengths)


@cache
def length(line: str) -> float:
    """How long the line is, in parts of the size of its letters."""
    return sum(_step(letter, following) for letter, following in _pairs(line))


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Each letter with the one that follows."""
    return ((letter, line[place : place + 1]) for place, letter in enumerate(line, start=1))


@cache
def _step(letter: str, following: str) -> float:
    """How far it is from the beginning of this letter to that of the next."""
    return _font(MEASURED).getlength(letter) / MEASURED + _tracking(letter, following)


def _tracking(letter: str, following: str) -> float:
    """How much closer than its own width the next letter stands."""
    close = (much for firsts, seconds, much in CLOSER if letter in firsts and following in seconds)
    return TRACKING + next(close, 0.0) if following else 0.0


def _write(canvas: ImageDraw.ImageDraw, line: str, at: Point, size: int) -> None:
    """Write a line whose letters stand on the height of `at`."""
    place = at[0]
    for letter, following in _pairs(line):
        where = round(place * FINE), round(at[1] * FINE)
        canvas.text(where, letter, fill=_colour("ink"), font=_font(size * FINE), anchor="ls")
        place += size * _step(letter, following)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    try:
        font = ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise StepError(f"This build of Pillow cannot read {FONT.name}. Its wheels can.") from error
    font.set_variation_by_axes([HEAVY])
    return font


@cache
def _colour(name: str) -> tuple[int, ...]:
    """A colour of the light scheme."""
    found = re.search(rf"--fu-{name}: light-dark\((#\w{{6}}),", TOKENS.read_text(encoding="utf-8"))
    if not found:
        raise StepError(
            f"tokens.css has no line `--fu-{name}: light-dark(…)`, which the pictures of pages need."
        )
    return ImageColor.getrgb(found[1])


def _lead_on(canvas: ImageDraw.ImageDraw) -> None:
    """A quiet start, some days of waiting, a warm dot: the mark, wide and pale."""
    pale = tuple(round(0.25 * a + 0.75 * p) for a, p in zip(_colour("accent"), _colour("paper"), strict=True))
    _way(canvas, ((984, 500), (1074, 480), (1012, 250), (1078, 190)), 14, pale)
    _ring(canvas, (952, 506), 33, 14, pale)
    _dot(canvas, (1092, 150), 54, ImageColor.getrgb(WARM))


def _mark(canvas: ImageDraw.ImageDraw, left: float, top: float, side: float) -> None:
    """The mark of the site, as favicon.svg draws it in a square of 32."""
    unit = side / 32

    def at(x: float, y: float) -> Point:
        return left + x * unit, top + y * unit

    box = [round(each * FINE) for each in (left, top, left + side, top + side)]
    canvas.rounded_rectangle(box, 9 * unit * FINE, fill=_colour("accent"))
    way = at(11.2, 21.7), at(15.2, 20.8), at(15.0, 13.5), at(18.6, 11.8)
    _way(canvas, way, 2.2 * unit, _colour("surface"))
    _ring(canvas, at(8.2, 22.2), 4.0 * unit, 2.2 * unit, _colour("surface"))
    _dot(canvas, at(22.6, 10.4), 4.2 * unit, ImageColor.getrgb(WARM))


def _dot(canvas: ImageDraw.ImageDraw, middle: Point, radius: float, colour: tuple[int, ...]) -> None:
    canvas.circle((middle[0] * FINE, middle[1] * FINE), radius * FINE, fill=colour)


def _ring(
    canvas: ImageDraw.ImageDraw, middle: Point, radius: float, thick: float, colour: tuple[int, ...]
) -> None:
    """A ring of this radius at its outer edge; what it encloses stays as it is."""
    box = [(middle[axis] + sign * radius) * FINE for sign in (-1, 1) for axis in (0, 1)]
    canvas.ellipse(box, outline=colour, width=round(thick * FINE))


def _way(canvas: ImageDraw.ImageDraw, curve: Curve, thick: float, colour: tuple[int, ...]) -> None:
    """A cubic curve with round ends: dots, close to each other."""
    steps = 300
    for step in range(steps + 1):
        t = step / steps
        shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        x, y = (
            sum(share * point[axis] for share, point in zip(shares, curve, strict=True)) for axis in (0, 1)
        )
        _dot(canvas, (x, y), thick / 2, colour)
