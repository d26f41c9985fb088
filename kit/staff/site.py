"""The admin site: who may enter, how the start page is grouped, and which tables it takes."""

from collections.abc import Iterable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import slugify

from kit.staff.choices import StaffAutocomplete
from kit.staff.permissions import owner_fields
from kit.staff.rights import Audience, Reach, Rights, Verb

UNUSED = frozenset({"view_on_site", "password_change", "password_change_done", "logout"})
"""Pages of Django's site that live elsewhere here: signing out and passwords at ``/konto/``."""


class StaffSite(AdminSite):
    """Set ``rights`` and ``groups`` in a subclass on the roof.

    Only classes derived from ``StaffAdmin`` are registered; what other packages register (groups, devices, raw
    mail addresses) stays out, because those pages would ignore our rights.
    """

    rights: Rights
    groups: tuple[str, ...] = ()
    final_catch_all_view = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._owners: dict[type[Model], frozenset[str]] = {}
        self.disable_action("delete_selected")

    # --- doors -----------------------------------------------------------------------------------------------------
    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and self.rights.may_enter(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Anonymous people sign in first; for those without a role here the admin does not exist."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in for everybody."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
            wanted = reverse("admin:index", current_app=self.name)
        return redirect_to_login(wanted)

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in UNUSED]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return StaffAutocomplete.as_view(admin_site=self)(request)

    # --- tables ----------------------------------------------------------------------------------------------------
    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is None or not hasattr(admin_class, "audience"):
            return
        super().register(model_or_iterable, admin_class, **options)
        models: Iterable[Any] = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        for model in models:
            self._owners[model] = owner_fields(admin_class, model)

    def rights_are_full(self, user: Any, audience: Audience | None) -> bool:
        return self.rights.reach(user, audience or Audience.REGISTER, Verb.CHANGE) == Reach.ALL

    def choices(self, request: HttpRequest, source: Field) -> QuerySet | None:
        """Records that may be chosen in the field ``source``; ``None`` when nothing has to be narrowed.

        Where the key decides whose row it is, one's own records only; elsewhere what the person may see.
        """
        target = source.remote_field.model
        if not self.is_registered(target):
            return None
        admin = self.get_model_admin(target)
        verb = Verb.CHANGE if source.name in self._owners.get(source.model, ()) else Verb.VIEW
        if admin.reach(request, verb) == Reach.ALL and not admin.always_narrowed:
            return None
        return admin.rows(request, verb)

    def may_list(self, request: HttpRequest, name: str) -> bool:
        """Whether the person may open the list called ``app_model``."""
        admin = next((a for m, a in self._registry.items() if m._meta.label_lower == name.replace("_", ".", 1)), None)
        return admin is not None and admin.has_view_permission(request)

    def upward_lists(self, record: Model) -> list[tuple[str, str, str]]:
        """Hook for the roof: lists of upper apps that belong to ``record``: label, URL name, parameter."""
        return []

    def upward_notes(self, request: HttpRequest, record: Model) -> list[dict[str, str]]:
        """Hook for the roof: what upper apps say about ``record`` to this person, each with ``label`` and ``href``."""
        return []

    # --- start page ------------------------------------------------------------------------------------------------
    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Tables by what they are about, in the order of ``groups``, not by Django app."""
        if app_label:
            return super().get_app_list(request, app_label)
        listed: dict[str, list[Any]] = {group: [] for group in self.groups}
        known = {entry["model"]: entry for app in self._build_app_dict(request).values() for entry in app["models"]}
        for model, admin in self._registry.items():
            if model in known:
                listed.setdefault(admin.group, []).append(known[model])
        index = reverse("admin:index", current_app=self.name)
        return [
            {
                "name": group,
                "app_label": slugify(group),
                "app_url": f"{index}#{slugify(group)}",
                "has_module_perms": True,
                "models": entries,
            }
            for group, entries in listed.items()
            if entries
        ]
