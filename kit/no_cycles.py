"""Trees kept by a ``parent`` key: the German message in forms; the database trigger is the guarantee (I-05)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def refuse_cycle(instance: models.Model, field: str = "parent") -> None:
    """Raise ``ValidationError`` at ``field`` when following it from ``instance`` leads back to ``instance``."""
    if instance.pk is None:
        return
    seen = {instance.pk}
    parent = getattr(instance, f"{field}_id")
    manager = type(instance)._default_manager
    while parent is not None:
        if parent in seen:
            raise ValidationError({field: _("So entsteht ein Kreis: Die übergeordnete Stelle gehört schon hierzu.")})
        seen.add(parent)
        parent = manager.filter(pk=parent).values_list(f"{field}_id", flat=True).first()
