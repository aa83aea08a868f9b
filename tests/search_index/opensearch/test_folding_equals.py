"""The server's analysis and our folding are one: both adapters, the vocabulary and cache keys rely on it."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index.domain.folding import as_one_word, words_of
from tests.search_index.opensearch.laboratory import Laboratory

BLOCKS = (
    (0x0020, 0x024F), (0x0300, 0x036F), (0x0600, 0x06FF), (0x0750, 0x077F), (0x1E00, 0x1EFF), (0x2000, 0x206F),
    (0x2070, 0x209F), (0x2100, 0x218F), (0x2460, 0x24FF), (0xFB00, 0xFB06), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC),
    (0xFF00, 0xFF64),
)  # fmt: skip
LETTERS = [
    letter
    for first, last in BLOCKS
    for letter in map(chr, range(first, last + 1))
    if unicodedata.category(letter) not in {"Cn", "Cc", "Co", "Cs"}
]
ANY = st.text(alphabet=st.sampled_from(LETTERS), max_size=40)
# What shops write, where most of the folding is done.
USUAL = st.text(alphabet="أإآٱاؤئءةهىيوكکیـگپچڤ٠٥۵5abcÀÉßZ ًَُِّْٰٔٓ\u200c\u200f-_.’", max_size=40)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(USUAL, ANY))
def test_the_server_sees_the_words_we_see(laboratory: Laboratory, text: str) -> None:
    assert laboratory.words(text) == words_of(text)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(USUAL, ANY))
def test_the_server_sees_the_codes_we_see(laboratory: Laboratory, text: str) -> None:
    assert "".join(laboratory.words(text, "sku")) == as_one_word(text)


def test_every_single_letter_is_the_same(laboratory: Laboratory) -> None:
    """All of the blocks at once, each letter between two that never change."""
    texts = [f"0{letter}0" for letter in LETTERS]
    for start in range(0, len(texts), 500):
        part = texts[start : start + 500]
        assert laboratory.words("\n".join(part)) == words_of("\n".join(part))
