"""What a row of a table of signed agreements means: it is recorded like by hand, once per reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from agreements import permissions
from agreements.actions.recording import SignedParty, record_existing
from agreements.calendar import Term, term_problems
from agreements.enums import AgreementKind, NoticeTo, PartyRole, TermKind
from agreements.imports.columns import LAYOUT
from agreements.imports.folder import ImportFolder
from agreements.models import Agreement
from kit.imports.cells import CellRefused
from kit.imports.results import Outcome, Row
from kit.imports.tables import FileRefused, Table
from kit.sealing import SealUnavailable
from kit.uploads import SCANS, CheckedFile, UploadRefused, check_upload
from kit.workflow import StepRefused
from partners.imports.references import OrganizationReferences
from partners.models import Organization
from partners.rights.held import roles_of

if TYPE_CHECKING:
    from accounts.models import User

MOST_ROWS = 300
NO_FILE = _("Diese Datei ist nicht im ZIP.")
NOT_YOURS = _("Vereinbarungen dieses Zentrums betreuen Sie nicht.")
TAKEN = _("Dieses Aktenzeichen gibt es schon.")


@dataclass(slots=True)
class AgreementPlan:
    """What is to be recorded; the scan has been checked."""

    center: Organization
    parties: list[SignedParty]
    term: dict[str, Any]
    scan: CheckedFile


class AgreementImport:
    """Agreements from a ZIP. ``by`` is who imports; ``None`` is the command line, which may everything."""

    kind = "agreements"
    layout = LAYOUT
    key = "external_id"
    title = "title"

    def __init__(self, source: str, by: "User | None" = None) -> None:
        self.source, self.by = source, by
        self.today = timezone.localdate()
        self.folder: ImportFolder | None = None

    def read_file(self, content: bytes, file_name: str) -> Table:
        """The table inside the ZIP; the scans are opened row by row. Raises ``FileRefused``."""
        self.folder = ImportFolder(content, file_name)
        if len(self.folder.table.rows) > MOST_ROWS:
            raise FileRefused(
                gettext("Bitte höchstens %(most_rows)s Vereinbarungen auf einmal.") % {"most_rows": MOST_ROWS}
            )
        return self.folder.table

    def prepare(self, rows: Sequence[Row]) -> None:
        """Find centres and partners by name; every name of the file in one query."""
        names = {name for row in rows for name in (row.values.get("center"), *row.values.get("partners", ())) if name}
        references = OrganizationReferences("", names)
        for row in rows:
            self._resolve(row, references)
        self._hint_at_unused(rows)

    def _resolve(self, row: Row, references: OrganizationReferences) -> None:
        for key, label in (("center", "Zentrum"), ("partners", "Partner")):
            texts = row.values.get(key)
            if not texts:
                continue
            try:
                found = [references.find(text) for text in ([texts] if key == "center" else texts)]
            except CellRefused as refusal:
                row.refuse(label, str(refusal))
                row.values.pop(key)
                continue
            row.values[key] = found[0] if key == "center" else found

    def _hint_at_unused(self, rows: Sequence[Row]) -> None:
        """Scans no row names, so that none is forgotten unseen."""
        if self.folder is None or not rows:
            return
        named = {str(row.values.get("file", "")).casefold() for row in rows}
        unused = sorted(name for name in self.folder.names() if name not in named)
        if unused:
            shown = ", ".join(f"„{name}“" for name in unused[:5])
            rows[-1].hint(
                (
                    gettext("Im ZIP, aber in keiner Zeile: %(shown)s und weitere.")
                    if len(unused) > 5
                    else gettext("Im ZIP, aber in keiner Zeile: %(shown)s.")
                )
                % {"shown": shown}
            )

    def plan(self, rows: Sequence[Row]) -> None:
        """Say what each row would do; the scan of a new one is checked now."""
        known = {one.reference: one for one in Agreement.objects.filter(reference__in=[row.key for row in rows])}
        for row in rows:
            self._plan_row(row, known.get(row.key))

    def _plan_row(self, row: Row, known: Agreement | None) -> None:
        center = row.values["center"]
        if not self._may(center):
            row.refuse("Zentrum", NOT_YOURS)
            return
        if known is not None:
            if known.was_recorded and known.center_id == center.pk:
                row.outcome = Outcome.UNCHANGED
            else:
                row.refuse("Aktenzeichen", TAKEN)
            return
        parties = self._parties(row, center)
        term = self._term(row)
        scan = self._scan(row)
        if row.refused or scan is None:
            return
        row.plan = AgreementPlan(center, parties, term, scan)
        row.outcome = Outcome.CREATED

    def _may(self, center: Organization) -> bool:
        if self.by is None or Role.ADMINISTRATION in roles_of(self.by):
            return True
        return center.pk in permissions.center_ids(self.by)

    def _parties(self, row: Row, center: Organization) -> list[SignedParty]:
        signed_on, partners = row.values["signed_on"], row.values["partners"]
        functions = row.values.get("partner_functions") or ["Leitung"]
        if len(functions) == 1:
            functions = functions * len(partners)
        if signed_on > self.today:
            row.refuse("Unterschrieben am", _("Dieser Tag liegt noch vor uns."))
        if len({one.pk for one in (center, *partners)}) <= len(partners):
            row.refuse("Partner", _("Eine Organisation kommt mehrmals vor."))
        if len(functions) != len(partners):
            row.refuse("Funktion Partner", _("Bitte nennen Sie eine Funktion, oder für jeden Partner eine."))
            return []
        first = SignedParty(center, row.values.get("center_function") or "Leitung", signed_on, PartyRole.MAIN)
        others = zip(partners, functions, strict=True)
        return [first, *(SignedParty(partner, function, signed_on) for partner, function in others)]

    def _term(self, row: Row) -> dict[str, Any]:
        values = row.values
        kind = values.get("term_kind") or (TermKind.FIXED if values.get("ends_on") else TermKind.OPEN_ENDED)
        term = {
            "effective_from": values.get("effective_from") or values["signed_on"],
            "term_kind": kind,
            "ends_on": values.get("ends_on"),
            "renewal_months": values.get("renewal_months"),
            "notice_months": values.get("notice_months", 3),
            "notice_to": values.get("notice_to") or NoticeTo.HALF_YEAR,
        }
        for name, text in term_problems(Term(*term.values())):
            row.refuse(self.layout.name_of(name), str(text))
        return term

    def _scan(self, row: Row) -> CheckedFile | None:
        name = row.values["file"]
        content = self.folder.scan(name) if self.folder else None
        if content is None:
            row.refuse("Datei", NO_FILE)
            return None
        try:
            return check_upload(SimpleUploadedFile(name, content), allowed=SCANS)
        except UploadRefused as refusal:
            row.refuse("Datei", refusal.messages[0])
            return None

    def write(self, rows: Sequence[Row]) -> None:
        """Record a batch. Raises ``StepRefused`` as recording by hand does; the engine finds the row."""
        for row in rows:
            plan: AgreementPlan = row.plan
            try:
                record_existing(
                    center=plan.center,
                    title=row.values["title"],
                    parties=plan.parties,
                    term=plan.term,
                    kind=row.values.get("kind") or AgreementKind.BILATERAL,
                    scan=plan.scan,
                    reference=row.key,
                    place=row.values.get("place") or "",
                    next_review_on=row.values.get("next_review_on"),
                    by=self.by,
                )
            except SealUnavailable as failure:
                raise StepRefused(str(failure)) from failure

    def undo(self, rows: Sequence[Row]) -> None:
        """Nothing is kept in memory."""

    def finish(self) -> None:
        """Nothing is left to do."""
