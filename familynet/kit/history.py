"""History of records: which columns are kept, and how a timeline reads them."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*fields: str) -> Callable[[M], M]:
    """Class decorator: PostgreSQL triggers keep every value ``fields`` ever had.

    Only listed columns are copied. Never list phone numbers, e-mail addresses, names or notes about people: history
    outlives erasure (domain 7.3). Who and which address caused a change is recorded by pghistory's middleware.
    """

    def decorate(model: M) -> M:
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            fields=list(fields),
            model_name=f"{model.__name__}Event",
        )
        return track(model)

    return decorate
