"""The order of ids: integers as integers, text by code point."""

from commerce.promotions.domain.goods import Id


def by_id(one: Id) -> tuple[int, int, str]:
    return (0, one, "") if isinstance(one, int) else (1, 0, one)
