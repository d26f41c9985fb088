"""Places and rooms named in cells: by the id of the source or by their name."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kit.imports.cells import CellRefused, same_name
from kit.imports.lookup import folded_names
from partners.models import HostedOrganization, Location, Room

ONLINE = "online"


class Places:
    """Answers many texts after three queries: sites by id or name, their rooms, and who works there."""

    def __init__(self, source: str, texts: Iterable[str]) -> None:
        texts = set(texts)
        self._by_id: dict[str, Location] = {}
        self._by_name: dict[str, list[Location]] = {}
        self._rooms: dict[tuple[int, str], Room] = {}
        self._residents: dict[int, set[int]] = {}
        if not texts:
            return
        known = Q(external_source=source, external_id__in=texts) | Q(name_key__in=folded_names(texts))
        for location in Location.objects.filter(known).order_by("pk"):
            if location.external_source == source and location.external_id:
                self._by_id[location.external_id] = location
            self._by_name.setdefault(same_name(location.name), []).append(location)
        found = [location.pk for locations in self._by_name.values() for location in locations]
        for room in Room.objects.filter(location__in=found):
            self._rooms[room.location_id, same_name(room.name)] = room
        for stay in HostedOrganization.objects.valid_on(timezone.localdate()).filter(location__in=found):
            self._residents.setdefault(stay.location_id, set()).add(stay.organization_id)

    def location(self, text: str, lead_id: int | None) -> Location:
        """The site meant; of several with one name the one where the organiser works. Raises ``CellRefused``."""
        if text in self._by_id:
            return self._by_id[text]
        found = self._by_name.get(same_name(text), [])
        if len(found) > 1:
            found = [one for one in found if lead_id in self._residents.get(one.pk, ())] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise CellRefused(
                _("Den Standort „%(value)s“ gibt es mehrmals. Bitte geben Sie seine Kennung an.") % {"value": text[:60]}
            )
        raise CellRefused(
            _("Den Standort „%(value)s“ gibt es im Verzeichnis nicht. Für andere Orte gibt es „Ort in Worten“.")
            % {"value": text[:60]}
        )

    def room(self, location: Location, text: str) -> Room:
        """A room of a site. Raises ``CellRefused``."""
        room = self._rooms.get((location.pk, same_name(text)))
        if room is None:
            raise CellRefused(
                _("Den Raum „%(value)s“ gibt es am Standort „%(name)s“ nicht.")
                % {"value": text[:60], "name": location.name}
            )
        return room

    def residents(self, location_id: int) -> set[int]:
        """Organisations that work at a site today."""
        return self._residents.get(location_id, set())
