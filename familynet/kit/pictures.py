"""Sending uploaded pictures: with a type of ours, never as anything a browser could run (reliability T12)."""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif"}


def picture_response(file: FieldFile) -> HttpResponse:
    """The bytes of a stored picture; its type comes from the name, guessing is forbidden by ``nosniff``.

    Raises ``Http404`` when the file is missing or is no picture by its name.
    """
    kind = TYPES.get(PurePath(str(file.name)).suffix.lower())
    if kind is None:
        raise Http404
    try:
        with file.open("rb") as source:
            content = source.read()
    except OSError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = "inline"
    return response
