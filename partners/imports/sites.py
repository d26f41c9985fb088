"""The site of each row: found by its id, by the organisation's id or by its address; created, corrected, moved to.

* ``Standort Kennung`` names a site that several rows may share.
* Without it a site belongs to the row that first described it; a row with the same address joins that site.
* When an organisation's address leads to another site, it moves: the old stay ends yesterday, the new begins today.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kit.imports.cells import fold_header, quoted_value
from kit.imports.compare import Field, choice_shown, save_changed, save_planned, take_over
from kit.imports.lookup import Catalog
from kit.imports.results import Change, Row
from kit.imports.slugs import Slugs
from partners.enums import StepFree
from partners.imports.columns import SITE_KEYS
from partners.models import HostedOrganization, Location, Organization

ADDRESS_KEYS = frozenset(SITE_KEYS) - {"opening_hours"}
Address = tuple[str, str, str]


@dataclass(slots=True, eq=False)
class Stay:
    """What happens to the row's site and to the organisation's stay there."""

    location: Location
    stay: HostedOrganization | None = None
    stay_columns: set[str] = field(default_factory=set)
    ended: HostedOrganization | None = None


class Sites:
    """Plans and writes sites for one import; remembers across batches which row described which site."""

    def __init__(self, source: str, areas: Catalog, by: Any, today: date) -> None:
        self.source, self.by, self.today = source, by, today
        self.slugs = Slugs(Location, 120)
        self.fields = (
            Field("site_name", "name", "Standort"),
            Field("street", "street", "Straße"),
            Field("house_no", "house_no", "Hausnummer"),
            Field("postal_code", "postal_code", "PLZ"),
            Field("city", "city", "Ort"),
            Field("site_area", "area_id", "Stadtteil", areas.shown),
            Field("lat", "lat", "Breite"),
            Field("lon", "lon", "Länge"),
            Field("step_free", "access_step_free", "Stufenlos", choice_shown(StepFree.choices)),
            Field("public_transport", "public_transport", "Haltestelle"),
            Field("is_protected", "is_protected", "Adresse schützen"),
        )
        self._codes: set[str] = set()
        self._by_id: dict[str, Location] = {}
        self._by_address: dict[Address, Location] = {}
        self._said: dict[tuple[int, str], tuple[Any, int]] = {}
        self._changed: dict[int, set[str]] = {}
        self._residents: dict[int, set[int]] = {}
        self._stays: dict[int, list[HostedOrganization]] = {}

    def load(self, rows: Sequence[Row], organizations: Sequence[Organization]) -> None:
        """Read what the batch may touch: sites by id and by address, and today's stays of its organisations."""
        rows = [row for row in rows if row.has(*SITE_KEYS)]
        ids = {key for row in rows for key in (row.values.get("site_id"), row.key) if key}
        if rows:
            self._load_sites(rows, ids)
        self.slugs.look_up((self._name(row), self._identity(row)) for row in rows)
        self._load_stays([organization.pk for organization in organizations if organization.pk])
        self._load_residents([self._by_id[key].pk for key in ids if key in self._by_id and self._by_id[key].pk])

    def _load_sites(self, rows: Sequence[Row], ids: set[str]) -> None:
        codes = {row.values["postal_code"] for row in rows if row.values.get("postal_code")} - self._codes
        self._codes |= codes  # sites of one postal code are read once for the whole file
        named = Q(external_source=self.source, external_id__in=ids - self._by_id.keys())
        for location in Location.objects.filter(named | Q(postal_code__in=codes)).order_by("pk"):
            self._remember(location)

    def _load_stays(self, organizations: Sequence[int]) -> None:
        self._stays = {}
        stays = HostedOrganization.objects.valid_on(self.today).filter(organization__in=organizations)
        for stay in stays.select_related("location").order_by("pk"):
            stay.location = self._known(stay.location)
            self._stays.setdefault(stay.organization_id, []).append(stay)

    def _load_residents(self, locations: Sequence[int]) -> None:
        self._residents = {}
        residents = HostedOrganization.objects.valid_on(self.today).filter(location__in=locations)
        for location_id, organization_id in residents.values_list("location_id", "organization_id"):
            self._residents.setdefault(location_id, set()).add(organization_id)

    def _remember(self, location: Location) -> None:
        if location.external_source == self.source and location.external_id:
            self._by_id.setdefault(location.external_id, location)
        if address := _address(location.street, location.house_no, location.postal_code):
            self._by_address.setdefault(address, self._known(location))

    def _known(self, location: Location) -> Location:
        """The object already in our hands for the same row of the table."""
        if location.external_source == self.source and location.external_id in self._by_id:
            return self._by_id[location.external_id]
        return location

    def plan(self, row: Row, organization: Organization, *, may_change: frozenset[int] | None) -> Stay | None:
        """Where the organisation of ``row`` works, with changes noted on the row; ``None`` when it says nothing.

        ``may_change`` are the organisations whose shared sites may be corrected; ``None`` means all.
        """
        if not row.has(*SITE_KEYS):
            return None
        stays = self._stays.get(organization.pk, []) if organization.pk else []
        if not row.has(*ADDRESS_KEYS):
            return self._opening_hours(row, stays)
        location = self._location(row)
        if location.pk and not self._may_correct(row, location, organization, may_change):
            return None
        self._describe(row, location)
        if row.refused:
            return None
        current = next((stay for stay in stays if stay.location is location or _same(stay.location, location)), None)
        if current:
            planned = Stay(location, current)
            self._set_hours(row, planned)
            return planned
        return self._arrive(row, organization, location, stays)

    def _arrive(
        self, row: Row, organization: Organization, location: Location, stays: list[HostedOrganization]
    ) -> Stay:
        """A stay at a site where the organisation has not been; its main site until now is left."""
        before = next((stay for stay in stays if stay.is_main_site), None)
        planned = Stay(location)
        planned.stay = HostedOrganization(
            location=location,
            organization=organization,
            opening_hours=row.values.get("opening_hours") or "",
            created_by=self.by,
            updated_by=self.by,
        )
        row.changes.append(Change("Standort", before.location.name if before else "–", location.name))
        if before:
            self._move(planned, before)
        return planned

    def _location(self, row: Row) -> Location:
        key = row.values.get("site_id")
        if key or row.key in self._by_id:
            found = self._by_id.get(key or row.key)
        else:
            found = self._by_address.get(_address_of(row) or ("", "", ""))
        if found is None:
            found = Location(
                external_source=self.source,
                external_id=key or row.key,
                name=self._name(row),
                slug=self.slugs.take(self._name(row), self._identity(row)),
                municipality_id=row.values.get("municipality") or None,
                created_by=self.by,
                updated_by=self.by,
            )
            self._by_id[found.external_id] = found
            if address := _address_of(row):
                self._by_address.setdefault(address, found)
        return found

    def _may_correct(self, row: Row, location: Location, own: Organization, may_change: frozenset[int] | None) -> bool:
        """A site others work at may be corrected by those who look after all of them."""
        if may_change is None or not self._is_ours(row, location):
            return True
        others = self._residents.get(location.pk, set()) - may_change - {own.pk}
        differs = any(
            value.key in row.values and getattr(location, value.column) != row.values[value.key]
            for value in self.fields
        )
        if others and differs:
            row.refuse("Standort", _("An diesem Standort arbeiten auch Organisationen, die Sie nicht betreuen."))
            return False
        return True

    def _is_ours(self, row: Row, location: Location) -> bool:
        """The row describes this site (by id), it does not merely share the address."""
        return location.external_source == self.source and location.external_id in {row.values.get("site_id"), row.key}

    def _describe(self, row: Row, location: Location) -> None:
        if not self._is_ours(row, location):
            return
        for value in self.fields:
            if value.key not in row.values:
                continue
            said, line = self._said.setdefault((id(location), value.key), (row.values[value.key], row.line))
            if said != row.values[value.key]:
                row.refuse(
                    value.label,
                    _("Zeile %(line)s nennt für diesen Standort etwas anderes: %(quoted_value)s.")
                    % {"line": line, "quoted_value": quoted_value(value.show(said))},
                )
        if row.refused:
            return
        changes, columns = take_over(location, row, self.fields)
        if columns & {"lat", "lon"} and (location.lat is None) != (location.lon is None):
            row.refuse("Breite" if location.lat is None else "Länge", _("Breite und Länge gehören zusammen."))
            return
        if location.pk:
            row.changes += changes
            self._changed.setdefault(id(location), set()).update(columns)
            others = len(self._residents.get(location.pk, set())) - 1
            if changes and others > 0:
                row.hint(
                    _("Die Angaben zum Standort gelten auch für %(others)s andere Organisation(en) dort.")
                    % {"others": others}
                )

    def _opening_hours(self, row: Row, stays: list[HostedOrganization]) -> Stay | None:
        stay = next((stay for stay in stays if stay.is_main_site), stays[0] if stays else None)
        if stay is None:
            row.refuse("Öffnungszeiten", _("Dazu fehlt ein Standort."))
            return None
        planned = Stay(stay.location, stay)
        self._set_hours(row, planned)
        return planned

    def _set_hours(self, row: Row, planned: Stay) -> None:
        hours = Field("opening_hours", "opening_hours", "Öffnungszeiten")
        changes, planned.stay_columns = take_over(planned.stay, row, [hours])  # type: ignore[arg-type]
        row.changes += changes

    def _move(self, planned: Stay, before: HostedOrganization) -> None:
        yesterday = self.today - timedelta(days=1)
        if before.valid_from and before.valid_from > yesterday:
            before.location = planned.location
            planned.stay, planned.stay_columns = before, {"location_id"}
            return
        before.valid_to = yesterday
        planned.ended = before
        planned.stay.valid_from = self.today  # type: ignore[union-attr]

    def _name(self, row: Row) -> str:
        values = row.values
        street = " ".join(str(values[key]) for key in ("street", "house_no") if values.get(key))
        place = ", ".join(part for part in (street, values.get("city") or "") if part)
        return str(values.get("site_name") or place or row.title)[:160]

    def _identity(self, row: Row) -> str:
        return f"{self.source}|{row.values.get('site_id') or row.key}"

    def write(self, stays: Iterable[Stay], created: list[Any]) -> None:
        """Save planned sites and stays; adds what it created to ``created``."""
        stays = list(stays)
        sites = {id(planned.location): planned.location for planned in stays}
        created += save_planned([(site, self._changed.get(key, set())) for key, site in sites.items()], self.by)
        # An old stay ends before the new one begins: two main sites at once would be refused.
        save_changed([(planned.ended, {"valid_to"}) for planned in stays if planned.ended], self.by)
        created += save_planned(
            [(planned.stay, planned.stay_columns) for planned in stays if planned.stay],
            self.by,
            parents=["location", "organization"],
        )


def _address(street: str, house_no: str, code: str) -> Address | None:
    if not street or not code:
        return None
    return re.sub(r"(strasse|str)$", "str", fold_header(street)), fold_header(house_no), code


def _address_of(row: Row) -> Address | None:
    values = {key: row.values.get(key) or "" for key in ("street", "house_no", "postal_code")}
    return _address(values["street"], values["house_no"], values["postal_code"])


def _same(one: Location, other: Location) -> bool:
    return one.pk is not None and one.pk == other.pk
