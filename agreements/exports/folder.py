"""All agreements in force of a centre as one PDF with a table of contents, for a certification visit."""

from datetime import date

from django.template.loader import render_to_string

from agreements.models import Agreement, AgreementVersion
from agreements.text.canonical import document_of
from familynet.kit.exports.pdf import render_pdf
from partners.models import Organization

MOST = 40


def folder_versions(center: Organization, on: date) -> list[AgreementVersion]:
    """Locked texts in force on ``on`` that the centre looks after or is a party of, by title; three queries."""
    agreements = Agreement.objects.in_force(on)
    mine = agreements.filter(center=center) | agreements.of_party([center.pk])
    versions = AgreementVersion.objects.governing_on(on).filter(agreement__in=mine.values("pk"))
    return list(
        versions.select_related("agreement__center")
        .prefetch_related("signatures__party__organization", "signatures__void")
        .order_by("agreement__title_key", "agreement_id")
    )


def make_folder(center: Organization, on: date, versions: list[AgreementVersion]) -> bytes:
    """The PDF; raises ``PdfFailed`` when it is too large for one run. Signatures by function and day, no names."""
    entries = [
        {
            "version": version,
            "document": document_of(version),
            "signatures": [one for one in version.signatures.all() if not hasattr(one, "void")],
        }
        for version in versions
    ]
    return render_pdf(render_to_string("agreements/folder_pdf.html", {"center": center, "day": on, "entries": entries}))
