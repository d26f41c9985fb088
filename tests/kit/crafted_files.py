"""Files for the upload tests, good and bad, all built here."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CT = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
MAIN = f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/>'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def pdf(change=None, *, pages: int = 1, **options) -> bytes:
    """A small PDF by another program than ours; ``change`` gets it open."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _number in range(pages):
            made.add_blank_page(page_size=(595, 842))
        if change:
            change(made)
        made.save(target, static_id=True, **options)
    return target.getvalue()


def script(made) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def opens_script(made):
    made.Root.OpenAction = script(made)


def opens_script_indirectly(made):
    made.Root.OpenAction = made.make_indirect(Dictionary(S=Name.GoTo, D=Array([0]), Next=script(made)))


def names_script(made):
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script(made)])))


def page_acts(made):
    made.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://boese.example")))


def link(action):
    def change(made):
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        made.pages[0].obj.Annots = Array([made.make_indirect(note)])

    return change


def opens_address(made):
    made.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://boese.example"))


def opens_place(made):
    made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])


def carries_file(made):
    stream = made.make_stream(b"MZ")
    stream.Type = Name.EmbeddedFile
    spec = made.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=stream)))
    made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("x"), spec])))


def film(made):
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


def xfa(made):
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))


def font_named_aa(made):
    """A harmless file that only looks like an automatic action."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made.pages[0].obj.Resources = Dictionary(Font=Dictionary(AA=font))


def spelled_otherwise() -> bytes:
    """/JavaScript written with an escaped letter."""

    def change(made):
        made.Root.Names = Dictionary({"/XXXXXXXXXXXX": Dictionary(Names=Array([]))})

    plain = pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert plain.count(b"/XXXXXXXXXXXX") == 1
    return plain.replace(b"/XXXXXXXXXXXX", b"/J#61vaScript")


def in_object_stream() -> bytes:
    packed = pdf(opens_script_indirectly, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in packed
    return packed


def encrypted(password: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="besitz", user=password))


def many_pages(number: int) -> bytes:
    """As many pages as asked for, each an object of its own, written by hand because that is fast."""
    kids = " ".join(f"{n} 0 R" for n in range(3, number + 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {number}/Kids[{kids}]>>"]
    objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * number
    body, places = b"%PDF-1.7\n", []
    for n, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{n} 0 obj\n{text}\nendobj\n".encode()
    rows = "0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 {len(objects) + 1}\n{rows}trailer\n<</Root 1 0 R/Size {len(objects) + 1}>>\n"
    return body + f"{table}startxref\n{len(body)}\n%%EOF\n".encode()


def object_bomb(filling: int) -> bytes:
    """A page tree in an object stream with so many bytes of filling; packed, 1.1 GB are a few megabytes."""
    packer = zlib.compressobj(1)
    inside = packer.compress(b"2 0 <</Type/Pages/Count 1/Kids[5 0 R]>>")
    for _number in range(filling // 10_000_000):
        inside += packer.compress(b" " * 10_000_000)
    inside += packer.flush()
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    page = len(body)
    body += b"5 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
    place = len(body)
    body += b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(inside)
    body += inside + b"\nendstream\nendobj\n"
    table = len(body)
    rows = [(0, 0, 65535), (1, 9, 0), (2, 3, 0), (1, place, 0), (1, table, 0), (1, page, 0)]
    cells = b"".join(struct.pack(">BIH", *row) for row in rows)
    body += b"4 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(cells)
    return body + cells + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table


def packed(entries, *, plain=("mimetype",)) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED)
    return target.getvalue()


def odt(more=None, *, mimetype: str = ODT) -> bytes:
    entries = {
        "mimetype": mimetype,
        "content.xml": "<office:document-content/>",
        "META-INF/manifest.xml": "<manifest:manifest/>",
    }
    return packed(entries | (more or {}))


def docx(more=None, *, types: str = MAIN, relations: str = "") -> bytes:
    entries = {
        "[Content_Types].xml": CT.format(types),
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<w:document/>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    return packed(entries | (more or {}))


def relation(kind: str, target: str = "https://boese.example/x") -> str:
    return f'<Relationship Id="r1" Type="{REL}{kind}" Target="{target}" TargetMode="External"/>'


def zip_with(name: str, *, symlink: bool = False) -> bytes:
    target = io.BytesIO(docx())
    with zipfile.ZipFile(target, "a") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = (0o120777 if symlink else 0o644) << 16
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


def zip_that_lies() -> bytes:
    """An entry whose unpacked bytes do not fit their check sum."""
    whole = odt({"word.xml": "a" * 50})
    place = (
        whole.index(b"<office:document-content/>") if b"<office:document-content/>" in whole else whole.index(b"PK\1\2")
    )
    broken = bytearray(whole)
    broken[place + 16] ^= 1  # check sum of the first entry in the directory
    return bytes(broken)
