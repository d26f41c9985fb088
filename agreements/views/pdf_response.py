"""A version as a download, for those who are signed in and for those who come by link."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import gettext as _

from agreements.exports.agreement_pdf import make_pdf
from agreements.models import AgreementVersion
from kit.exports.pdf import PdfFailed
from kit.sealing import SealUnavailable
from kit.uploads import attachment_response
from kit.workflow import StepRefused

BUSY_SECONDS = 60
"""Longer than drawing and sealing may take; one at a time per person, so that nobody can keep the server busy."""


def pdf_response(version: AgreementVersion, *, who: str) -> HttpResponse:
    """The PDF of ``version`` (its agreement is loaded); ``who`` names the person or link that waits for it.

    Raises ``StepRefused`` with the reason in German when there is none now. Side effects: see ``make_pdf``.
    """
    busy = f"agreement-pdf-{who}"
    if not cache.add(busy, "1", BUSY_SECONDS):
        raise StepRefused(_("Es entsteht schon ein PDF für Sie. Bitte warten Sie einen Moment."))
    try:
        content = make_pdf(version)
    except (PdfFailed, SealUnavailable) as failure:
        raise StepRefused(str(failure)) from failure
    finally:
        cache.delete(busy)
    state = "" if version.is_locked else " Entwurf"
    name = f"{version.agreement.reference} Fassung {version.number}{state}.pdf"
    return attachment_response(content, "application/pdf", name)
