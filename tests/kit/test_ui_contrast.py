"""The tokens keep WCAG 2.2 AA in both modes: 4.5:1 for text, 3:1 for borders of controls and the focus ring."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static/css/familynet.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    (text, ground) for text in ("ink", "muted", "primary", "primary-strong", "accent", "danger") for ground in GROUNDS
]
TEXT += [(state, f"{state}-tint") for state in ("success", "warning", "danger", "info", "primary")]
TEXT += [("primary-strong", "primary-tint"), ("accent-strong", "accent-tint"), ("ink", "primary-tint")]
TEXT += [("on-primary", "primary"), ("on-primary", "primary-strong"), ("on-accent", "accent"), ("on-sun", "sun")]
SHAPES = [(shape, ground) for shape in ("control-line", "primary") for ground in GROUNDS]


def tokens(mode):
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    found = dict(re.findall(r"--fn-([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--fn-([a-z-]+): (#[0-9a-f]{6});", dark)) if mode == "dark" else {})


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_contrast(mode):
    colour = tokens(mode)
    weak = [(a, b) for a, b in TEXT if contrast(colour[a], colour[b]) < 4.5]
    weak += [(a, b) for a, b in SHAPES if contrast(colour[a], colour[b]) < 3]
    assert weak == []


def test_every_colour_has_a_dark_twin():
    light, dark = (
        set(re.findall(r"--fn-([a-z-]+): #", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    )
    assert light == dark


def test_our_sheet_never_shouts():
    assert "!important" not in CSS
