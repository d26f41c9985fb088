"""The one other host a page may load pictures from, if the operator names a map server."""

import pytest
from django.conf import settings

from familynet.host.env import hosts


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("", []),
        ("https://karten.example/{z}/{x}/{y}.png", ["https://karten.example"]),
        ("https://{s}.karten.example:8443/{z}/{x}/{y}.png", ["https://*.karten.example:8443"]),
    ],
)
def test_host_of_a_map_server(url, allowed):
    assert hosts(url) == allowed


@pytest.mark.parametrize("url", ["http://karten.example/{z}", "karten.example", "//karten.example", "javascript:x"])
def test_anything_but_https_stops_the_start(url):
    with pytest.raises(ValueError, match="https"):
        hosts(url)


def test_without_one_no_other_host_is_allowed():
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] == ["'self'", "data:"]
