"""Interface texts are marked for translation: no bare German sentence in the code (architecture 4).

The German text is the message id, so nothing has to be translated for the portal to speak German; the mark is what a
second language will find. What is no interface text stands in ``NO_INTERFACE`` with its reason.
"""

import ast
import re
from collections.abc import Iterator

from tests.house.test_source import ROOT, own_templates, tracked

MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"}
SMALL_WORDS = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "und",
        "oder",
        "nicht",
        "ist",
        "sind",
        "wird",
        "werden",
        "mit",
        "ohne",
        "für",
        "von",
        "vom",
        "zum",
        "zur",
        "bei",
        "nach",
        "aus",
        "auf",
        "im",
        "am",
        "als",
        "auch",
        "nur",
        "noch",
        "kein",
        "keine",
        "keinen",
        "bitte",
        "hier",
        "dieser",
        "diese",
        "dieses",
        "schon",
        "mehr",
        "wer",
        "was",
        "wie",
        "wann",
        "wenn",
        "dass",
        "sich",
        "es",
        "er",
        "sie",
        "man",
        "gibt",
    ]  # noqa: SIM905 - thirty lines of single words say less
)
HEADERS = {"refuse": 1, "Change": 1, "Field": 9, "Linked": 9}
"""Calls whose first arguments are headers of columns: what files say, not what we say."""
NO_INTERFACE = {
    "accounts/staff_access.py": "truth table behind docs/permissions.md",
    "agreements/text/": "words of the agreement itself: it is concluded in German",
    "agreements/actions/recording.py": "words of the agreement itself",
    "agreements/party_defaults.py": "functions as they stand in agreements",
    "agreements/integrity.py": "report for operators (manage.py verify_agreement)",
    "agreements/models/locking.py": "SQL of triggers",
    "benchmarks/": "figures for developers",
    "familynet/access/": "truth table behind docs/permissions.md",
    "familynet/demo/": "the demo network's own content",
    "familynet/host/": "terminal of the operator",
    "familynet/settings.py": "errors for operators",
    "familynet/views/demo/gallery.py": "samples of components, for developers",
    "kit/exports/hyphenation.py": "terminal of developers",
    "kit/imports/ages.py": "spellings that files use",
    "kit/imports/command.py": "terminal of the operator",
    "kit/imports/constraints.py": "names of constraints",
    "kit/imports/dates.py": "spellings that files use",
    "kit/imports/numbers.py": "spellings that files use",
    "kit/parsing.py": "spellings that addresses use",
    "kit/seal_child.py": "answers between processes",
    "kit/sealing/records.py": "report for operators",
    "kit/signed_pdf.py": "answers between processes",
    "kit/signed_pdf_child.py": "answers between processes",
    "kit/text_search.py": "letters that are folded",
    "kit/upload_child.py": "answers between processes",
    "management/": "terminal of the operator",
    "migrations/": "content of a first start",
    "offers/demand/normalization.py": "words of addresses that are not counted",
    "offers/imports/rhythm.py": "spellings that files use",
    "offers/imports/runs.py": "headers that files use",
    "offers/search/": "words the search knows",
    "imports/columns.py": "headers that files use",
    "retention.py": "report for operators",
    "tests/": "tests",
    "/access.py": "truth table behind docs/permissions.md",
}


def is_german_sentence(text: str) -> bool:
    """At least two words, one of them a German word no English text has, or an umlaut; no pattern, no SQL."""
    if "\n" in text or "\\" in text or re.search(r"\(\?|\[\w-\w", text):
        return False
    words = re.findall(r"[A-Za-zÄÖÜäöüß]+", text)
    return (
        len(words) > 1
        and " " in text.strip()
        and (bool(re.search(r"[äöüÄÖÜß]", text)) or any(word.lower() in SMALL_WORDS for word in words))
    )


