"""Django's permission hooks answered by the site's ``Rights`` (architecture 7): by audience, and by organisation."""

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from kit.staff.field_paths import is_single
from kit.staff.rights import Audience, Reach, Rights, Verb


class RightsMixin:
    """For admin classes. Which table it is says ``audience``; whose row it is say ``own_paths``.

    ``own_paths`` lead from a row to the organisations that look after it (``run__offer__lead``; ``pk`` for the
    organisation itself); it is one's own when one path ends in an organisation one looks after. The first key of each
    path, and those in ``own_keys``, may point to one's own records only, so that nobody gives himself a foreign row.
    """

    audience: Audience = Audience.REGISTER
    own_paths: tuple[str, ...] = ()
    own_keys: tuple[str, ...] = ()
    always_narrowed = False
    """``rows`` is overridden and may hold less than everything also for those with full reach."""
    read_only = False
    """Nobody adds, changes or deletes here; rows come from elsewhere (outbox, access log, triggers)."""

    @property
    def rights(self) -> Rights:
        return self.admin_site.rights

    def reach(self, request: HttpRequest, verb: Verb) -> Reach:
        if self.read_only and verb != Verb.VIEW:
            return Reach.NONE
        reach = self.rights.reach(request.user, self.audience, verb)
        return reach if self.own_paths or reach == Reach.ALL else Reach.NONE

    def rows(self, request: HttpRequest, verb: Verb) -> QuerySet:
        """The rows this person may ``verb``."""
        rows = self.model._default_manager.all()
        match self.reach(request, verb):
            case Reach.ALL:
                return rows
            case Reach.NONE:
                return rows.none()
        ids = self.rights.own_organizations(request.user, self.audience)
        own = Q()
        for path in self.own_paths:
            condition = Q(**{f"{path}__in": ids})
            # A path through many rows would repeat the record once per row, so it becomes a subquery.
            single = is_single(self.model, path)
            own |= condition if single else Q(pk__in=self.model._base_manager.filter(condition).values("pk"))
        return rows.filter(own)

    def is_own(self, request: HttpRequest, record: Model) -> bool:
        """Twin of ``rows`` for one record; asks the database only for paths through many rows."""
        ids = self.rights.own_organizations(request.user, self.audience)
        return any(self._leads_to(record, path, ids) for path in self.own_paths)

    def _leads_to(self, record: Model, path: str, ids: frozenset[int]) -> bool:
        if not is_single(self.model, path):
            return type(record)._base_manager.filter(**{"pk": record.pk, f"{path}__in": ids}).exists()
        *hops, last = path.split("__")
        for hop in hops:
            record = getattr(record, hop)
            if record is None:
                return False
        return getattr(record, "pk" if last == "pk" else f"{last}_id") in ids

    def _may(self, request: HttpRequest, verb: Verb, record: Model | None) -> bool:
        match self.reach(request, verb):
            case Reach.ALL:
                return True
            case Reach.OWN:
                return record is None or record.pk is None or self.is_own(request, record)
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, Verb.VIEW, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, Verb.ADD, None)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, Verb.CHANGE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, Verb.DELETE, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.rows(request, Verb.VIEW)

    def sees_confidential(self, request: HttpRequest, record: Model | None) -> bool:
        """May see ``confidential`` fields of this record; of a new one, when one may add it."""
        if record is None or record.pk is None:
            return self.has_add_permission(request)
        path = self.own_paths[0] if self.own_paths else ""
        owner = record.pk if path == "pk" else getattr(record, f"{path}_id", None)
        return self.rights.sees_confidential(request.user, owner)


def owner_fields(admin: type[RightsMixin], model: type[Model]) -> frozenset[str]:
    """Foreign keys that decide whose row it is; their choices are one's own records only."""
    heads = {path.split("__")[0] for path in admin.own_paths if path != "pk" and is_single(model, path)}
    return frozenset(heads | set(admin.own_keys))
