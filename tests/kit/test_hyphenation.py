"""German words in a PDF are divided by patterns that were read once."""

import pyphen
import pytest

from kit.exports import hyphenation, pdf
from kit.exports.hyphenation import kept_patterns, use_patterns
from kit.limited_process import ChildFailed

GERMAN = pyphen.LANGUAGES["de_DE"]
ASKED_FOR = pyphen.LANGUAGES[pyphen.language_fallback("de")]
NARROW = (
    '<!doctype html><html lang="de"><head><title>Probe</title><style>div { width: 3cm; hyphens: auto; }</style></head>'
    "<body><div>Kooperationsvereinbarung Familienberatungsstelle</div></body></html>"
)


@pytest.fixture(autouse=True)
def _library_as_it_comes(monkeypatch):
    monkeypatch.setattr(pyphen, "hdcache", {})


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return kept_patterns(tmp_path_factory.mktemp("silben"))


def test_words_are_divided_as_by_the_patterns_own_file(kept):
    use_patterns(kept)
    loaded, read = pyphen.hdcache[ASKED_FOR], pyphen.HyphDict(GERMAN)
    assert loaded.patterns == read.patterns
    for word in ("Kooperationsvereinbarung", "Familienberatungsstelle", "Krabbelgruppe", "Straßenfest", "Ämter", "ab"):
        assert loaded.positions(word) == read.positions(word)
    assert pyphen.Pyphen(lang="de").hd is loaded


def test_they_are_written_once(kept, monkeypatch):
    monkeypatch.setattr(hyphenation, "run_limited", lambda *_a, **_k: pytest.fail("written again"))
    assert kept_patterns(kept.parent) == kept
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("content", [b"", b"kaputt", b"i\x01\x00\x00\x00"])
def test_damaged_patterns_are_left(tmp_path, content):
    damaged = tmp_path / "silben"
    damaged.write_bytes(content)
    use_patterns(damaged)
    use_patterns(tmp_path / "fehlt")
    assert pyphen.hdcache == {}


def test_where_none_can_be_kept_the_pdf_is_made_all_the_same(tmp_path, monkeypatch, settings):
    def fails(*_args, **_values):
        raise ChildFailed

    monkeypatch.setattr(hyphenation, "run_limited", fails)
    settings.DATA_DIR = tmp_path
    assert kept_patterns(tmp_path) is None
    assert pdf.render_pdf(NARROW).startswith(b"%PDF-")


def test_the_pdf_is_made_with_them(kept, settings, monkeypatch):
    asked = []
    real = pdf.run_limited
    monkeypatch.setattr(pdf, "run_limited", lambda *given, **more: asked.append(given) or real(*given, **more))
    settings.DATA_DIR = kept.parent
    made = pdf.render_pdf(NARROW)
    assert asked == [("kit.exports.pdf_child", str(kept))]
    settings.DATA_DIR = kept.parent / "gibt-es-nicht"
    assert pdf.render_pdf(NARROW)[:5] == made[:5] == b"%PDF-"
    assert len(asked[1]) == 1
