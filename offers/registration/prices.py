"""What an offer costs, in words: from its fee options, its material and what the organiser wrote."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from kit.formatting import euro_words
from kit.formatting import said as _


class Fee(Protocol):
    """What has a price and a unit: ``FeeOption``, ``card_rows.FeeFacts``."""

    @property
    def amount(self) -> Decimal: ...

    def get_per_display(self) -> str: ...


class PricedRun(Protocol):
    """What has fees and material: ``OfferRun``, ``card_rows.RunFacts``."""

    @property
    def material_cost(self) -> Decimal: ...

    @property
    def fees(self) -> Any: ...


def fee_words(fee: Fee) -> str:
    """``32,00 € pro Eltern-Kind-Paar``; 0 is ``kostenlos`` without a unit."""
    return euro_words(fee.amount) if fee.amount == 0 else f"{euro_words(fee.amount)} {fee.get_per_display()}"


def price_words(runs: Sequence[PricedRun], note: str) -> str:
    """One line for a list: the first fee, the lowest if there are cheaper ones, material.

    Without any fee the organiser's note counts, else the offer is free: paid offers carry at least one fee.
    """
    fees: list[Fee] = [fee for run in runs for fee in run.fees.all()]
    material = max((run.material_cost for run in runs), default=Decimal(0))
    if not fees:
        words = note or ("" if material else _("kostenlos"))
    else:
        words = fee_words(fees[0])
        lowest = min(fee.amount for fee in fees)
        if lowest < fees[0].amount:
            words = _("%(price)s, ermäßigt ab %(lowest)s") % {"price": words, "lowest": euro_words(lowest)}
            if lowest == 0:
                words = _("%(price)s, für manche kostenlos") % {"price": fee_words(fees[0])}
    if material:
        material_words = _("%(amount)s Material") % {"amount": euro_words(material)}
        return f"{words} + {material_words}" if words else material_words
    return words
