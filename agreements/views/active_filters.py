"""What the list is narrowed to, in words: each as a pill whose link takes it away and keeps the rest."""

from accounts.requests import SignedInRequest
from agreements.filters import AgreementFilter
from kit.query_strings import query_with, query_without
from kit.view_models import Chip

NAMED = ("stand", "art", "zentrum")
"""Parameters whose values need their label before them: a centre is also a partner, a state sounds like a question."""


def chosen_chips(request: SignedInRequest, chosen: AgreementFilter) -> list[Chip]:
    """A pill for each value in use; what was refused is not among them. No queries beyond those of the filter."""
    found = []
    given = chosen.given
    if given.get("q"):
        found.append(Chip(f"„{given['q']}“", query_with(request, q=""), removes=True))
    for name in ("frage", "partner", "kategorie", "thema", "zentrum", "stand", "art"):
        group = chosen.group(name)
        for option in group.options:
            if option.is_chosen:
                label = f"{group.label}: {option.label}" if name in NAMED else option.label
                found.append(Chip(label, query_without(request, name, option.value), removes=True))
    if given.get("tage") is not None:
        label = f"{chosen.form.fields['tage'].label}: {given['tage']}"
        found.append(Chip(label, query_with(request, tage=""), removes=True))
    if given.get("stichtag"):
        label = f"{chosen.form.fields['stichtag'].label}: {chosen.day:%d.%m.%Y}"
        found.append(Chip(label, query_with(request, stichtag=""), removes=True))
    return found
