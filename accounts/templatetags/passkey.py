"""What the browser needs to talk to a passkey, as an attribute: the page's policy allows no inline script."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(options: Mapping[str, Any]) -> str:
    """``data-fn-options="{{ js_data.request_options|as_json }}"``: JSON, escaped by the template like any text."""
    return json.dumps(options, cls=DjangoJSONEncoder)
