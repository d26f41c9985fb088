"""What a clause said before. Saving while typing makes many states; those of one sitting are shown as one."""

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
    found: list[PastState] = []
    last: tuple[Any, datetime] | None = None
    rows = clause.edits.order_by("edition").select_related("by", "invitation__organization")
    for edit in rows.defer("text", "heading"):
        who = (edit.by_id, edit.invitation_id)
        if last and found and last[0] == who and edit.at - last[1] < SITTING and found[-1].before is not None:
            found[-1].edition, found[-1].at = edit.edition, edit.at
            found[-1].number += 1
        else:
            name = edit.by or (edit.invitation and edit.invitation.organization) or ""
            before = found[-1].edition if found else None
            found.append(PastState(edit.edition, edit.at, str(name), 1, before))
        last = (who, edit.at)
    if found:
        found[-1].is_newest = True
    page = paginate(found[::-1], request, per_page=PER_PAGE)
    wanted = {one for state in page for one in (state.edition, state.before) if one is not None}
    texts = {edit.edition: edit for edit in ClauseEdit.objects.filter(clause=clause, edition__in=wanted)}
    for state in page:
        state.heading, state.text = texts[state.edition].heading, texts[state.edition].text
        if state.before is not None:
            state.old_heading, state.old_text = texts[state.before].heading, texts[state.before].text
    return page
