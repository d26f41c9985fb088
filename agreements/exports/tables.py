"""The list of agreements as a table for spreadsheets."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from agreements.reports.overview import AgreementLine
from kit.exports.tables import Row

HEADER = (
    "Aktenzeichen",
    "Titel",
    "Art",
    "Status heute",
    "Stichtag",
    _("in Kraft am Stichtag"),
    _("Stand am Stichtag"),
    "federführend",
    "Parteien",
    "Beginn",
    "Ende",
    "Laufzeit",
    "Themen",
    _("nächster Tag"),
    _("was dann"),
    _("an der Reihe"),
    "zuständig",
    "Vertretung",
)


def table_rows(lines: Iterable[AgreementLine]) -> Iterator[Row]:
    """One row for each; topics must be prefetched."""
    for line in lines:
        agreement, due = line.agreement, next(iter(line.due), None)
        yield (
            agreement.reference,
            agreement.title,
            agreement.get_kind_display(),
            agreement.get_state_display(),
            line.on,
            line.is_in_force,
            line.standing or agreement.get_state_display(),
            agreement.center.name,
            "; ".join(line.parties),
            line.first_day,
            line.last_day,
            line.term,
            "; ".join(topic.name for topic in agreement.topics.all()),
            due.on if due else None,
            due.text if due else "",
            "; ".join(line.waiting),
            str(agreement.responsible or ""),
            str(agreement.deputy or ""),
        )
