"""Ranges of prices that can be chosen: the same for every question, so that an address stays good and engines count
them in the statement that finds."""

from collections.abc import Mapping

from search_index.domain.values import PriceRange

# In minor units, of any currency: 10, 20, 50, 100 riyals and so on. Each range begins at one and ends before the next.
STEPS = tuple(digit * 10**power for power in range(3, 7) for digit in (1, 2, 5))


def price_ranges(counts: Mapping[int, int]) -> tuple[PriceRange, ...]:
    """Those that something costs, the cheapest first. `counts` are by how many of STEPS lie at or below the price."""
    bounds = (None, *STEPS, None)
    return tuple(
        PriceRange(bounds[step], None if step == len(STEPS) else STEPS[step] - 1, counts[step])
        for step in sorted(counts)
        if counts[step]
    )
