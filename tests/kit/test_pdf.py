"""PDFs are made without network, without files and within limits (F6, T18)."""

import contextlib
import re
import socket
import subprocess
import sys
import threading
import time
import zlib
from io import BytesIO

import pikepdf
import pytest

from kit.exports import pdf
from kit.exports.pdf import PdfFailed, pdf_response, render_pdf
from tests.pace import WAIT, wait_until

PAGE = '<!doctype html><html lang="de"><head><title>Probe</title></head><body>{}</body></html>'


@pytest.fixture
def listener():
    """A server on loopback that remembers whether anybody called."""
    calls = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    done = threading.Event()

    def listen() -> None:
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            calls.append(connection.recv(200))
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], calls
    done.set()
    thread.join()
    server.close()


def unpacked(made: bytes) -> bytes:
    """The bytes of a PDF with its packed streams laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    opened = [made]
    for stream in streams:
        with contextlib.suppress(zlib.error):
            opened.append(zlib.decompressobj().decompress(stream))
    return b"\n".join(opened)


def test_a_page_becomes_a_tagged_archive_pdf():
    made = render_pdf(PAGE.format("<h1>Grüße aus Gera</h1><p>Schön, dass Sie da sind.</p>"))
    assert made.startswith(b"%PDF-1.7")
    inside = unpacked(made)
    assert re.search(rb'pdfaid:part(="|>)3', inside)
    assert b"/StructTreeRoot" in inside
    assert b"/Lang" in inside


def test_title_and_language_reach_the_pdf():
    made = render_pdf(PAGE.format("<h1>§ 1</h1>").replace("<title>Probe", "<title>Vereinbarung A-02 für Süd"))
    with pikepdf.open(BytesIO(made), attempt_recovery=False) as opened:
        assert opened.check_pdf_syntax() == []
        assert str(opened.Root.Lang) == "de"
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as meta:
            assert (meta.pdfa_status, meta["dc:title"]) == ("3A", "Vereinbarung A-02 für Süd")


def test_an_agreement_of_twenty_pages_is_made_within_the_limits():
    text = "<p>" + "Die Partner stimmen Zuständigkeiten und Verantwortlichkeiten verlässlich ab. " * 8 + "</p>"
    clauses = "".join(f"<h2>§ {number} Klausel</h2>{text * 6}" for number in range(1, 23))
    rows = "".join(f"<tr><td>Aufgabe {n}</td><td>zuständig</td><td>Vertretung</td></tr>" for n in range(40))
    made = render_pdf(PAGE.format(f"{clauses}<table>{rows}</table>"))
    with pikepdf.open(BytesIO(made)) as opened:
        assert len(opened.pages) >= 20


def test_the_same_page_gives_the_same_bytes():
    html = PAGE.format("<h1>Probe</h1>")
    assert render_pdf(html) == render_pdf(html)


def test_nothing_is_fetched_and_no_file_is_read(listener, tmp_path):
    port, calls = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("KANARIENVOGEL")
    hostile = f"""
        <link rel="stylesheet" href="http://127.0.0.1:{port}/a.css"><link rel="attachment" href="file://{secret}">
        <style>@import url(http://127.0.0.1:{port}/b.css); @font-face {{font-family: x; src: url(http://127.0.0.1:{port}/f)}}
        body {{background: url(http://127.0.0.1:{port}/bg.png); font-family: x}}</style>
        <img src="http://127.0.0.1:{port}/i.png"><img src="file://{secret}"><object data="file://{secret}"></object>
        <embed src="http://127.0.0.1:{port}/e"><iframe src="file://{secret}"></iframe>
        <svg><image href="http://127.0.0.1:{port}/s.png"/></svg>
        <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'
        width='9' height='9'%3E%3Cimage xlink:href='http://127.0.0.1:{port}/t.png' width='9' height='9'/%3E%3C/svg%3E">
        <link rel="stylesheet" href="data:text/css,@import url(http://127.0.0.1:{port}/c.css)">
        <base href="http://127.0.0.1:{port}/"><img src="relative.png">"""
    made = render_pdf(PAGE.format(hostile))
    time.sleep(0.3)
    assert calls == []
    assert b"/EmbeddedFile" not in made
    assert b"KANARIENVOGEL" not in made


def test_no_file_can_be_put_into_the_pdf():
    """Neither by the document nor by a link."""
    carried = "data:application/octet-stream,KANARIENVOGEL"
    hostile = f'<link rel="attachment" href="{carried}"><a rel="attachment" href="{carried}">Anlage</a>'
    made = render_pdf(PAGE.format(hostile))
    assert b"/EmbeddedFile" not in made
    assert b"KANARIENVOGEL" not in unpacked(made)
    code = f"import sys; from weasyprint import HTML; sys.stdout.buffer.write(HTML(string='{hostile}').write_pdf())"
    alone = subprocess.run([sys.executable, "-c", code], timeout=WAIT, check=True, capture_output=True).stdout
    assert b"/EmbeddedFile" in alone  # negative control: the library as it comes


def test_with_the_library_as_it_comes_somebody_would_have_called(listener):
    """Negative control: the same page through WeasyPrint without our fetcher does make a request."""
    port, calls = listener
    code = f"from weasyprint import HTML; HTML(string='<img src=\"http://127.0.0.1:{port}/i.png\">').write_pdf()"
    subprocess.run([sys.executable, "-c", code], timeout=WAIT, check=True, capture_output=True)
    wait_until(lambda: calls)


def test_a_table_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "WALL_SECONDS", 3)
    rows = "<tr>" + "<td>x</td>" * 20 + "</tr>"
    with pytest.raises(PdfFailed, match="zu lange"):
        render_pdf(PAGE.format(f"<table>{rows * 4000}</table>"))  # half an hour without the limit


def test_too_much_text_is_refused_before_any_work():
    with pytest.raises(PdfFailed, match="zu groß"):
        render_pdf("x" * 5_000_001)


def test_the_download_has_a_harmless_name():
    response = pdf_response(b"%PDF-", 'Böse"\r\nX: y/../z')
    assert response["Content-Disposition"] == 'attachment; filename="bose-x-yz.pdf"'
