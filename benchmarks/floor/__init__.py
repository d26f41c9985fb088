"""The floor: what Django, a template language and one SQL statement cost at least."""
