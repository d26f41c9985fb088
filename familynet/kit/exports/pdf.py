"""HTML to PDF: tagged PDF/A, made in a child process without network, files, secrets or endless time."""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.http import HttpResponse
from django.utils.text import slugify

WALL_SECONDS = 30
LARGEST_SOURCE = 5_000_000
ROOT = Path(__file__).resolve().parents[3]


class PdfFailed(Exception):
    """The document could not be made within its limits; the text is German and meant for people."""


def render_pdf(html: str) -> bytes:
    """The PDF (PDF/A-3a, tagged) of a complete HTML document; styles inside it, pictures as ``data:`` addresses.

    Anything else it names is not fetched. Raises ``PdfFailed`` when the source is larger than 5 MB, or the child runs
    out of memory (1.5 GB), processor time (25 s) or patience (30 s). Side effect: one short-lived process.
    """
    source = html.encode("utf-8")
    if len(source) > LARGEST_SOURCE:
        raise PdfFailed("Das Dokument ist zu groß für ein PDF.")
    with tempfile.TemporaryDirectory(prefix="familynet-pdf-") as folder:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "familynet.kit.exports.pdf_child"],
                input=source,
                capture_output=True,
                timeout=WALL_SECONDS,
                cwd=folder,
                env={"PYTHONPATH": str(ROOT), "HOME": folder, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PdfFailed("Das PDF hat zu lange gebraucht.") from error
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF-"):
        raise PdfFailed("Das PDF konnte nicht erstellt werden.")
    return child.stdout


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """The PDF as a download called ``name.pdf``."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "dokument"}.pdf"'
    return response
