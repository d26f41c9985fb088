"""The partner register in the staff admin; tables appear on the start page in the order of these imports."""

from partners.admin import organizations, partnerships, contacts, relations, resources, venues, areas, people, lists  # noqa: F401, I001
