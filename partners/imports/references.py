"""Organisations named in cells: by their id in the same source, or by their exact name, in the file or the register."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from kit.imports.cells import CellRefused, same_name
from kit.imports.lookup import folded_names
from kit.imports.results import Row
from partners.models import Organization


class OrganizationReferences:
    """Answers ``find(text)`` for many texts after one query; knows the rows of the file, too."""

    def __init__(self, source: str, texts: Iterable[str], rows: Sequence[Row] = ()) -> None:
        texts = set(texts)
        self._rows_by_id = {row.key: row for row in rows if row.key}
        self._rows_by_name: dict[str, list[Row]] = {}
        for row in rows:
            self._rows_by_name.setdefault(same_name(row.title), []).append(row)
        self._by_id: dict[str, Organization] = {}
        self._by_name: dict[str, list[Organization]] = {}
        if not texts:
            return
        named = Q(external_source=source, external_id__in=texts) if source else Q(pk=None)
        for organization in Organization.objects.filter(named | Q(name_key__in=folded_names(texts))).only(
            "pk", "name", "external_source", "external_id", "status"
        ):
            if source and organization.external_source == source and organization.external_id:
                self._by_id[organization.external_id] = organization
            self._by_name.setdefault(same_name(organization.name), []).append(organization)

    def find(self, text: str) -> Organization | Row:
        """The organisation meant, or the row of the file that will become it. Raises ``CellRefused``."""
        if text in self._rows_by_id:
            return self._rows_by_id[text]
        if text in self._by_id:
            return self._by_id[text]
        rows = self._rows_by_name.get(same_name(text), [])
        same = {self._by_id[row.key].pk for row in rows if row.key in self._by_id}
        known = [one for one in self._by_name.get(same_name(text), []) if one.pk not in same]
        found: list[Organization | Row] = [*rows, *known]
        if len(found) == 1:
            return found[0]
        if found:
            raise CellRefused(_("„%(value)s“ gibt es mehrmals. Bitte geben Sie die Kennung an.") % {"value": text[:60]})
        raise CellRefused(
            _("Eine Organisation mit der Kennung oder dem genauen Namen „%(value)s“ gibt es nicht.")
            % {"value": text[:60]}
        )
