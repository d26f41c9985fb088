"""Ages and hours that families type into the search field."""

import pytest

from offers.enums import DayPart
from offers.search.query_text import read_ages, read_hours
from tests.pace import cpu_units

MORNING, AFTERNOON, EVENING = DayPart.MORNING, DayPart.AFTERNOON, DayPart.EVENING


def months(text):
    return [[(age.lowest, age.highest) for _, age in one.ages] for one in read_ages(text) if one.ages]


def year(number):
    return (12 * number, 12 * number + 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 monate", [[(9, 9)]]),
        ("kind 9m", [[(9, 9)]]),
        ("6 wochen altes baby", [[(1, 1)]]),
        ("1,5 Jahre", [[(18, 23)]]),
        ("für 5 jährige", [[year(5)]]),
        ("5-jährige jungs turnen", [[year(5)]]),
        ("samstag mit kindern 3 und 6 jahre", [[year(3), year(6)]]),
        ("2, 4 und 7 Jahre alt", [[year(2), year(4), year(7)]]),
        ("3-6 Jahre", [[year(3), year(6)]]),
        ("für 2- und 4-jährige", [[year(2), year(4)]]),
        ("3j und 5j", [[year(3)], [year(5)]]),
        ("kinder 2 und 5", [[year(2), year(5)]]),
        ("mein sohn 14 will nicht mehr zur schule", [[year(14)]]),
        ("Tochter (8)", [[year(8)]]),
        ("turnen ab 4", [[year(4)]]),
        ("2 kinder 3 und 5 jahre", [[year(3), year(5)]]),
        ("спорт для ребенка 5 лет", [[year(5)]]),
        ("дитина 9 місяців", [[(9, 9)]]),
        ("2 yaş ve 18 aylık", [[year(2)], [(18, 18)]]),
        ("طفل 3 سنوات", [[year(3)]]),
        ("for my 4 year old", [[year(4)]]),
        ("allein mit 3 kindern", []),
        ("zwei kinder", []),
        ("ab 16 uhr", []),
        ("kind 2. klasse", []),
        ("kinder 5 euro", []),
        ("kinder 99", []),
        ("kinder 2026", []),
        ("200 jahre", []),
        ("07545", []),
        ("24.12. 3 jahre", [[year(3)]]),
    ],
)
def test_ages(text, expected):
    assert months(text) == expected


@pytest.mark.parametrize(
    ("text", "label", "left"),
    [
        ("samstag mit kindern 3 und 6 jahre", "3 und 6 Jahre", "samstag mit kindern "),
        ("2, 4 und 7 jahren", "2, 4 und 7 Jahre", ""),
        ("turnen ab 4", "4 Jahre", "turnen "),
        ("mädchen 10 tanzen", "10 Jahre", "mädchen  tanzen"),
        ("baby 4 mon", "4 Monate", "baby "),
    ],
)
def test_what_it_is_called_and_what_is_left(text, label, left):
    (one,) = read_ages(text)
    assert one.label == label
    assert text[: one.start] + text[one.end :] == left


def test_how_many_children_is_no_filter_but_no_word_either():
    (one,) = read_ages("allein mit 3 kindern")
    assert one.ages == ()
    assert "allein mit 3 kindern"[one.start : one.end].strip() == "3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nach 16 uhr", [(AFTERNOON, EVENING)]),
        ("ab 17:00 Uhr", [(EVENING,)]),
        ("14-16 uhr", [(AFTERNOON,)]),
        ("von 9 Uhr bis 11 Uhr", [(MORNING,)]),
        ("10 bis 13 uhr", [(MORNING, AFTERNOON)]),
        ("vor 12 uhr", [(MORNING,)]),
        ("um 10.30 uhr", [(MORNING,)]),
        ("16h", [(AFTERNOON,)]),
        ("ab 9 uhr", [(MORNING, AFTERNOON, EVENING)]),
        ("25 uhr", []),
        ("16 bis 14 uhr", []),
        ("3 und 6 jahre", []),
    ],
)
def test_hours(text, expected):
    assert [one.parts for one in read_hours(text)] == expected


@pytest.mark.parametrize(
    "piece", ["5,", "5,5", "1 und ", "5.5,", " ", "kind ", "- ", "ab ", "1- -", "9 u ", "10 bis ", "3 kinder ", "1:30 "]
)
def test_no_text_takes_long(piece):
    """„5,5,5,…“ can be cut in millions of ways; without the limits in the patterns this would not end."""
    text = (piece * 100)[:100]
    assert cpu_units(lambda: (read_ages(text), read_hours(text))) < 20
