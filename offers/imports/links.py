"""The lists of an offer (topics, target groups, languages …): a row that names one replaces the whole list."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kit.imports.cells import CellRefused, quoted_value
from kit.imports.lookup import Catalog
from kit.imports.results import Change, Row
from offers.models import LifeStage, Offer, TargetGroup
from partners.models import Language, PlanningArea, Topic


@dataclass(frozen=True, slots=True)
class Linked:
    """One list: column of the file, field of the offer, key of the other side in the table between."""

    key: str
    label: str
    other: str
    catalog: Catalog


@dataclass(slots=True, eq=False)
class LinkChange:
    """What is added to and taken from one list of one offer."""

    linked: Linked
    added: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)


class Links:
    """Reads the catalogues once; compares and writes lists in batches."""

    def __init__(self) -> None:
        def entries(model: type) -> Catalog:
            label = str(model._meta.verbose_name)  # type: ignore[attr-defined]
            return Catalog(label, ((one.pk, one.name, ()) for one in model.objects.all()))  # type: ignore[attr-defined]

        languages = ((one.pk, one.name, (one.code, one.native_name)) for one in Language.objects.all())
        areas = ((one.pk, one.name, (one.code,)) for one in PlanningArea.objects.all())
        self.all = (
            Linked("topics", "Themen", "topic_id", entries(Topic)),
            Linked("target_groups", "Zielgruppen", "targetgroup_id", entries(TargetGroup)),
            Linked("life_stages", "Lebenslagen", "lifestage_id", entries(LifeStage)),
            Linked("languages", "Sprachen", "language_id", Catalog("Sprache", languages)),
            Linked("areas", "Gilt in", "planningarea_id", Catalog("Stadtteil", areas)),
        )
        self._now: dict[tuple[str, int], set[int]] = {}

    def resolve(self, row: Row) -> None:
        """Turn names into keys; refuse what is in no list."""
        for linked in self.all:
            if not row.values.get(linked.key):
                continue
            try:
                row.values[linked.key] = frozenset(linked.catalog.one(text) for text in row.values[linked.key])
            except CellRefused as refusal:
                row.refuse(linked.label, str(refusal))

    def load(self, offers: Sequence[Offer]) -> None:
        """Read the lists of these offers: one query each."""
        self._now = {}
        pks = [offer.pk for offer in offers]
        for linked in self.all if pks else ():
            between = _between(linked)
            for offer_id, other in between.objects.filter(offer__in=pks).values_list("offer_id", linked.other):
                self._now.setdefault((linked.key, offer_id), set()).add(other)

    def now(self, key: str, offer: Offer) -> set[int]:
        """What an offer's list holds before the import."""
        return self._now.get((key, offer.pk), set()) if offer.pk else set()

    def plan(self, row: Row, offer: Offer) -> list[LinkChange]:
        """Lists that differ; changes are noted on the row."""
        planned = []
        for linked in self.all:
            if linked.key not in row.values:
                continue
            before, after = self.now(linked.key, offer), set(row.values[linked.key] or ())
            if before != after:
                planned.append(LinkChange(linked, after - before, before - after))
                texts = (quoted_value(linked.catalog.shown(keys)) for keys in (before, after))
                row.changes.append(Change(linked.label, *texts))
        return planned

    def write(self, changes: Sequence[tuple[Offer, LinkChange]]) -> None:
        """Save planned lists, one statement per list that grows."""
        for linked in self.all:
            between = _between(linked)
            mine = [(offer, change) for offer, change in changes if change.linked is linked]
            for offer, change in mine:
                if change.removed:
                    between.objects.filter(offer=offer, **{f"{linked.other}__in": change.removed}).delete()
            between.objects.bulk_create(
                between(offer_id=offer.pk, **{linked.other: other})
                for offer, change in mine
                for other in sorted(change.added)
            )


def _between(linked: Linked):  # type: ignore[no-untyped-def]
    return getattr(Offer, linked.key).through
