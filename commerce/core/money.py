"""Money: an integer number of minor units with its currency. Never a float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from commerce.core.errors import Refusal
from commerce.core.numerals import western_digits

# Decimal places of each currency a store may use; ISO 4217 (list one, minor unit column).
EXPONENTS = {
    "SAR": 2, "AED": 2, "QAR": 2, "EGP": 2, "MAD": 2, "LBP": 2, "USD": 2, "EUR": 2, "GBP": 2,
    "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3, "TND": 3, "IQD": 3, "LYD": 3,
    "JPY": 0,
}  # fmt: skip

# Thousands in groups of three or not at all, decimals after a point; Arabic typing has its own two signs.
_AMOUNT = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:٬[0-9]{3})+)(?:[.٫][0-9]+)?")

# The largest amount the database's bigint and a shopper's screen both bear.
LARGEST_MINOR = 10**15


class InvalidAmount(Refusal):
    """The text is no amount of this currency: no number, too many decimals, or too large."""

    code = "invalid_amount"


class CurrencyMismatch(TypeError):
    """Amounts of two currencies were combined: a defect, never a shopper's mistake."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (halalas for SAR, fils for KWD) of an ISO 4217 currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"minor units are an integer, not {type(self.minor).__name__}")
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """The amount a person typed, with Western or Arabic-Indic digits.

        A comma or ٬ parts thousands and nothing else; a point or ٫ begins the decimals. Refuses (InvalidAmount) every
        other writing, more decimals than the currency has, and what is too large.
        """
        typed = western_digits(text).strip()
        if not _AMOUNT.fullmatch(typed):
            raise InvalidAmount(text=text, currency=currency)
        value = Decimal(typed.replace("٬", "").replace(",", "").replace("٫", "."))
        if abs(value) > LARGEST_MINOR:
            raise InvalidAmount(text=text, currency=currency)
        minor = value.scaleb(EXPONENTS[currency])
        if minor != minor.to_integral_value() or abs(minor) > LARGEST_MINOR:
            raise InvalidAmount(text=text, currency=currency)
        return cls(int(minor), currency)

    @property
    def exponent(self) -> int:
        return EXPONENTS[self.currency]

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-self.exponent)

    @property
    def is_zero(self) -> bool:
        return self.minor == 0

    @property
    def is_negative(self) -> bool:
        return self.minor < 0

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __str__(self) -> str:
        return f"{self.decimal:,.{self.exponent}f} {self.currency}"

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Shares in proportion to the weights that sum to exactly this amount.

        Largest remainder; ties go to the earlier weight, so callers order by a stable identity.
        Weights are not negative and not all nought (ValueError).
        """
        return [Money(minor, self.currency) for minor in allocate(self.minor, weights)]


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """Integer shares of `amount` by largest remainder; ties go to the earlier weight."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and must not all be nought")
    sign = -1 if amount < 0 else 1
    shares, remainders = [], []
    for index, weight in enumerate(weights):
        share, remainder = divmod(abs(amount) * weight, whole)
        shares.append(share)
        remainders.append((-remainder, index))
    for _, index in sorted(remainders)[: abs(amount) - sum(shares)]:
        shares[index] += 1
    return [sign * share for share in shares]


def total(amounts: Sequence[Money], currency: str) -> Money:
    """The sum of the amounts; nought of `currency` when there are none."""
    return sum(amounts, start=Money.zero(currency))


def example_amount(currency: str) -> str:
    """How an amount of the currency is typed, with all of its decimals: 149.50, 149.500, 149."""
    exponent = EXPONENTS[currency]
    return f"{Decimal('149.5') if exponent else Decimal(149):.{exponent}f}"