def marks_of(tree: ast.AST) -> set[str]:
    """Names under which a module knows gettext and its sisters."""
    found = set(MARKS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def bare_texts(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every German sentence that is neither marked nor a docstring."""
    tree = ast.parse(source)
    marks = marks_of(tree)
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }

    def walk(node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in marks:
                return
            for child in [*node.args[HEADERS.get(name, 0) :], *node.keywords, node.func]:
                yield from walk(child)
            return
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = " ".join(part.value for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            text = node.value
        if is_german_sentence(text):
            yield node.lineno, text  # type: ignore[attr-defined]
            return
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    yield from walk(tree)


def unmarkable(source: str) -> list[int]:
    """Lines where something else than a literal text is marked: no tool would find it."""
    tree = ast.parse(source)
    marks = marks_of(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in marks
        and not all(isinstance(one, ast.Constant) for one in node.args[:1])
    ]


def unknown_names(source: str) -> list[str]:
    """Names under which a module imports gettext and no tool looks for it; ``_`` and the real names are known."""
    return [
        alias.asname
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname not in (None, "_")
    ]


READ_BY_PEOPLE = {"verbose_name", "verbose_name_plural", "help_text", "violation_error_message", "label", "hint"}
READ_ARGUMENTS = {"StepRefused": 0, "CellRefused": 0, "FileRefused": 0, "ValidationError": 0, "define_step": 1}
DATA_OR_TERMINAL = r"/demo/|management/|migrations/|^tests/|^benchmarks/|^familynet/host/"


def bare_labels(source: str) -> list[int]:
    """Lines of bare texts in places people always read, where one word is enough: „Beenden“ looks like no sentence."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            path = ast.unparse(node.func)
            place = (
                0 if re.search(r"^models\.(?!ManyToMany)\w*Field$", path) else READ_ARGUMENTS.get(path, len(node.args))
            )
            found += node.args[place : place + 1]
            found += [word.value for word in node.keywords if word.arg in READ_BY_PEOPLE]
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            pairs = [line.value for line in node.body if isinstance(line, ast.Assign)]
            found += [pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple)]
    return [
        one.lineno
        for one in found
        if isinstance(one, ast.JoinedStr)
        or (isinstance(one, ast.Constant) and isinstance(one.value, str) and re.search(r"[^\W\d_]{2}", one.value))
    ]


def interface_files() -> Iterator[tuple[str, str]]:
    for path in tracked(".py"):
        name = str(path.relative_to(ROOT))
        if not any(name.startswith(part) or part in name for part in NO_INTERFACE):
            yield name, path.read_text("utf-8")


def test_every_interface_text_is_marked():
    found = [f"{name}:{line}: {text[:80]}" for name, source in interface_files() for line, text in bare_texts(source)]
    assert found == []


def test_only_literal_texts_are_marked():
    assert [f"{name}:{line}" for name, source in interface_files() for line in unmarkable(source)] == []


def test_labels_of_one_word_are_marked_too():
    files = [(path.relative_to(ROOT).as_posix(), path) for path in tracked(".py")]
    read = [(name, path.read_text("utf-8")) for name, path in files if not re.search(DATA_OR_TERMINAL, name)]
    assert [
        f"{name}:{line}" for name, source in read if name != "kit/workflow.py" for line in bare_labels(source)
    ] == []


def test_the_search_for_bare_labels_finds_them():
    """Negative control."""
    assert bare_labels('define_step("end", "Beenden", A, B)') == [1]
    assert bare_labels('models.CharField("Titel", max_length=3)') == [1]
    assert bare_labels('class Kind(models.TextChoices):\n    HOUSE = "house", "Haus"') == [2]
    assert bare_labels('Column("room", hint="Raum")\nStepRefused(f"{name} fehlt")') == [1, 2]
    assert bare_labels('define_step("end", _("Beenden"), A, B)\nmodels.ManyToManyField("self")') == []


def test_marks_have_names_that_makemessages_looks_for():
    assert [f"{name}: {one}" for name, source in interface_files() for one in unknown_names(source)] == []
    assert unknown_names("from django.utils.translation import gettext as _t, ngettext") == ["_t"]


def test_the_search_for_bare_texts_finds_them():
    """Negative control."""
    assert [line for line, _ in bare_texts('x = 1\nraise StepRefused("Das geht hier nicht.")')] == [2]
    assert [line for line, _ in bare_texts('f"{number} Zeilen sind noch übrig"')] == [1]
    assert list(bare_texts('_("Das geht hier nicht.")')) == [] or "_" not in MARKS
    marked = (
        'from django.utils.translation import gettext as _\n"""Das ist ein Docstring."""\n_("Das geht hier nicht.")'
    )
    assert list(bare_texts(marked)) == []
    assert unmarkable('from django.utils.translation import gettext as _\n_(f"Das ist {x}")') == [2]


def test_every_exception_is_needed():
    names = [str(path.relative_to(ROOT)) for path in tracked(".py")]
    assert [part for part in NO_INTERFACE if not any(name.startswith(part) or part in name for name in names)] == []


def test_scripts_carry_no_german_sentence():
    """Their words stand in the page, as data of the element they work on."""
    found = []
    for path in tracked(".js"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            code = line.split("//")[0]
            texts = re.findall(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`", code)
            found += [f"{path.name}:{number}: {text}" for group in texts for text in group if is_german_sentence(text)]
    assert found == []


def bare_in_template(source: str) -> list[str]:
    """Visible German text of a template outside ``translate`` and ``blocktranslate``."""
    source = re.sub(r"(?s){% comment %}.*?{% endcomment %}|{#.*?#}|<script.*?</script>|<style.*?</style>", "", source)
    source = re.sub(r"(?s){% blocktranslate.*?{% endblocktranslate %}", "", source)
    source = re.sub(r"(?s){[{%].*?[%}]}", "\x00", source)
    texts = re.findall(r">([^<>]+)<", f">{source}<")
    return [" ".join(text.split()) for text in texts if is_german_sentence(" ".join(text.replace("\x00", " ").split()))]


def test_templates_carry_no_bare_german_sentence():
    found = []
    for path in own_templates():
        if "benchmarks" in path.parts or path.name in {"400.html", "500.html", "503.html"}:
            continue  # figures for developers; pages that have to work when nothing else does
        found += [f"{path.relative_to(ROOT)}: {text[:80]}" for text in bare_in_template(path.read_text("utf-8"))]
    assert found == []
