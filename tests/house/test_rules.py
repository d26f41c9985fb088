"""Whoever reads of a rule in the code finds in docs/rules.md what it says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.test_source import ROOT, offending, tracked

RULES = ROOT / "docs/rules.md"
EXAMPLES = Path(__file__)
"""This file names rules to show how the search works, not because it follows them."""
IN_CODE, OPEN = "im Code", "offen"

DOCUMENT = r"(?:domain|reliability|style|performance|architecture|design|standards)"
SECTION = r"(?:00\d-\d\d|\d+(?:\.\d+)*(?: § \d+)?)(?![\w-])"
SECTIONS = re.compile(rf"\b({DOCUMENT}) ({SECTION}(?:(?:, | and ){SECTION})*)")
"""``domain 3.4, 5.2 § 18 and 001-09``: one document, then any number of its sections."""
NUMBERED = re.compile(r"(?<![\w%-])(?:[DILOX]-\d\d|R-\d{1,2}|T\d\d|[FHP]\d{1,2}|trap \d\d)(?![\w%-])")

ROW = re.compile(rf'\| <a id="([a-z0-9-]+)"></a>([^|]+) \| ([^|]+) \| ([^|]+) \| ({IN_CODE}|{OPEN}) \|')
NO_RULE = re.compile(r"\| (Kennung|---) \|")

OTHER_FORMS = "|".join(
    [
        rf"\b{DOCUMENT} [A-Z]-?\d",  # the kind already says where a numbered rule stands
        r"\bT-\d\d\b",  # a trap, too easily read as the threat of the same number
        rf"\b{DOCUMENT} [\d.]+, (?:rule|point|section) \d",
        r" \([1-9]\.\d{1,2}(?:\.\d)?\)|\(00\d-\d\d",  # a section of what?
    ]
)
OUTSIDE = (
    r"\bshared/|\b(?:domain|reliability|style|performance|design|standards|strangers)\.md\b|(?<!docs/)\barchitecture\.md\b"
    r"|\(issue \d"
)
OFFICIAL_SCHEMAS = r"\bshared/standards\b"  # other people's files, so not in the repository; tests may look for them


class Rule(NamedTuple):
    anchor: str
    name: str
    sentence: str
    source: str
    status: str


def rules(text: str) -> list[Rule]:
    """The rows of all tables. Raises ``AssertionError`` when a row of a table is no rule."""
    found = []
    for line in text.splitlines():
        if line.startswith("|") and not NO_RULE.match(line):
            row = ROW.fullmatch(line)
            assert row, f"no rule: {line}"
            found.append(Rule(*(cell.strip() for cell in row.groups())))
    return found


def cited(text: str) -> Iterator[str]:
    """Every rule the text names, in the form of the first column, also where a line ends in between."""
    text = re.sub(r"\n[ \t]*(?:# )?", " ", text)
    for document, sections in SECTIONS.findall(text):
        yield from (f"{document} {section}" for section in re.split(", | and ", sections))
    yield from NUMBERED.findall(text)


def readable(path: Path) -> str:
    """What people read of a file: of TOML only the comments, because values may look like a rule."""
    text = path.read_text("utf-8")
    return "\n".join(line.partition("#")[2] for line in text.splitlines()) if path.suffix == ".toml" else text


def sources() -> list[Path]:
    return [path for path in tracked(".py", ".html", ".md", ".toml", ".js", ".css") if path not in {RULES, EXAMPLES}]


def places() -> dict[str, str]:
    """Each rule that is cited, and one file that does."""
    return {name: str(path.relative_to(ROOT)) for path in sources() for name in cited(readable(path))}


def missing(known: list[Rule], used: dict[str, str]) -> dict[str, str]:
    names = {rule.name for rule in known}
    return {name: place for name, place in used.items() if name not in names}


def untrue(known: list[Rule], used: dict[str, str]) -> list[str]:
    """Rules whose last column says something else than the repository."""
    return [rule.name for rule in known if rule.status != (IN_CODE if rule.name in used else OPEN)]


def test_every_rule_that_is_cited_is_explained():
    assert missing(rules(RULES.read_text("utf-8")), places()) == {}


def test_each_rule_says_truly_whether_it_is_cited():
    assert untrue(rules(RULES.read_text("utf-8")), places()) == []


def test_each_rule_stands_once_and_can_be_linked_to():
    known = rules(RULES.read_text("utf-8"))
    assert len({rule.name for rule in known}) == len(known) > 0
    assert [rule.name for rule in known if rule.anchor != re.sub(r"[^a-z0-9]+", "-", rule.name.lower())] == []
    assert [rule.name for rule in known if list(cited(rule.name)) != [rule.name]] == []


def test_rules_are_cited_in_one_form():
    assert offending(sources(), OTHER_FORMS) == []


def test_nothing_points_to_documents_outside_the_repository():
    tests = [path for path in sources() if path.is_relative_to(ROOT / "tests")]
    assert offending([path for path in sources() if path not in tests], OUTSIDE) == []
    assert offending(tests, OUTSIDE, but=OFFICIAL_SCHEMAS) == []


def test_the_search_for_citations_finds_them():
    text = "(domain 3.4, 5.2 § 18 and 001-09; architecture\n    # 6.4, T42, R-9) trap 11"
    names = ["domain 3.4", "domain 5.2 § 18", "domain 001-09", "architecture 6.4", "T42", "R-9", "trap 11"]
    assert list(cited(text)) == names
    assert list(cited("PDF/A-3, q=%F0%9F, HT20, T42x, I-140, version 3.4, domain name")) == []


def test_only_the_comments_of_toml_are_read(tmp_path):
    settings = tmp_path / "a.toml"
    settings.write_text('select = ["T20"]  # T42\n', "utf-8")
    assert list(cited(readable(settings))) == ["T42"]


def test_a_made_up_rule_a_removed_row_and_a_wrong_status_are_found():
    """Negative control."""
    known, used = rules(RULES.read_text("utf-8")), places()
    assert missing(known, used | {"I-99": "a.py"}) == {"I-99": "a.py"}
    first = next(rule for rule in known if rule.status == IN_CODE)
    assert missing([rule for rule in known if rule != first], used) == {first.name: used[first.name]}
    assert untrue([first._replace(status=OPEN)], used) == [first.name]
    assert untrue([first._replace(name="I-99")], used) == ["I-99"]


@pytest.mark.parametrize(
    "line", ["| I-99 | Satz | Quelle | offen |", '| <a id="i-99"></a>I-99 | Satz | Quelle | bald |']
)
def test_a_row_that_is_no_rule_is_found(line):
    """Negative control."""
    with pytest.raises(AssertionError, match="no rule"):
        rules(line)


def test_the_search_for_other_forms_and_outside_documents_finds_them():
    """Negative control."""
    for bad in ("domain I-14", "reliability T42", "(T-11)", "architecture 6, rule 4", "table (3.8)", "(000-20)"):
        assert re.search(OTHER_FORMS, bad), bad
    for bad in ("../shared/a", "domain.md 3.4", "see architecture.md", "(issue 3 D)"):
        assert re.search(OUTSIDE, bad), bad
    for good in ("domain 3.8", "T42", "docs/architecture.md", "PDF/A-3", "wait(1.5)", "any issue"):
        assert not re.search(f"{OTHER_FORMS}|{OUTSIDE}", good), good
