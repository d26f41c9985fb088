"""What a row of a file of organisations means, compared with the register and written in batches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.imports.cells import CellRefused, quoted_value
from kit.imports.columns import CLEARED
from kit.imports.compare import Field, choice_shown, save_planned, take_over
from kit.imports.lookup import Catalog
from kit.imports.results import Change, Outcome, Row
from kit.imports.slugs import Slugs
from partners.enums import LegalForm, OrganizationKind, OrganizationStatus, Reach, Sector
from partners.imports.columns import LAYOUT
from partners.imports.contacts import Contacts, Planned
from partners.imports.operators import Operators, Takeover, organization_of
from partners.imports.references import OrganizationReferences
from partners.imports.rights import ImportRights
from partners.imports.sites import Sites, Stay
from partners.models import Municipality, Organization, PartnerCategory, PlanningArea

if TYPE_CHECKING:
    from accounts.models import User

NOT_YOURS = _("Diese Organisation betreuen Sie nicht.")
NEW_BELOW_OWN = _(
    "Neue Organisationen können Sie nur unterhalb der eigenen anlegen. Alle anderen legt die Administration an."
)
STRUCTURE = _("Träger und übergeordnete Stelle ändert die Administration.")
NEEDS_KIND = _("Neue Organisationen brauchen eine Angabe.")


@dataclass(slots=True, eq=False)
class Plan:
    """What becomes of one row: the organisation with its changed columns, and everything around it."""

    organization: Organization
    columns: set[str] = field(default_factory=set)
    parent: "Organization | Row | None" = None
    areas_added: set[int] = field(default_factory=set)
    areas_removed: set[int] = field(default_factory=set)
    operator: Takeover | None = None
    stay: Stay | None = None
    contacts: list[Planned] = field(default_factory=list)


class OrganizationImport:
    """Importer of organisations from one source. ``by`` is the person whose rights count; ``None``: command line."""

    kind = "organizations"
    layout = LAYOUT
    key = "external_id"
    title = "name"

    def __init__(self, source: str, by: "User | None" = None) -> None:
        self.source, self.by = source, by
        self.rights = ImportRights.of(by)
        today = timezone.localdate()
        self.categories = Catalog("Kategorie", ((o.pk, o.name, ()) for o in PartnerCategory.objects.all()))
        self.municipalities = Catalog("Kommune", ((o.pk, o.name, (o.ags,)) for o in Municipality.objects.all()))
        areas = list(PlanningArea.objects.all())
        self.areas = Catalog("Stadtteil", ((area.pk, area.name, (area.code,)) for area in areas))
        self._municipality_of = {area.pk: area.municipality_id for area in areas}
        self.sites = Sites(source, self.areas, by, today)
        self.contacts = Contacts(by, today)
        self.operators = Operators(source, by, today)
        self.slugs = Slugs(Organization, 120)
        self._created: list[Any] = []
        self._parents: dict[int, Organization | Row] = {}
        self._operators: dict[int, Organization | Row] = {}
        self._own_new: set[int] = set()  # by identity: new organisations below the person's own
        self.fields = (
            Field("name", "name", "Name"),
            Field("short_name", "short_name", "Kurzname"),
            Field("kind", "kind", "Art", choice_shown(OrganizationKind.choices)),
            Field("category", "category_id", "Kategorie", self.categories.shown),
            Field("sector", "sector", "Sektor", choice_shown(Sector.choices)),
            Field("legal_form", "legal_form", "Rechtsform", choice_shown(LegalForm.choices)),
            Field("municipality", "municipality_id", "Kommune", self.municipalities.shown),
            Field("reach", "reach", "Reichweite", choice_shown(Reach.choices)),
            Field("core_mandate", "core_mandate", "Kernauftrag"),
            Field("description_public", "description_public", "Beschreibung"),
            Field("website", "website", "Internet"),
            Field("status", "status", "Status", choice_shown(OrganizationStatus.choices)),
            Field("closed_on", "closed_on", "Geschlossen am"),
        )

    def prepare(self, rows: Sequence[Row]) -> None:
        """Turn names of categories, towns and districts into keys; find operators and parents; order by need."""
        for row in rows:
            self._resolve(row, "category", "Kategorie", self.categories.one)
            self._resolve(row, "municipality", "Kommune", self.municipalities.one)
            self._resolve(row, "site_area", "Stadtteil", partial(self._area, row))
            self._resolve(row, "areas", "Stadtteile", partial(self._areas, row))
        texts = {row.values[key] for row in rows for key in ("operator", "parent") if row.values.get(key)}
        references = OrganizationReferences(self.source, texts, rows)
        for row in rows:
            self._refer(row, "operator", "Träger", references, self._operators)
            self._refer(row, "parent", gettext("Übergeordnete Stelle"), references, self._parents)

    def _resolve(self, row: Row, key: str, label: str, find: Callable[[Any], Any]) -> None:
        if row.values.get(key):
            try:
                row.values[key] = find(row.values[key])
            except CellRefused as refusal:
                row.refuse(label, str(refusal))

    def _area(self, row: Row, text: str) -> int:
        town = row.values.get("municipality")
        return self.areas.one(text, within=lambda pk: not isinstance(town, int) or self._municipality_of[pk] == town)

    def _areas(self, row: Row, texts: Sequence[str]) -> frozenset[int]:
        return frozenset(self._area(row, text) for text in texts)

    def _refer(
        self, row: Row, key: str, label: str, references: OrganizationReferences, into: dict[int, "Organization | Row"]
    ) -> None:
        text = row.values.get(key)
        if not text:
            return
        try:
            target = references.find(text)
        except CellRefused as refusal:
            row.refuse(label, str(refusal))
            return
        if target is row:
            row.refuse(label, _("Die Organisation kann nicht zu sich selbst gehören."))
            return
        into[row.line] = target
        if isinstance(target, Row):
            row.needs.append(target)

    def plan(self, rows: Sequence[Row]) -> None:
        """Compare a batch with the register."""
        known = {
            organization.external_id: organization
            for organization in Organization.objects.filter(
                external_source=self.source, external_id__in=[row.key for row in rows]
            )
            .select_related("parent")
            .defer("search", "parent__search")
        }
        self.slugs.look_up((row.title, f"{self.source}|{row.key}") for row in rows if row.key not in known)
        found = list(known.values())
        self.contacts.load(found)
        self.operators.load(found)
        self.sites.load(rows, found)
        areas = self._areas_of(found)
        for row in rows:
            self._plan_row(row, known.get(row.key), areas)
        self._hint_at_namesakes([row for row in rows if row.outcome == Outcome.CREATED])

    def _areas_of(self, organizations: Sequence[Organization]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        through = Organization.areas.through.objects.filter(organization__in=[one.pk for one in organizations])
        for organization_id, area_id in through.values_list("organization_id", "planningarea_id"):
            found.setdefault(organization_id, set()).add(area_id)
        return found

    def _plan_row(self, row: Row, organization: Organization | None, areas: dict[int, set[int]]) -> None:
        is_new = organization is None
        if organization is None:
            organization = self._new(row)
        plan = row.plan = Plan(organization, parent=self._parents.get(row.line))
        self._check_rights(row, organization)
        if is_new and "kind" not in row.values:
            row.refuse("Art", NEEDS_KIND)
        if row.refused:
            return
        row.changes, plan.columns = take_over(organization, row, self.fields)
        self._plan_status(row, plan)
        self._plan_parent(row, plan)
        self._plan_areas(row, plan, areas.get(organization.pk, set()))
        plan.operator = self.operators.plan(row, organization, self._operators.get(row.line))
        if plan.operator and organization.pk and not self.rights.unlimited:
            row.refuse("Träger", STRUCTURE)
        plan.contacts = self.contacts.plan(row, organization)
        if row.refused:
            return
        plan.stay = self.sites.plan(row, organization, may_change=self.rights.may_change)
        if not row.refused:
            row.outcome = Outcome.CREATED if is_new else Outcome.UPDATED if row.changes else Outcome.UNCHANGED
        if is_new:
            row.changes = []

    def _new(self, row: Row) -> Organization:
        return Organization(
            external_source=self.source,
            external_id=row.key,
            slug=self.slugs.take(row.title, f"{self.source}|{row.key}"),
            created_by=self.by,
            updated_by=self.by,
        )

    def _check_rights(self, row: Row, organization: Organization) -> None:
        if self.rights.unlimited:
            return
        parent, operator = self._parents.get(row.line), self._operators.get(row.line)
        above = [organization_of(target) for target in (parent, operator) if target]
        if organization.pk is None:
            # Everything above must be one's own, and something must be: nobody reaches further by importing.
            if not above or not all(id(one) in self._own_new or self.rights.extend(one.pk) for one in above):
                row.refuse("", NEW_BELOW_OWN)
            else:
                self._own_new.add(id(organization))
        elif not self.rights.change(organization.pk):
            row.refuse("", NOT_YOURS)

    def _plan_status(self, row: Row, plan: Plan) -> None:
        """The rules of the actions that close and reopen: a closed organisation has a day, the others have none."""
        organization = plan.organization
        if organization.status == OrganizationStatus.CLOSED:
            if organization.closed_on is None:
                row.refuse("Geschlossen am", _("Zum Schließen gehört ein Tag."))
        elif organization.closed_on is not None:
            if row.values.get("closed_on"):
                row.refuse("Geschlossen am", _("Das Datum passt nur zum Status „Geschlossen“."))
            organization.closed_on = None
            plan.columns.add("closed_on")

    def _plan_parent(self, row: Row, plan: Plan) -> None:
        organization = plan.organization
        if row.values.get("parent") is CLEARED:
            if organization.parent_id is None:
                return
            before, after = organization.parent.name, "–"  # type: ignore[union-attr]
            organization.parent = None
        elif plan.parent is None:
            return
        else:
            target = organization_of(plan.parent)
            if target.pk and target.pk == organization.parent_id:
                return
            before, after = organization.parent.name if organization.parent else "–", target.name
        if organization.pk and not self.rights.unlimited:
            row.refuse("Übergeordnete Stelle", STRUCTURE)
            return
        row.changes.append(Change("Übergeordnete Stelle", before, after))
        plan.columns.add("parent_id")

    def _plan_areas(self, row: Row, plan: Plan, before: set[int]) -> None:
        if "areas" not in row.values:
            return
        after = set(row.values["areas"] or ())
        plan.areas_added, plan.areas_removed = after - before, before - after
        if after != before:
            row.changes.append(
                Change("Stadtteile", quoted_value(self.areas.shown(before)), quoted_value(self.areas.shown(after)))
            )

    def _hint_at_namesakes(self, rows: Sequence[Row]) -> None:
        """A new organisation with a name that is already there may be the same one, entered by hand before."""
        references = OrganizationReferences("", [row.title for row in rows])
        for row in rows:
            try:
                references.find(row.title)
            except CellRefused as refusal:
                if "mehrmals" not in str(refusal):
                    continue
            row.hint(_("Eine Organisation mit diesem Namen gibt es schon. Ist es dieselbe?"))

    def write(self, rows: Sequence[Row]) -> None:
        """Write a planned batch: organisations first, parents before parts, then what hangs on them."""
        plans: list[Plan] = [row.plan for row in rows]
        self._created = []
        self._write_organizations(plans)
        through = Organization.areas.through
        through.objects.bulk_create(
            through(organization_id=plan.organization.pk, planningarea_id=area)
            for plan in plans
            for area in sorted(plan.areas_added)
        )
        for plan in plans:
            if plan.areas_removed:
                plan.organization.areas.remove(*plan.areas_removed)
        self.sites.write([plan.stay for plan in plans if plan.stay], self._created)
        self._write_contacts([contact for plan in plans for contact in plan.contacts])
        self.operators.write([plan.operator for plan in plans if plan.operator], self._created)

    def _write_organizations(self, plans: Sequence[Plan]) -> None:
        waiting = list(plans)
        while waiting:
            for plan in waiting:
                if plan.parent is not None and "parent_id" in plan.columns:
                    plan.organization.parent = organization_of(plan.parent)
            ready = [plan for plan in waiting if plan.parent is None or organization_of(plan.parent).pk]
            if not ready:
                raise RuntimeError(gettext("rows were not put in order"))
            self._created += save_planned([(plan.organization, plan.columns) for plan in ready], self.by)
            placed = set(map(id, ready))
            waiting = [plan for plan in waiting if id(plan) not in placed]

    def _write_contacts(self, contacts: Sequence[Planned]) -> None:
        self._created += save_planned(contacts, self.by, parents=["organization"])

    def undo(self, rows: Sequence[Row]) -> None:
        """Forget the keys the last ``write`` was given."""
        for record in self._created:
            record.pk, record._state.adding = None, True
        self._created = []

    def finish(self) -> None:
        """Nothing is left to do: search documents follow by trigger."""
