"""One connection that stays open, one request after the other, each timed."""

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

HEADERS = "Host: netz.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.7\r\n"  # as nginx sends them
END = b"\r\n\r\n"


class Broken(Exception):
    """The server closed the connection or answered something we do not read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers as sent (with names in lower case) and body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Value of a header, empty without it."""
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            found, _, value = line.partition(":")
            if found.lower() == name:
                return value.strip()
        return ""


class Connection:
    """HTTP/1.1 to a port of this machine. Connects again when the server ended the connection (a worker gone)."""

    def __init__(self, port: int, *, headers: str = "", timeout: float = 60) -> None:
        self.port, self.extra, self.timeout = port, headers, timeout
        self.socket: socket.socket | None = None
        self.buffer = bytearray()

    def get(self, path: str) -> Answer:
        """Raises ``Broken`` when a fresh connection gives no answer either."""
        for attempt in range(2):
            try:
                self.send([path])
                return self.receive()
            except (OSError, Broken):
                self.close()
                if attempt:
                    raise
        raise Broken

    def send(self, paths: Sequence[str]) -> None:
        """Several requests at once are answered in this order (pipelining)."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), self.timeout)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        text = "".join(f"GET {path} HTTP/1.1\r\n{HEADERS}{self.extra}\r\n" for path in paths)
        self.socket.sendall(text.encode("ascii"))

    def receive(self) -> Answer:
        """The next answer on the open connection."""
        buffer = self.buffer
        while (end := buffer.find(END)) < 0:
            self._more()
        head = bytes(buffer[:end])
        lower = head.lower()
        place = lower.find(b"content-length:")
        status = int(head[9:12])
        if place < 0 and status not in {204, 304}:
            raise Broken("no length")
        length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 and status != 304 else 0
        total = end + len(END) + length
        while len(buffer) < total:
            self._more()
        body = bytes(buffer[end + len(END) : total])
        del buffer[:total]
        if b"connection: close" in lower:
            self.close()
        return Answer(status, head, body)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None
        self.buffer.clear()

    def _more(self) -> None:
        if self.socket is None:
            raise Broken("not connected")
        block = self.socket.recv(262_144)
        if not block:
            raise Broken("closed")
        self.buffer += block


@dataclass(frozen=True, slots=True)
class Pass:
    """All paths once: milliseconds of each, in their order; ``bad`` are the paths not answered with 200."""

    times: list[float]
    size: int
    bad: list[str]


def once(connection: Connection, paths: Sequence[str]) -> Pass:
    """Ask every path once."""
    times: list[float] = []
    bad: list[str] = []
    size = 0
    for path in paths:
        began = time.perf_counter()
        answer = connection.get(path)
        times.append((time.perf_counter() - began) * 1000)
        size += len(answer.body)
        if answer.status != 200:
            bad.append(path)
    return Pass(times, size, bad)
