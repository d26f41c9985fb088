"""An agreement on paper: PDF/A with the hash and a code to check it on every page (domain 5.4)."""

import base64
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.actions.pdf import sealed_pdf
from agreements.models import AgreementVersion
from agreements.text.canonical import document_of
from kit.exports.pdf import render_pdf
from kit.qr import qr_svg

CODE_LABEL = _("Code zur Prüfung dieser Fassung")


def make_pdf(version: AgreementVersion) -> bytes:
    """The PDF of a version. A locked one is made once, sealed and kept; a draft is drawn anew and says that it is one.

    Raises ``PdfFailed`` and ``SealUnavailable``, both German. Side effects: short-lived processes, for a locked
    version the stored file.
    """
    if not version.is_locked:
        return render_pdf(agreement_html(version))
    return bytes(sealed_pdf(version, make=lambda: render_pdf(agreement_html(version))).file.content)


def agreement_html(version: AgreementVersion) -> str:
    """The complete document. Nothing in it comes from outside: the code is drawn into it."""
    return render_to_string("pdf/agreement.html", paper_context(version))


def paper_context(version: AgreementVersion) -> dict[str, Any]:
    """What stands on the paper; also for the folder with many agreements."""
    address = verification_address(version)
    return {
        "version": version,
        "document": document_of(version),
        "address": address,
        "code": _picture(address) if address else "",
        "code_label": CODE_LABEL,
    }


def verification_address(version: AgreementVersion) -> str:
    """Where anybody can check the printed page; empty for a draft."""
    if not version.is_locked:
        return ""
    return settings.PUBLIC_BASE_URL + reverse("agreements:verify", args=[version.content_hash])


def _picture(address: str) -> str:
    """The code as a ``data:`` address, so that the PDF carries it as a picture with a text for screen readers."""
    drawing = str(qr_svg(address, CODE_LABEL)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
