"""What a clause said before. Saving while typing makes many states; those of one sitting are shown as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from agreements.models import Clause, ClauseEdit
from kit.pagination import paginate

SITTING = timedelta(minutes=20)
PER_PAGE = 20


@dataclass(slots=True)
class PastState:
    """One sitting of one person: the state at its end, and what it read at its beginning."""

    edition: int
    at: datetime
    who: str
    number: int
    before: int | None
    heading: str = ""
    text: str = ""
    old_heading: str = ""
    old_text: str = ""
    is_newest: bool = False


def past_states(clause: Clause, request: HttpRequest) -> Page[Any]:
    """Sittings, newest first, a page of them with their texts; two queries for any number of edits."""
    rows = clause.edits.order_by("edition").select_related("by", "invitation__organization")
    found = _sittings(rows.defer("text", "heading"))
    if found:
        found[-1].is_newest = True
    page = paginate(found[::-1], request, per_page=PER_PAGE)
    _fill_texts(page, clause)
    return page


def _sittings(edits: Iterable[ClauseEdit]) -> list[PastState]:
    """Edits, oldest first, those of one person shortly after each other as one state."""
    found: list[PastState] = []
    last: ClauseEdit | None = None
    for edit in edits:
        # The first state is what the clause began with, so nothing is put into it: its text could not be seen again.
        if last is not None and found[-1].before is not None and _is_same_sitting(last, edit):
            found[-1].edition, found[-1].at = edit.edition, edit.at
            found[-1].number += 1
        else:
            before = found[-1].edition if found else None
            found.append(PastState(edit.edition, edit.at, _name_of_author(edit), 1, before))
        last = edit
    return found


def _is_same_sitting(last: ClauseEdit, edit: ClauseEdit) -> bool:
    is_same_person = (last.by_id, last.invitation_id) == (edit.by_id, edit.invitation_id)
    return is_same_person and edit.at - last.at < SITTING


def _name_of_author(edit: ClauseEdit) -> str:
    """Who saved it; of words that came by a link the organisation."""
    return str(edit.by or (edit.invitation and edit.invitation.organization) or "")


def _fill_texts(page: Page[Any], clause: Clause) -> None:
    wanted = {one for state in page for one in (state.edition, state.before) if one is not None}
    texts = {edit.edition: edit for edit in ClauseEdit.objects.filter(clause=clause, edition__in=wanted)}
    for state in page:
        state.heading, state.text = texts[state.edition].heading, texts[state.edition].text
        if state.before is not None:
            state.old_heading, state.old_text = texts[state.before].heading, texts[state.before].text
