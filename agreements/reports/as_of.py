"""Where agreements stood on a day that is not today, from what was recorded: signatures, terms, notices, successors.

The state column knows only today. These words say nothing that no row says: who was negotiating on that day, and whose
turn it was, is not kept and therefore not told.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from agreements.models import Agreement, AgreementVersion, Termination
from agreements.text.document import day_text as day_words


def agreements_known_by(notices: Mapping[int, Termination], on: date) -> dict[int, Termination]:
    """Notices that had been given by ``on``, or had already taken effect."""
    return {key: one for key, one in notices.items() if one.declared_on <= on or one.effective_on < on}


def states_as_of(
    agreements: Sequence[Agreement],
    on: date,
    in_force: set[int],
    governing: Mapping[int, AgreementVersion],
    notices: Mapping[int, Termination],
) -> dict[int, str]:
    """„in Kraft am 01.03.2025“, „nicht in Kraft am 01.03.2025: endete am 31.12.2024“; two queries.

    ``governing`` are the versions that counted on ``on``, ``notices`` those of ``known_by``.
    """
    ids = [one.pk for one in agreements]
    signed = AgreementVersion.objects.signed_on(on).filter(agreement__in=ids, effective_from__gt=on)
    begins = dict(signed.order_by("agreement", "number").values_list("agreement", "effective_from"))
    successors = AgreementVersion.objects.binding_on(on).filter(agreement__replaces__in=ids)
    replaced = set(successors.values_list("agreement__replaces", flat=True))
    found = {}
    for key in ids:
        notice, version = notices.get(key), governing.get(key)
        if key in in_force:
            said = _("gekündigt zum %s") % day_words(notice.effective_on) if notice else ""
        elif notice and version:
            said = _("endete am %s") % day_words(notice.effective_on)
        elif key in replaced:
            said = _("abgelöst")
        elif version and version.ends_on:
            said = _("lief am %s aus") % day_words(version.ends_on)
        elif key in begins:
            said = _("unterschrieben, beginnt am %s") % day_words(begins[key])
        else:
            said = _("nicht von allen unterschrieben")
        words = _("in Kraft am %s") if key in in_force else _("nicht in Kraft am %s")
        found[key] = words % day_words(on) + (f": {said}" if said else "")
    return found
