"""How well products sell, beside the store's best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from math import log1p

# What was sold before counts nothing, what was sold so long ago half.
COUNTED = timedelta(days=90)
HALVED = timedelta(days=30)
# Of a hundred. A product's place among others hardly changes by less, and each change makes its document anew.
STEP = 5


def popularity_of(sales: Iterable[tuple[int, timedelta, int]]) -> dict[int, int]:
    """Hundredths by product, of (product, how long ago, pieces); those that come to nothing are left out.

    By logarithms, so that one best-seller does not make all others the same.
    """
    pieces: dict[int, float] = defaultdict(float)
    for product_id, ago, count in sales:
        if ago <= COUNTED:
            pieces[product_id] += count * 0.5 ** (max(ago, timedelta()) / HALVED)
    most = max(pieces.values(), default=0.0)
    if most <= 0:
        return {}
    shares = {product_id: log1p(count) / log1p(most) for product_id, count in pieces.items()}
    steps = {product_id: STEP * round(100 / STEP * share) for product_id, share in shares.items()}
    return {product_id: hundredths for product_id, hundredths in steps.items() if hundredths}
