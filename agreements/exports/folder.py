"""All agreements in force of a centre as one PDF with a table of contents, for a certification visit."""

from collections.abc import Sequence
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from agreements.exports.agreement_pdf import verification_address
from agreements.models import Agreement, AgreementVersion
from agreements.models.agreement import AgreementQuerySet
from agreements.text.canonical import document_of
from kit.exports.pdf import render_pdf
from partners.models import Organization

MOST, NAMED_MOST = 30, 8
"""Forty of five pages each took 25 seconds on two busy cores, and a PDF has thirty; so thirty of them."""


def folder_agreements(center: Organization, on: date) -> AgreementQuerySet:
    """Agreements in force on ``on`` that the centre looks after or is a party of; no query yet."""
    agreements = Agreement.objects.in_force(on)
    return agreements.filter(center=center) | agreements.of_party([center.pk])


def folder_versions(agreements: AgreementQuerySet, on: date) -> list[AgreementVersion]:
    """The locked texts of ``agreements`` that count on ``on``, by title; three queries."""
    versions = AgreementVersion.objects.governing_on(on).filter(agreement__in=agreements.order_by().values("pk"))
    return list(
        versions.select_related("agreement__center")
        .prefetch_related("signatures__party__organization", "signatures__void")
        .order_by("agreement__title_key", "agreement_id")
    )


def exceeds_folder_limit(versions: Sequence[AgreementVersion]) -> str:
    """What to tell whoever asks for more than one folder holds: how many, which would be left out, what helps."""
    left_out = [version.agreement.title for version in versions[MOST:]]
    named = ", ".join(f"„{title}“" for title in left_out[:NAMED_MOST])
    if len(left_out) > NAMED_MOST:
        named = _("%(named)s und %(more)d weitere") % {"named": named, "more": len(left_out) - NAMED_MOST}
    return _(
        "In eine Mappe passen %(most)d Vereinbarungen, das wären %(count)d. Nicht hinein kämen: %(named)s. Grenzen Sie "
        "die Liste ein, zum Beispiel auf ein Thema oder eine Art von Partnern; die Mappe enthält dann nur diese."
    ) % {"most": MOST, "count": len(versions), "named": named}


def make_folder(center: Organization, on: date, versions: list[AgreementVersion], narrowed: str = "") -> bytes:
    """The PDF; raises ``PdfFailed`` when it is too large for one run. Signatures by function and day, no names.

    ``narrowed`` says what the folder was restricted to, so that nobody takes a part for the whole.
    """
    entries = [
        {
            "version": version,
            "document": document_of(version),
            "address": verification_address(version),
            "signatures": [one for one in version.signatures.all() if not hasattr(one, "void")],
        }
        for version in versions
    ]
    context = {"center": center, "day": on, "entries": entries, "narrowed": narrowed}
    return render_pdf(render_to_string("agreements/reports/folder_pdf.html", context))
