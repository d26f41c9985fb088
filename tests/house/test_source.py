"""Rules about the text of the repository."""

import re
import subprocess
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
INLINE = r"<style|\sstyle=|\son[a-z]+=\"|<script>|<script [^>]*>[^<]"


def tracked(*endings: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    if len(listing) < 2:  # an unpacked archive without git
        listing = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if ".venv" not in p.parts and "var" not in p.parts]
    return [ROOT / name for name in listing if name.endswith(endings) and (ROOT / name).is_file()]


def offending(paths: list[Path], pattern: str, *, but: str = "") -> list[str]:
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(pattern, line) and not (but and re.search(but, line)):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return found


def own_templates() -> list[Path]:
    """Templates browsers see; those for paper carry their style inside, because the PDF writer fetches nothing."""
    return [p for p in tracked(".html") if "templates" in p.parts and "pdf" not in p.parts]


def test_templates_have_no_inline_script_or_style():
    assert offending(own_templates(), INLINE) == []


def test_the_search_for_inline_code_finds_it():
    """Negative control."""
    for bad in ('<p style="color:red">', '<a onclick="x()">', "<style>", "<script>", "<script defer>x()</script>"):
        assert re.search(INLINE, bad), bad
    for good in ('<script type="module" src="/a.js"></script>', '<a data-fn-on="x">', '<link rel="stylesheet">'):
        assert not re.search(INLINE, good), good


def test_includes_pass_only_what_they_need():
    assert offending(own_templates(), r"{% include (?!.*\bonly\b)", but=r"allauth|admin/") == []


def test_safe_html_is_made_in_few_places():
    """Escaping is switched off only where markup is built on purpose (T10)."""
    allowed = {"markdown.py", "jinja.py", "test_source.py"}
    paths = [p for p in tracked(".py") if p.name not in allowed]
    assert offending(paths, r"\bmark_safe\(|SafeString\(") == []
    assert offending(own_templates(), r"\|safe\b|autoescape off") == []


def test_weasyprint_is_imported_in_one_module():
    hits = {line.split(":")[0] for line in offending(tracked(".py"), r"^\s*(import|from) weasyprint")}
    assert hits <= {"kit/exports/pdf.py", "kit/exports/pdf_child.py"}


def test_no_view_trusts_the_host_of_the_request():
    paths = [p for p in tracked(".py") if "tests" not in p.parts]
    assert offending(paths, r"build_absolute_uri\(") == []


def test_no_mark_of_unfinished_work():
    paths = [p for p in tracked(".py", ".html", ".css", ".js") if p.name != "test_source.py"]
    assert offending(paths, r"\b(TODO|FIXME|XXX|HACK)\b") == []
