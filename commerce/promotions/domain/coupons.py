"""Coupons: which batches can be, when two codes are the same, and how codes nobody guesses are made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commerce.core.numerals import western_digits

LONGEST_CODE = 40
# Ignoring case can make a text longer: "ß" becomes "ss".
LONGEST_KEY = 80
LONGEST_PREFIX = 16
MOST_CODES = 100_000
# Five bits each. Of 100,000 codes with eight of them, one guess in ten million is right.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
FEWEST_LETTERS, MOST_LETTERS = 8, 20

_CODE = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_PREFIX = re.compile(r"(?:[^\W_][\w-]*)?")


class CouponKind(StrEnum):
    SINGLE = "single"
    SHARED = "shared"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class BatchDraft:
    """What a merchant asks for. `key` is the batch's name in its promotion, for life, whatever else is edited.

    `single` is one code for one use, `shared` one code for many: both are given as `code`. `generated` are `count`
    codes, `prefix` and then `length` letters. `uses_per_code`, and `uses_per_customer` of the whole batch: None is
    without limit.
    """

    key: str
    kind: CouponKind
    code: str = ""
    prefix: str = ""
    count: int = 1
    length: int = FEWEST_LETTERS
    uses_per_code: int | None = 1
    uses_per_customer: int | None = None


def code_key(code: str) -> str:
    """The form in which two codes are the same.

    Case, outer spaces and marks that nobody sees do not matter; Arabic-Indic digits are 0-9.
    """
    plain = unicodedata.normalize("NFKC", western_digits(code))
    return unicodedata.normalize("NFKC", as_seen(plain).casefold())


def as_seen(text: str) -> str:
    """A code as people see it: without outer spaces and the marks that come along when it is copied from a message."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()


def batch_problems(batch: BatchDraft) -> tuple[str, ...]:
    """Everything that keeps the batch from being made; empty when nothing does.

    Codes: code_malformed, prefix_malformed, count_out_of_range, letters_out_of_range, uses_not_positive,
    single_use_only.
    """
    return tuple(_problems(batch))


def _problems(batch: BatchDraft) -> Iterator[str]:
    if batch.kind is CouponKind.GENERATED:
        if len(batch.prefix) > LONGEST_PREFIX or not _PREFIX.fullmatch(batch.prefix):
            yield "prefix_malformed"
        if not 1 <= batch.count <= MOST_CODES:
            yield "count_out_of_range"
        if not FEWEST_LETTERS <= batch.length <= MOST_LETTERS:
            yield "letters_out_of_range"
    elif not is_code(batch.code):
        yield "code_malformed"
    elif batch.count != 1:
        yield "count_out_of_range"
    if any(most is not None and most < 1 for most in (batch.uses_per_code, batch.uses_per_customer)):
        yield "uses_not_positive"
    elif batch.kind is CouponKind.SINGLE and batch.uses_per_code != 1:
        yield "single_use_only"


def is_code(text: str) -> bool:
    """Whether people can type it as a code: letters and digits of any script, hyphens and low lines inside."""
    return len(text) <= LONGEST_CODE and len(code_key(text)) <= LONGEST_KEY and bool(_CODE.fullmatch(text))


def new_code(prefix: str, length: int, choose: Callable[[Sequence[str]], str]) -> str:
    """The prefix and letters that `choose` picks one by one; letters that look alike are not among them."""
    return prefix + "".join(choose(LETTERS) for _ in range(length))
