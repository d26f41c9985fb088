"""Draws the demo's pictures from simple shapes (domain 8.1, R-12): no photos, no people, the same on every machine."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from familynet.demo.tables import read_table

SCENE, LOGO = (160, 90), (64, 64)
SCALE = 6
SMOOTH = 2  # drawn larger and scaled down, so that edges are soft


@cache
def draw_scene(name: str) -> bytes:
    """Picture ``name`` as PNG, 960 x 540."""
    plan = read_table("pictures")["scenes"][name]
    return _draw(SCENE, plan["ground"], plan["shapes"])


@cache
def draw_logo(name: str) -> bytes:
    """Logo ``name`` as PNG, 384 x 384, transparent around its rounded square."""
    return _draw(LOGO, None, read_table("pictures")["logos"][name])


def alternative_text(name: str) -> str:
    """What a picture or logo shows, in words."""
    return read_table("pictures")["alt"][name]


@cache
def _colour(name: str) -> str:
    return read_table("pictures")["colours"][name]


def _draw(size: tuple[int, int], ground: str | None, shapes: list[list]) -> bytes:
    unit = SCALE * SMOOTH
    sheet_size = (size[0] * unit, size[1] * unit)
    image = Image.new("RGB", sheet_size, _colour(ground)) if ground else Image.new("RGBA", sheet_size)
    pen = ImageDraw.Draw(image)
    for kind, *rest in shapes:
        match kind:
            case "box":
                x, y, width, height, colour, corner = rest
                box = [x * unit, y * unit, (x + width) * unit - 1, (y + height) * unit - 1]
                pen.rounded_rectangle(box, radius=corner * unit, fill=_colour(colour))
            case "disc":
                x, y, radius, colour = rest
                pen.ellipse(_around(x, y, radius, unit), fill=_colour(colour))
            case "shape":
                colour, *points = rest
                pen.polygon([value * unit for value in points], fill=_colour(colour))
            case "arc":
                x, y, radius, start, end, width, colour = rest
                pen.arc(_around(x, y, radius, unit), start, end, fill=_colour(colour), width=width * unit)
            case _:
                raise ValueError(f"Diese Form gibt es nicht: {kind}")
    small = image.resize((size[0] * SCALE, size[1] * SCALE), Image.Resampling.BOX)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _around(x: float, y: float, radius: float, unit: int) -> list[float]:
    return [(x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit]
