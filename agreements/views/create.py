"""``/intern/vereinbarungen/neu/``: from a template and a partner to a draft in three presses.

Everything chosen so far stands in the address (``?muster=…&partner=…``), so the way back is the browser's.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions.drafting import create_agreement
from agreements.actions.editing import save_term
from agreements.enums import AgreementKind
from agreements.forms.create import CreateForm, PartyChoiceForm
from agreements.models import Agreement, AgreementTemplate
from agreements.party_defaults import found_partners, known_partners, suggested_party
from agreements.text.defaults import default_responsibilities
from partners.models import Membership, Organization
from partners.rights.held import is_administration

MOST_PARTNERS = 20
STEPS = (gettext_lazy("Muster"), gettext_lazy("Partner"), gettext_lazy("Angaben"))


@require_http_methods(["GET", "HEAD", "POST"])
def create_page(request: SignedInRequest) -> HttpResponse:
    """Template, centre and partners, then what is left to say; lands in the workbench."""
    if not permissions.may_create_agreement(request.user):
        raise PermissionDenied
    templates = AgreementTemplate.objects.usable_by(request.user)
    asked = request.GET.get("muster", "")
    template = _by_uuid(templates, asked) if asked else None
    if template is None:
        kinds = list(AgreementKind)
        rows = sorted(
            templates.select_related("organization"),
            key=lambda one: (one.organization_id is None, kinds.index(AgreementKind(one.kind)), one.name),
        )
        context = {"step": 1, "templates": rows, "steps": STEPS}
        return TemplateResponse(request, "agreements/create/templates.html", context, status=200 if not asked else 404)
    centers = _centers(request)
    center = centers.filter(slug=request.GET.get("zentrum", "")[:120]).first() or centers.first()
    partners = _partners(request, center)
    if center is None or "fertig" not in request.GET:
        return _choose_partners_page(request, template, center, centers, partners)
    return _details_page(request, template, center, partners)


def _choose_partners_page(
    request: SignedInRequest,
    template: AgreementTemplate,
    center: Organization | None,
    centers: Any,
    partners: list[Organization],
) -> HttpResponse:
    """Second step: the centre, and partners by search or from earlier agreements."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    taken = [one.pk for one in (*partners, *([center] if center else []))]
    choices = found_partners(request.user, words, without=taken)
    is_known = center is not None and not words.strip()
    if center and is_known:
        choices = known_partners(request.user, [center.pk], without=taken)
    some = list(centers[:200])
    return TemplateResponse(
        request,
        "agreements/create/partners.html",
        {
            "step": 2,
            "steps": STEPS,
            "template": template,
            "center": center,
            "centers": some if len(some) > 1 else [],
            "partners": [(one, _address(request, without=one.slug)) for one in partners],
            "results": [(one, _address(request, partner=one.slug)) for one in choices.rows],
            "more": choices.more,
            "is_known": is_known,
            "q": words,
            "finish": _address(request, done=True),
            "kept": [(name, value) for name in ("muster", "zentrum", "partner") for value in request.GET.getlist(name)],
            "kept_for_center": [(name, value) for name in ("muster", "partner") for value in request.GET.getlist(name)],
        },
    )


def _details_page(
    request: SignedInRequest, template: AgreementTemplate, center: Organization, partners: list[Organization]
) -> HttpResponse:
    """Third step: everything filled in, to be looked over; then the draft is made."""
    posted = request.method == "POST"
    data = [request.POST] if posted else []
    everyone = [(center, True), *((one, False) for one in partners)]
    parties = [
        PartyChoiceForm(
            *data,
            prefix=one.slug,
            organization=one,
            suggested=suggested_party(one, kind=template.kind, is_center=is_center),
        )
        for one, is_center in everyone
    ]
    form = CreateForm(request.POST or None, initial={"title": suggested_title(template, center, partners)})
    if posted and all([form.is_valid(), *(party.is_valid() for party in parties)]):
        agreement = create_agreement(
            template=template,
            center=center,
            title=form.cleaned_data["title"],
            by=request.user,
            parties=_each_party_once([party.choice() for party in parties]),
            tasks=default_responsibilities(template.kind),
            purpose=form.cleaned_data["purpose"],
            responsible=request.user,
        )
        start = form.cleaned_data["effective_from"]
        if start:
            version = agreement.versions.get()
            save_term(version, edition=version.edition, values={"effective_from": start}, by=request.user)
        messages.success(request, _("Der Entwurf ist angelegt. Was noch fehlt, steht neben dem Text."))
        return redirect("agreements:workbench", uuid=agreement.uuid)
    context = {
        "step": 3,
        "steps": STEPS,
        "template": template,
        "center": center,
        "form": form,
        "parties": parties,
        "back": _address(request),
    }
    return TemplateResponse(request, "agreements/create/details.html", context, status=422 if posted else 200)


def suggested_title(template: AgreementTemplate, center: Organization, partners: list[Organization]) -> str:
    """„Kooperation Familienzentrum – Beratungsstelle“; with more than two parties the kind and the centre."""
    names = [one.short_name or one.name for one in (center, *partners)]
    if len(names) > 3 or len(names) == 1:
        return f"{template.get_kind_display()}: {names[0]}"[:200]
    word = _("Kooperation") if template.kind in ("bilateral", "multilateral") else template.get_kind_display()
    return f"{word} {' – '.join(names)}"[:200]


def _each_party_once(choices: list[Any]) -> list[Any]:
    """Two facilities may have the same operating body; the same party twice is one."""
    return list({(one.organization.pk, one.facility and one.facility.pk): one for one in choices}.values())


def _centers(request: SignedInRequest) -> Any:
    """Where this person may begin an agreement."""
    if is_administration(request.user):
        run = Membership.objects.valid_on().filter(role__in=permissions.LOOKS_AFTER).values("organization")
        rows = Agreement.objects.order_by().values("center")
        return Organization.objects.filter(Q(pk__in=run) | Q(pk__in=rows)).by_name()
    return Organization.objects.filter(pk__in=permissions.center_ids(request.user)).by_name()


def _partners(request: SignedInRequest, center: Organization | None) -> list[Organization]:
    """Chosen partners in the order they were chosen; what this person may not see is not there."""
    slugs = [slug[:120] for slug in request.GET.getlist("partner")[:MOST_PARTNERS]]
    rows = {one.slug: one for one in Organization.objects.visible_to(request.user).filter(slug__in=slugs)}
    return [rows[slug] for slug in dict.fromkeys(slugs) if slug in rows and rows[slug] != center]


def _address(request: SignedInRequest, *, partner: str = "", without: str = "", done: bool = False) -> str:
    """This page with one partner more or fewer, or with the next step."""
    query = QueryDict(mutable=True)
    for name in ("muster", "zentrum"):
        if request.GET.get(name):
            query[name] = request.GET[name]
    chosen = [slug for slug in request.GET.getlist("partner")[:MOST_PARTNERS] if slug != without]
    query.setlist("partner", [*chosen, *([partner] if partner else [])])
    if done:
        query["fertig"] = "1"
    return f"?{query.urlencode()}"


def _by_uuid(rows: Any, text: str) -> AgreementTemplate | None:
    """The template with this identifier; ``None`` for what is none."""
    return next((one for one in rows if str(one.uuid) == text), None)
