"""What becomes of an uploaded picture: a copy of its pixels, or a clear refusal (T12, T13)."""

import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kit.pictures import LONGEST_SIDE, PictureFormField

SCRIPT = b"<script>alert(1)</script>"
SIDEWAYS = 6  # EXIF: turn right by 90 degrees


def file(kind: str, size=(40, 20), mode="RGB", name="Familie Beispiel.jpg", **options) -> SimpleUploadedFile:
    target = BytesIO()
    Image.new(mode, size, 3).save(target, kind, **options)
    return SimpleUploadedFile(name, target.getvalue())


def cleaned(upload):
    return PictureFormField().clean(upload)


def opened(picture):
    return Image.open(BytesIO(picture.read()))


@pytest.mark.parametrize(
    ("kind", "mode", "suffix"),
    [
        ("JPEG", "RGB", ".jpg"),
        ("JPEG", "L", ".jpg"),
        ("PNG", "RGBA", ".png"),
        ("PNG", "P", ".png"),
        ("WEBP", "RGB", ".webp"),
    ],
)
def test_a_picture_keeps_its_kind_and_loses_its_name(kind, mode, suffix):
    picture = cleaned(file(kind, mode=mode))
    assert picture.name.endswith(suffix)
    assert "Beispiel" not in picture.name
    painted = opened(picture)
    assert (painted.format, painted.size) == (kind, (40, 20))


def test_place_and_camera_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = SIDEWAYS, "Kamera von Familie Beispiel"
    upload = file("JPEG", exif=exif)
    assert b"Beispiel" in upload.read()
    upload.seek(0)
    content = cleaned(upload).read()
    assert b"Beispiel" not in content
    picture = Image.open(BytesIO(content))
    assert (picture.size, dict(picture.getexif())) == ((20, 40), {})


def test_what_hangs_behind_or_inside_a_picture_does_not_survive():
    hidden = file("PNG").read() + SCRIPT
    assert SCRIPT not in cleaned(SimpleUploadedFile("x.png", hidden)).read()
    with_comment = file("JPEG", comment=SCRIPT).read()
    assert SCRIPT in with_comment
    assert SCRIPT not in cleaned(SimpleUploadedFile("x.jpg", with_comment)).read()


def test_a_large_photo_becomes_smaller():
    assert max(opened(cleaned(file("JPEG", size=(5000, 2500)))).size) == LONGEST_SIDE


def bomb() -> bytes:
    """A PNG of 50 000 x 50 000 points in a few bytes."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = (50_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        SimpleUploadedFile("x.jpg", SCRIPT),
        SimpleUploadedFile("x.png", bomb()),
        SimpleUploadedFile("x.png", file("PNG").read()[:40]),
        SimpleUploadedFile("x.jpg", b"\xff" * 10_000_001),
        file("GIF", mode="P", name="x.gif"),
        file("TIFF", name="x.jpg"),
    ],
    ids=["svg", "text", "bomb", "torn", "too many bytes", "gif", "tiff"],
)
def test_anything_else_is_refused_in_german(upload):
    with pytest.raises(ValidationError) as refused:
        cleaned(upload)
    assert "Bild" in str(refused.value)
