"""From the words in a cell to a record: catalogues read once, names that must fit, a hint when they nearly do."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from kit.imports.cells import Cell, CellRefused, nearest_choice, read_line, same_name, several_parser


class Catalog:
    """A short list of records people name in cells: topics, languages, towns."""

    def __init__(self, kind: str, entries: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
        """``entries`` are key, name, and further names (codes, short names); ``kind`` says what they are."""
        self.kind = kind
        self.names: dict[int, str] = {}
        self._keys: dict[str, set[int]] = {}
        for pk, name, others in entries:
            self.names[pk] = name
            for text in {same_name(word) for word in (name, *others) if word}:
                self._keys.setdefault(text, set()).add(pk)

    def one(self, text: str, *, within: Callable[[int], bool] = lambda pk: True) -> int:
        """The key of the record called ``text``. Raises ``CellRefused`` when there is none or more than one."""
        found = {pk for pk in self._keys.get(same_name(text), ()) if within(pk)}
        if len(found) == 1:
            return found.pop()
        if found:
            raise CellRefused(_("„%(value)s“ gibt es mehrmals (%(kind)s).") % {"value": text[:60], "kind": self.kind})
        raise CellRefused(
            _("„%(value)s“ kennen wir nicht (%(kind)s).%(nearest_choice)s")
            % {"value": text[:60], "kind": self.kind, "nearest_choice": nearest_choice(text, self.names.values())}
        )

    def parse_one(self, cell: Cell) -> int:
        """A cell with one name."""
        return self.one(read_line(cell))

    def parse_several(self, cell: Cell) -> frozenset[int]:
        """A cell with several names."""
        return frozenset(self.one(text) for text in several_parser(cell))

    def shown(self, keys: Any) -> Any:
        """Names for one key, several or none."""
        if isinstance(keys, Iterable):
            return sorted(self.names.get(pk, "?") for pk in keys)
        return self.names.get(keys, "") if keys is not None else None


def folded_names(texts: Iterable[str]) -> RawSQL:
    """``name_key__in=folded(names)``: the sort keys of many names in one parameter."""
    return RawSQL("SELECT familynet_fold(x) FROM unnest(%s::text[]) AS x", [list(texts)])  # noqa: S611 - bound
