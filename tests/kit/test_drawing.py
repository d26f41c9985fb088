"""Positions as a drawing: to scale, north on top, far towns on sheets of their own."""

from math import hypot

import pytest

from kit.svg_map import HEIGHT, MARGIN, WIDTH, draw_positions

GERA, LUSAN, ILMENAU = (50.88, 12.08), (50.85, 12.05), (50.68, 10.91)


def test_nothing_is_no_drawing():
    assert draw_positions([]) is None


def test_a_single_place_is_in_the_middle():
    (mark,) = draw_positions([(1, *GERA)]).marks
    assert (mark.x, mark.y) == (WIDTH / 2, HEIGHT / 2)


def test_north_is_up_and_east_is_right():
    first, second = draw_positions([(1, *GERA), (2, *LUSAN)]).marks
    assert first.y < second.y
    assert first.x > second.x


def test_everything_stays_inside():
    marks = draw_positions([(n, 50.8 + n % 7 / 100, 12 + n % 5 / 50) for n in range(30)]).marks
    assert all(MARGIN <= mark.x <= WIDTH - MARGIN and MARGIN <= mark.y <= HEIGHT - MARGIN for mark in marks)


def test_the_bar_is_as_long_as_it_says():
    """Two places one kilometre apart (north to south)."""
    (sheet,) = draw_positions([(1, 50.0, 12.0), (2, 50.0 + 1 / 111.32, 12.0)]).sheets
    one_km = sheet.marks[0].y - sheet.marks[1].y
    assert sheet.scale_words == "200 m"
    assert sheet.scale_length == pytest.approx(one_km / 5, abs=0.2)


def test_far_towns_get_their_own_sheet_fullest_first():
    sheets = draw_positions([(1, *ILMENAU), (2, *GERA), (3, *LUSAN)]).sheets
    assert [[mark.number for mark in sheet.marks] for sheet in sheets] == [[2, 3], [1]]


def test_a_chain_of_places_is_one_region():
    chain = [(n, 50.0 + n * 0.1, 12.0) for n in (0, 3, 1, 2)]
    assert len(draw_positions(chain).sheets) == 1


def test_equal_points_do_not_get_lost():
    assert len(draw_positions([(1, *GERA), (2, *GERA)]).marks) == 2


def test_numbers_do_not_cover_each_other():
    marks = draw_positions([(n, 50.88 + n / 100000, 12.08) for n in range(12)] + [(99, *LUSAN)]).marks
    pairs = [(a, b) for n, a in enumerate(marks) for b in marks[n + 1 :]]
    assert min(hypot(a.x - b.x, a.y - b.y) for a, b in pairs) > 15


def test_hundreds_of_places_are_drawn_in_time():
    many = [(n, 50.8 + n % 37 / 500, 12 + n % 23 / 400) for n in range(400)]
    assert len(draw_positions(many).marks) == 400
