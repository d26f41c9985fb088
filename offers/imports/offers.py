"""What a row of a file of offers means, compared with what there is and written in batches."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.imports.cells import CellRefused, same_name
from kit.imports.columns import CLEARED
from kit.imports.compare import Field, choice_shown, save_planned, take_over
from kit.imports.results import Change, Outcome, Row
from kit.imports.slugs import Slugs
from offers.actions import Readiness, publish_offers
from offers.enums import AgeOf, OfferKind, OfferState, RegistrationMode
from offers.imports.columns import LAYOUT
from offers.imports.links import LinkChange, Links
from offers.imports.partners import CoOrganizers, PartnerChange
from offers.imports.places import ONLINE, Places
from offers.imports.runs import RunPlan, Runs
from offers.models import Offer
from partners.enums import OrganizationStatus, Visibility
from partners.imports.references import OrganizationReferences
from partners.imports.rights import ImportRights
from partners.models import ContactPoint, Location, Organization, Room

if TYPE_CHECKING:
    from accounts.models import User

NOT_YOURS = _("Angebote dieses Veranstalters betreuen Sie nicht.")
NEEDED = _("Neue Angebote brauchen eine Angabe.")
BEFORE_PUBLIC = frozenset({OfferState.IDEA, OfferState.COORDINATION, OfferState.APPROVED})
REFRESH, MANY = 500, 200
READ_BY_DOCUMENTS = (
    "offers_offer",
    "offers_offerrun",
    "offers_offersession",
    "offers_feeoption",
    "offers_offerpartner",
    "offers_offer_topics",
    "offers_offer_target_groups",
    "offers_offer_languages",
    "offers_offer_areas",
    "offers_offer_life_stages",
)


@dataclass(slots=True, eq=False)
class Plan:
    """What becomes of one row."""

    offer: Offer
    columns: set[str] = field(default_factory=set)
    links: list[LinkChange] = field(default_factory=list)
    partners: PartnerChange | None = None
    run: RunPlan | None = None
    publish: bool = False


class OfferImport:
    """Importer of offers from one source. ``by`` is the person whose rights count; ``None``: command line."""

    kind = "offers"
    layout = LAYOUT
    key = "external_id"
    title = "title"

    def __init__(self, source: str, by: "User | None" = None) -> None:
        self.source, self.by = source, by
        self.rights = ImportRights.of(by)
        self.links, self.partners, self.runs = Links(), CoOrganizers(by), Runs(by)
        self.slugs = Slugs(Offer, 120)
        self._leads: dict[int, Organization] = {}
        self._locations: dict[int, Location] = {}
        self._rooms: dict[int, Room] = {}
        self._contacts: dict[int, list[ContactPoint]] = {}
        self._created: list[Any] = []
        self._touched: set[int] = set()
        self._fields = (
            Field("title", "title", "Titel"),
            Field("subtitle", "subtitle", "Untertitel"),
            Field("summary", "summary", "Kurztext"),
            Field("description", "description", "Beschreibung"),
            Field("kind", "kind", "Art", choice_shown(OfferKind.choices)),
            Field("age_from", "minimum_age_months", "Alter von (Monate)"),
            Field("age_to", "maximum_age_months", "Alter bis (Monate)"),
            Field("age_of", "age_of", "Alter bezieht sich auf", choice_shown(AgeOf.choices)),
            Field("cross_generational", "cross_generational", "Generationenübergreifend"),
            Field("location_text", "location_text", "Ort in Worten"),
            Field("is_online", "is_online", "Online"),
            Field("is_outreach", "is_outreach", "Kommt zu den Familien"),
            Field("opening_hours", "opening_hours", "Öffnungszeiten"),
            Field("proof_note", "proof_note", "Mitzubringen"),
            Field("registration_mode", "registration_mode", "Anmeldung", choice_shown(RegistrationMode.choices)),
            Field("cost_note", "cost_note", "Kostenhinweis"),
            Field("childcare", "childcare", "Kinderbetreuung"),
            Field("publish_from", "publish_from", "Zeigen ab"),
            Field("publish_until", "publish_until", "Zeigen bis"),
        )

    def prepare(self, rows: Sequence[Row]) -> None:
        """Turn names into records for the whole file; search documents wait until the end."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
        named = {row.values["lead"] for row in rows if row.values.get("lead")}
        named |= {text for row in rows for text in row.values.get("co_organizers") or ()}
        references = OrganizationReferences(self.source, named)
        for row in rows:
            self._spread_ages(row)
            self.links.resolve(row)
            self._find_lead(row, references)
            self.partners.resolve(row, references)
        self._find_places(rows)
        self._load_contacts({lead.pk for lead in self._leads.values()})

    def _spread_ages(self, row: Row) -> None:
        ages = row.values.pop("ages", None)
        if ages is not None:
            low, high = (CLEARED, CLEARED) if ages is CLEARED else ages
            row.values.setdefault("age_from", CLEARED if low is None else low)
            row.values.setdefault("age_to", CLEARED if high is None else high)

    def _find_lead(self, row: Row, references: OrganizationReferences) -> None:
        if row.values.get("lead"):
            try:
                found = references.find(row.values["lead"])
            except CellRefused as refusal:
                row.refuse("Veranstalter", str(refusal))
            else:
                assert isinstance(found, Organization)  # noqa: S101 - no rows were given
                self._leads[row.line] = found

    def _find_places(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if isinstance(row.values.get("location"), str) and row.values["location"].casefold() == ONLINE:
                row.values.setdefault("is_online", True)
                row.values["location"] = CLEARED
        self.places = Places(self.source, (row.values["location"] for row in rows if row.values.get("location")))
        for row in rows:
            lead = self._leads.get(row.line)
            try:
                if row.values.get("location"):
                    self._locations[row.line] = self.places.location(row.values["location"], lead.pk if lead else None)
            except CellRefused as refusal:
                row.refuse("Ort", str(refusal))
                continue
            if row.values.get("room"):
                self._find_room(row)

    def _find_room(self, row: Row) -> None:
        location = self._locations.get(row.line)
        if location is None:
            row.refuse("Raum", _("Bitte nennen Sie in „Ort“ den Standort des Raumes."))
            return
        try:
            self._rooms[row.line] = self.places.room(location, row.values["room"])
        except CellRefused as refusal:
            row.refuse("Raum", str(refusal))
            return
        if not self.rights.unlimited and not any(map(self.rights.change, self.places.residents(location.pk))):
            row.refuse("Raum", _("Räume an diesem Standort können Sie nicht belegen."))

    def _load_contacts(self, leads: set[int]) -> None:
        contacts = ContactPoint.objects.valid_on(timezone.localdate()).filter(organization__in=leads)
        for contact in contacts.order_by("position", "pk"):
            self._contacts.setdefault(contact.organization_id, []).append(contact)

    def plan(self, rows: Sequence[Row]) -> None:
        """Compare a batch with the offers there are."""
        known = {
            offer.external_id: offer
            for offer in Offer.objects.filter(
                external_source=self.source, external_id__in=[row.key for row in rows]
            ).select_related("lead", "location", "contact_point")
        }
        found = list(known.values())
        unread = {offer.lead_id for offer in found} - self._contacts.keys()
        if unread:
            self._load_contacts(unread)
        self.slugs.look_up((row.title, f"{self.source}|{row.key}") for row in rows if row.key not in known)
        for row in rows:
            self._begin(row, known.get(row.key))
        self.links.load(found)
        self.partners.load(found)
        self.runs.load([row for row in rows if not row.refused], found)
        for row in rows:
            if not row.refused:
                self._plan_row(row, is_new=row.key not in known)

    def _begin(self, row: Row, offer: Offer | None) -> None:
        """The offer with its organiser, and whether the person may touch it at all."""
        lead = self._leads.get(row.line)
        if offer is None:
            for key, label in (("lead", "Veranstalter"), ("kind", "Art")):
                if key not in row.values:
                    row.refuse(label, NEEDED)
            offer = Offer(
                external_source=self.source,
                external_id=row.key,
                slug=self.slugs.take(row.title, f"{self.source}|{row.key}"),
                created_by=self.by,
                updated_by=self.by,
            )
        elif not self.rights.change(offer.lead_id):
            row.refuse("", NOT_YOURS)
        if lead and not self.rights.change(lead.pk):
            row.refuse("Veranstalter", NOT_YOURS)
        row.plan = Plan(offer)
        if lead and lead.pk != offer.lead_id:
            if offer.pk:
                row.changes.append(Change("Veranstalter", offer.lead.name, lead.name))
            offer.lead = lead
            row.plan.columns.add("lead_id")

    def _plan_row(self, row: Row, *, is_new: bool) -> None:
        plan: Plan = row.plan
        offer = plan.offer
        changes, columns = take_over(offer, row, self._fields)
        row.changes += changes
        plan.columns |= columns
        low, high = offer.minimum_age_months, offer.maximum_age_months
        if low is not None and high is not None and low > high:
            row.refuse("Alter bis", _("Das Alter „bis“ liegt unter dem Alter „von“."))
        if offer.publish_from and offer.publish_until and offer.publish_from > offer.publish_until:
            row.refuse("Zeigen bis", _("Das Ende liegt vor dem Anfang."))
        self._plan_location(row, plan)
        self._plan_contact(row, plan, is_new=is_new)
        plan.links = self.links.plan(row, offer)
        plan.partners = self.partners.plan(row, offer)
        plan.run = self.runs.plan(row, offer, self._rooms.get(row.line))
        self._plan_publishing(row, plan)
        if not row.refused:
            row.outcome = Outcome.CREATED if is_new else Outcome.UPDATED if row.changes else Outcome.UNCHANGED
        if is_new:
            row.changes = []

    def _plan_location(self, row: Row, plan: Plan) -> None:
        location, offer = self._locations.get(row.line), plan.offer
        if "location" not in row.values or offer.location_id == (location.pk if location else None):
            return
        before = offer.location.name if offer.location else "–"
        row.changes.append(Change("Ort", before, location.name if location else "–"))
        offer.location = location
        plan.columns.add("location_id")

    def _plan_contact(self, row: Row, plan: Plan, *, is_new: bool) -> None:
        """The contact named by its function; without a name the organiser's first public one, if there is none yet."""
        offer = plan.offer
        contacts = self._contacts.get(offer.lead_id, [])
        function = row.values.get("contact")
        if function:
            contact = next((one for one in contacts if same_name(one.function) == same_name(function)), None)
            if contact is None:
                row.refuse(
                    "Ansprechstelle",
                    gettext("„%(function)s“ ist keine Funktion bei „%(name)s“.")
                    % {"function": function, "name": offer.lead.name},
                )
                return
        elif offer.contact_point_id is None and (is_new or row.values.get("publish")):
            contact = next((one for one in contacts if one.visibility == Visibility.PUBLIC), None)
        else:
            return
        if contact and contact.pk != offer.contact_point_id:
            before = offer.contact_point.function if offer.contact_point else "–"
            row.changes.append(Change("Ansprechstelle", before, contact.function))
            offer.contact_point = contact
            plan.columns.add("contact_point_id")

    def _plan_publishing(self, row: Row, plan: Plan) -> None:
        wish, offer = row.values.get("publish"), plan.offer
        if wish is False and offer.state == OfferState.PUBLISHED:
            row.hint(_("Das Angebot ist veröffentlicht und bleibt es. Pausieren können Sie es auf seiner Seite."))
        if not wish or offer.state == OfferState.PUBLISHED:
            return
        if offer.state not in BEFORE_PUBLIC:
            row.hint(gettext("Das Angebot bleibt im Stand „%(state)s“.") % {"state": offer.get_state_display()})
            return
        missing = self._readiness(row, plan).missing()
        if missing:
            row.refuse(
                "Veröffentlichen", gettext("Zum Veröffentlichen fehlt noch: %(join)s.") % {"join": ", ".join(missing)}
            )
        elif self.partners.waiting(row, offer):
            row.refuse("Veröffentlichen", _("Noch haben nicht alle Mitveranstalter zugestimmt."))
        plan.publish = True
        row.changes.append(Change("Status", offer.get_state_display(), str(OfferState.PUBLISHED.label)))

    def _readiness(self, row: Row, plan: Plan) -> Readiness:
        offer = plan.offer

        def any_of(key: str) -> bool:
            return bool(row.values[key]) if key in row.values else bool(self.links.now(key, offer))

        has_room = bool(plan.run and plan.run.run.room_id)
        return Readiness(
            summary=bool(offer.summary.strip()),
            topic=any_of("topics"),
            target_group=any_of("target_groups"),
            language=any_of("languages"),
            contact_point=offer.contact_point_id is not None,
            place=bool(offer.location_id or offer.location_text or offer.is_online or offer.is_outreach or has_room),
            active_lead=offer.lead_id is not None and offer.lead.status == OrganizationStatus.ACTIVE,
        )

    def write(self, rows: Sequence[Row]) -> None:
        """Write a planned batch: offers, their lists and partners, runs with dates, and last their publication."""
        plans: list[Plan] = [row.plan for row in rows]
        self._created = []
        self._created += save_planned([(plan.offer, plan.columns) for plan in plans], self.by)
        self.links.write([(plan.offer, change) for plan in plans for change in plan.links])
        self.partners.write([plan.partners for plan in plans if plan.partners], self._created)
        self.runs.write([plan.run for plan in plans if plan.run], self._created)
        publishing = [plan.offer for plan in plans if plan.publish]
        if publishing:
            publish_offers(publishing, by=self.by)
        self._touched.update(plan.offer.pk for plan in plans)

    def undo(self, rows: Sequence[Row]) -> None:
        """Forget the keys the last ``write`` was given."""
        for record in self._created:
            record.pk, record._state.adding = None, True
        self._created = []

    def finish(self) -> None:
        """Write the search documents of everything that was touched."""
        touched = sorted(self._touched)
        with connection.cursor() as cursor:
            if len(touched) > MANY:
                # The statistics do not know what this transaction added; without them the documents take minutes.
                cursor.execute(f"ANALYZE {', '.join(READ_BY_DOCUMENTS)}")
            for start in range(0, len(touched), REFRESH):
                cursor.execute("SELECT offers_refresh_documents(%s::bigint[])", [touched[start : start + REFRESH]])
            cursor.execute("SET LOCAL familynet.skip_documents = 'off'")
