"""The client and the rounds of ``make bench``, against a small server."""

import socket
import threading
from contextlib import closing

import pytest

from benchmarks.load import Broken, Connection, once
from benchmarks.rounds import Run, Target


@pytest.fixture
def serve():
    """Start a server that answers each connection with one of the given blocks of bytes; gives its port."""
    sockets = []

    def start(*blocks):
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)

        def answer():
            for block in blocks:
                try:
                    with listener.accept()[0] as client:
                        client.recv(65536)
                        for part in block:
                            client.sendall(part)
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        return listener.getsockname()[1]

    yield start
    for listener in sockets:
        listener.close()


def test_an_answer_in_pieces(serve):
    port = serve([b"HTTP/1.1 200 OK\r\nContent-", b"Length: 5\r\nX-Cache: HIT\r\n\r\nha", b"llo"])
    with closing(Connection(port)) as connection:
        answer = connection.get("/")
    assert (answer.status, answer.body, answer.header("x-cache"), answer.header("etag")) == (200, b"hallo", "HIT", "")


def test_two_answers_in_one_piece(serve):
    one = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n"
    port = serve([one + b"a" + one + b"b"])
    with closing(Connection(port)) as connection:
        connection.send(["/a", "/b"])
        assert [connection.receive().body for _ in range(2)] == [b"a", b"b"]


def test_not_modified_has_no_body(serve):
    port = serve([b"HTTP/1.1 304 Not Modified\r\nContent-Length: 900\r\n\r\n"])
    with closing(Connection(port)) as connection:
        assert connection.get("/").body == b""


def test_a_worker_that_ends_is_followed_by_another(serve):
    port = serve([], [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"])
    with closing(Connection(port, timeout=5)) as connection:
        assert connection.get("/").status == 200
        assert connection.socket is None


def test_twice_nothing_is_an_error(serve):
    port = serve([], [])
    with closing(Connection(port, timeout=5)) as connection, pytest.raises((Broken, OSError)):
        connection.get("/")


def test_errors_are_told_with_their_address(serve):
    good = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
    port = serve([good], [good.replace(b"200 OK", b"500 No")])
    with closing(Connection(port)) as connection:
        found = once(connection, ["/a", "/b"])
    assert (found.size, found.bad, len(found.times)) == (6, ["/b"], 2)


def target(*runs, kinds=("mid", "rare")):
    return Target("x", None, ["/a", "/b"], kinds, [Run(times, 1.0, 0.5, 10, []) for times in runs])


def test_times_of_all_rounds_by_kind():
    assert target([1, 2, 3, 4], [5, 6]).by_kind() == {"mid": [1, 3, 5], "rare": [2, 4, 6]}


def test_targets_are_compared_round_by_round():
    ratio = target([4, 4], [30, 30]).over(target([2, 2], [10, 10]), "mean")
    assert (ratio.least, ratio.most) == (2, 3)
    assert target([4, 4]).over(target([1, 1]), "cpu").median == 1
