"""The ages of one or several children in a search text: „9 Monate“, „3 und 6 Jahre“, „Sohn (14)“, „5-jährige“."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kit.parsing import Age, read_age

CHILDREN = frozenset(
    ["kind", "kinder", "kindern", "kindes", "kids", "sohn", "söhne", "söhnen", "tochter", "töchter", "töchtern"]
)
"""Beside an age they say nothing more; „Mädchen“ and „Enkel“ do."""

_NUMBER = r"\d{1,3}(?:[.,]5(?!\d))?+"
_AND = r"-?\s*(?:,|;|\+|&|/|-|–|\bund\b|\bu\b\.?|\boder\b|\bbis\b|\band\b)\s*"
_UNITS = {
    "Jahre": r"jahre[ns]?|jahr|j|jährig\w*|jaehrig\w*|years?|yrs?|лет|года?|років|роки|рік|yaş\w*|سنوات|سنة|سنين",
    "Monate": r"monate[ns]?|monat|mon|m|months?|месяц\w*|місяц\w*|aylık|أشهر|شهور|شهر",
    "Wochen": r"wochen?|weeks?|недел\w*|тижн\w*|haftalık|أسابيع|أسبوع",
}
"""In the languages the search knows words of."""
_UNIT = "|".join(_UNITS.values())
_PERSON = "|".join([*sorted(CHILDREN), "junge", "jungen", "jungs", "mädchen", "enkelkind", "enkelkinder", "enkelin"])
# Few repetitions, and a half that is never given back: „5,5,5,5,…“ could be cut in millions of ways.
_WITH_UNIT = re.compile(
    rf"(?:\b(?:ab|für|fuer|mit|alter)\s*)?\b(?P<numbers>{_NUMBER}(?:{_AND}{_NUMBER}){{0,5}})[\s-]*(?P<unit>{_UNIT})\b"
    r"(?:\s*(?:alt(?:e|es|en|er)?|old)\b)?",
    re.IGNORECASE,
)
_WITHOUT_UNIT = re.compile(
    rf"\b(?:{_PERSON}|ab)\b\s*(?:ist|sind|von|im alter von|alter|[,:(])?\s*"
    rf"(?P<taken>\b(?P<numbers>\d{{1,2}}(?:{_AND}\d{{1,2}}){{0,5}})\b\)?)(?!\s*(?:uhr|h\b|km|€|euro|mal\b|x\b|\.|:\d))",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\b(?:\d|zwei|drei|vier|fünf|sechs|mehrere[nr]?)\s+(?=(?:kinder|kindern|kids)\b)", re.IGNORECASE
)
_OLDEST_YEARS = 17


@dataclass(frozen=True, slots=True)
class AgesInText:
    """What stands from ``start`` to ``end`` in the text. Without ``ages``: how many children there are, no filter."""

    start: int
    end: int
    label: str = ""
    ages: tuple[tuple[str, Age], ...] = ()


def read_ages(text: str) -> list[AgesInText]:
    """Every mention of ages in the text, in order, none overlapping another; each age as typed and as months."""
    found: list[AgesInText] = []
    for one in (*_with_unit(text), *_without_unit(text), *_how_many(text)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _with_unit(text: str) -> Iterator[AgesInText]:
    for match in _WITH_UNIT.finditer(text):
        unit = next(name for name, spelled in _UNITS.items() if re.fullmatch(spelled, match["unit"], re.IGNORECASE))
        if aged := _aged(match["numbers"], unit, match.start(), match.end()):
            yield aged


def _without_unit(text: str) -> Iterator[AgesInText]:
    for match in _WITHOUT_UNIT.finditer(text):
        if all(int(number) <= _OLDEST_YEARS for number in re.findall(r"\d+", match["numbers"])):
            begin = match.start() if match[0].lower().startswith("ab") else match.start("taken")
            if aged := _aged(match["numbers"], "Jahre", begin, match.end("taken")):
                yield aged


def _how_many(text: str) -> Iterator[AgesInText]:
    return (AgesInText(match.start(), match.end()) for match in _HOW_MANY.finditer(text))


def _aged(numbers: str, unit: str, start: int, end: int) -> AgesInText | None:
    """``None`` when one of the numbers is no age of a child."""
    several = list(dict.fromkeys(re.findall(_NUMBER, numbers)))
    ages = [(f"{number} {unit}", read_age(f"{number} {unit}")) for number in several]
    known = tuple((typed, age) for typed, age in ages if age is not None)
    if len(known) < len(ages):
        return None
    *others, last = several
    return AgesInText(start, end, f"{', '.join(others)} und {last} {unit}" if others else f"{last} {unit}", known)
