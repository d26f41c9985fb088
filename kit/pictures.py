"""Uploaded pictures: painted anew on the way in, sent with a type of ours on the way out (T12, T13)."""

from io import BytesIO
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
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


class PictureFormField(forms.ImageField):
    """Takes JPEG, PNG and WebP and gives back a freshly painted copy: no place, no camera, nothing hidden behind it."""

    def to_python(self, data: Any) -> Any:
        """Raises ``ValidationError`` in German for anything that is not a picture, too big or of another kind."""
        if getattr(data, "size", 0) > MOST_BYTES:
            raise ValidationError(_("Das Bild ist zu groß. Bitte nehmen Sie höchstens 10 MB."), code="too_big")
        checked = super().to_python(data)
        return repaint_picture(checked) if checked else checked


def repaint_picture(file: Any) -> SimpleUploadedFile:
    """A copy of a picture with its pixels only, upright, at most ``LONGEST_SIDE`` wide or high, under a random name.

    Raises ``ValidationError`` when it is of a kind we do not show, or would need too much room when opened.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=tuple(SUFFIXES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("Das Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es."), code="too_big")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            painted = Image.new(upright.mode, upright.size)
            painted.paste(upright)
            if upright.mode == "P":
                painted.putpalette(upright.getpalette() or [])
            kind = str(picture.format)
            painted = painted.convert("RGB") if kind == "JPEG" else painted
            target = BytesIO()
            painted.save(target, kind, quality=85)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        words = _("Dieses Bild können wir nicht lesen. Bitte nehmen Sie JPEG, PNG oder WebP.")
        raise ValidationError(words, code="invalid_image") from error
    suffix = SUFFIXES[kind]
    return SimpleUploadedFile(f"{uuid4().hex}{suffix}", target.getvalue(), TYPES[suffix])


class PictureField(models.ImageField):
    """An image whose uploads are painted anew; for the database it is Django's own field."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": PictureFormField} | options)

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.ImageField", arguments, options
