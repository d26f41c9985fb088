"""Work on unchecked bytes has an end, whatever the bytes do (T13, T18)."""

import pytest

from kit.limited_process import ChildFailed, ChildTooSlow, run_limited

CHILD = "tests.kit.limited_child"


def ask(what: str, source: bytes = b"", seconds: float = 20) -> bytes:
    return run_limited(CHILD, what, source=source, seconds=seconds)


def test_bytes_go_in_and_come_out():
    assert ask("echo", b"\0\xff" * 200_000) == b"\0\xff" * 200_000


def test_nothing_of_ours_is_handed_on(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "KANARIENVOGEL")
    said = ask("tell").decode()
    assert "KANARIENVOGEL" not in said
    assert "PYTHONPATH" in said
    assert said.endswith("[]")  # an empty folder


def test_processor_time_ends():
    with pytest.raises(ChildTooSlow):
        ask("loop")  # never ends by itself


def test_patience_ends():
    with pytest.raises(ChildTooSlow):
        ask("loop", seconds=0.2)


@pytest.mark.parametrize("what", ["eat", "write"])
def test_memory_and_disk_end(what):
    with pytest.raises(ChildFailed) as failed:
        ask(what)
    assert not isinstance(failed.value, ChildTooSlow)


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ask("echo")
    with pytest.raises(ChildFailed):
        ask("write")
    assert list(tmp_path.iterdir()) == []
