"""Puts our site in the place of Django's default admin site, so that ``@admin.register`` finds it."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "familynet.views.staff.site.FamilySite"
