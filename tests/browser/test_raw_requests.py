"""Bytes no browser would send, straight into the socket of the running web server (H4). Needs no browser itself."""

import random
import re
import socket
from collections import Counter
from urllib.parse import urlsplit

import pytest

ROUNDS = 400
SECONDS = 60  # an answer, or the end of the connection, within this time
PROTOCOL = {501, 505}  # "I do not speak that" is an answer, too
PATHS = (
    b"/",
    b"/angebote/?q=",
    b"/konto/anmelden/",
    b"/partner/",
    b"*",
    b"",
    b"http://x.example/",
    b"//",
    b"/%",
    b"/\xff",
)
METHODS = (
    b"GET",
    b"POST",
    b"HEAD",
    b"OPTIONS",
    b"CONNECT",
    b"TRACE",
    b"G\x00T",
    b"",
    b"get",
    b"A" * 300,
    b"\xf0\x9f\xa6\x8a",
)
VERSIONS = (b"HTTP/1.1", b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9999.1", b"http/1.1", b"", b"FTP/1.0")
ENDS = (b"\r\n", b"\n", b"\r", b"\r\n\r\n")
HEADERS = (
    *(b"Host: boese.example", b"Host:", b"Host: 127.0.0.1", b"Content-Length: -1", b"Content-Length: x"),
    *(b"Content-Length: 5\r\nContent-Length: 6", b"Content-Length: 99999999999", b"Transfer-Encoding: chunked"),
    *(b"Transfer-Encoding: chunked\r\nContent-Length: 3", b"Transfer-Encoding: gurke", b"Expect: 100-continue"),
    *(b"Expect: wunder", b"X" * 9000 + b": y", b"X: " + b"y" * 70000, b"No colon here", b": leer", b" X: gefaltet"),
    *(b"X-Y : Leerzeichen", b"X_Y: Unterstrich", b"X: \x00", b"X: \xff\xfe", b"Cookie: session=\xff; csrf=\x00"),
    *(b"Accept-Encoding: \xff", b"Connection: close", b"Connection: upgrade\r\nUpgrade: websocket", b"Range: bytes=-"),
    *(b"Content-Type: multipart/form-data; boundary=", b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off"),
)
BODIES = (
    b"",
    b"0\r\n\r\n",
    b"zz\r\nx\r\n",
    b"FFFFFFFFFFFFFFFF\r\n",
    b"5\r\nabc",
    b"\x00" * 3000,
    b"a=1&b=%00",
    b"--\r\n",
)


def send(address: tuple[str, int], data: bytes) -> int | None:
    """Status of the answer; ``None`` when the server just hangs up. Raises ``TimeoutError`` when it does neither."""
    with socket.create_connection(address, timeout=SECONDS) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(65536)
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise
            return None
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found.group(1)) if found else None


def broken(rng: random.Random) -> bytes:
    """A request put together from wrong parts, sometimes with a few bytes turned over."""
    if rng.random() < 0.1:
        return rng.randbytes(rng.choice((1, 50, 5000)))
    end = rng.choice(ENDS) if rng.random() < 0.2 else b"\r\n"
    first = b" ".join((rng.choice(METHODS[:3]), rng.choice(PATHS), rng.choice(VERSIONS[:2])))
    if rng.random() < 0.4:
        first = b" ".join((rng.choice(METHODS), rng.choice(PATHS) * rng.choice((1, 1, 900)), rng.choice(VERSIONS)))
    headers = rng.choices(HEADERS, k=rng.choice((0, 1, 2, 5, 80)))
    data = end.join([first, *headers, b"", rng.choice(BODIES)])
    if rng.random() < 0.2:
        place = rng.randrange(len(data))
        data = data[:place] + rng.randbytes(3) + data[place + 3 :]
    return data


def test_broken_bytes_get_an_answer_or_a_closed_door(portal, capsys):
    rng = random.Random("familynet")
    parts = urlsplit(portal.address)
    address = (parts.hostname, parts.port)
    answers: Counter[int | None] = Counter()
    crashed = []
    for _ in range(ROUNDS):
        data = broken(rng)
        status = send(address, data)
        answers[status] += 1
        if status and status >= 500 and status not in PROTOCOL:
            crashed.append((status, data[:300]))
    assert crashed == []
    assert answers[400] > ROUNDS / 5
    assert portal.status("/readyz") == 200


@pytest.mark.parametrize("size", [9_000, 200_000])
def test_long_addresses_are_refused_before_they_are_read(portal, size):
    parts = urlsplit(portal.address)
    data = b"GET /angebote/?q=" + b"a" * size + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    assert send((parts.hostname, parts.port), data) in {400, 414, None}


def test_two_lengths_in_one_request_are_refused(portal):
    """Request smuggling: whoever lets both pass lets a proxy and us disagree about where a request ends."""
    parts = urlsplit(portal.address)
    for headers in (
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Content-Length: 4\r\nContent-Length: 5",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding : chunked",
    ):
        data = (
            b"POST /konto/anmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + headers
            + b"\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
        )
        assert send((parts.hostname, parts.port), data) in {400, 501, None}, headers
