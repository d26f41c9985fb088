"""What every test of agreements may count on."""

import pytest

from kit.sealing import keys


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch) -> None:
    """Each centre makes a key for its seal, so hundreds are made here: smaller ones. The real size: tests/kit."""
    monkeypatch.setattr(keys, "BITS", 2048)
