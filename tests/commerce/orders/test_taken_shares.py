"""What returns give back once more of their order's money was taken: no more than their share, nor than was taken."""

from __future__ import annotations

import pytest

from commerce.orders.domain.returns import Share, with_taken, without_unpaid

SHARES = [Share(3333, 435), Share(3334, 434), Share(1, None)]


@pytest.mark.parametrize("unpaid", [0, 1, 3333, 5000, 6668, 9000])
@pytest.mark.parametrize("taken", [0, 1, 2000, 6668, 9000])
def test_it_follows_what_was_taken(unpaid: int, taken: int) -> None:
    given = [share.amount for share in without_unpaid(SHARES, unpaid)]
    now = with_taken(SHARES, given, taken)
    assert sum(share.amount for share in now) == min(sum(given) + taken, 6668)
    for share, was, is_now in zip(SHARES, given, now, strict=True):
        assert was <= is_now.amount <= share.amount
        assert (is_now.vat is None) == (share.vat is None)


def test_all_of_it_is_the_whole_share_and_its_vat() -> None:
    assert with_taken(SHARES, [0, 1000, 0], 9000) == SHARES
