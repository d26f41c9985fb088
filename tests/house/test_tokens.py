"""The staff area repeats the colours of the portal, as the two sheets never meet on a page; they must not drift."""

import re

from tests.house.test_source import ROOT

TOKEN = re.compile(r"^\s*(--fn-[a-z-]+):\s*([^;]+);", re.M)


def tokens(source: str) -> dict[str, list[str]]:
    """Every value a token gets in a sheet, in order: the light one, then the dark one."""
    found: dict[str, list[str]] = {}
    for name, value in TOKEN.findall(source):
        found.setdefault(name, []).append(" ".join(value.split()).lower())
    return found


def drifted(ours: dict[str, list[str]], repeated: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {values} statt {ours.get(name)}" for name, values in repeated.items() if values != ours.get(name)]


def test_the_staff_area_has_the_colours_of_the_portal():
    portal, staff = (tokens((ROOT / "static/css" / name).read_text("utf-8")) for name in ("familynet.css", "admin.css"))
    assert len(staff) > 15
    assert drifted(portal, staff) == []


def test_another_colour_is_noticed():
    """Negative control."""
    assert drifted({"--fn-ink": ["#000", "#fff"]}, {"--fn-ink": ["#000", "#eee"]})
