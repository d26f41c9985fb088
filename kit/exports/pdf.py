"""HTML to PDF: tagged PDF/A, made in a child process without network, files, secrets or endless time."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kit.exports.hyphenation import kept_patterns
from kit.limited_process import ChildFailed, ChildTooSlow, run_limited

WALL_SECONDS = 30
LARGEST_SOURCE = 5_000_000


class PdfFailed(Exception):
    """The document could not be made within its limits; the text is German and meant for people."""


def render_pdf(html: str) -> bytes:
    """The PDF (PDF/A-3a, tagged) of a complete HTML document; styles inside it, pictures as ``data:`` addresses.

    Its ``<title>`` and ``<html lang>`` become title and language of the PDF, which a tagged one needs. Anything else
    it names is not fetched. Raises ``PdfFailed`` when the source is larger than 5 MB, or the child runs out of memory
    (1.5 GB), processor time (25 s) or patience (30 s).

    Side effects: one short-lived process; the first one leaves the hyphenation in the data folder.
    """
    source = html.encode("utf-8")
    if len(source) > LARGEST_SOURCE:
        raise PdfFailed(_("Das Dokument ist zu groß für ein PDF."))
    words = kept_patterns(Path(settings.DATA_DIR))
    try:
        made = run_limited(
            "kit.exports.pdf_child", *([str(words)] if words else []), source=source, seconds=WALL_SECONDS
        )
    except ChildTooSlow as error:
        raise PdfFailed(_("Das PDF hat zu lange gebraucht.")) from error
    except ChildFailed as error:
        raise PdfFailed(_("Das PDF konnte nicht erstellt werden.")) from error
    if not made.startswith(b"%PDF-"):
        raise PdfFailed(_("Das PDF konnte nicht erstellt werden."))
    return made


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """The PDF as a download called ``name.pdf``."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "dokument"}.pdf"'
    return response
