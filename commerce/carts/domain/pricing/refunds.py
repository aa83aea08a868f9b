"""What comes back with pieces that are returned: stored shares, never priced again."""

from __future__ import annotations

from commerce.carts.domain.pricing.arithmetic import nearest


def share_of_pieces(paid: int, pieces: int, quantity: int) -> int:
    """What `pieces` of a line's `quantity` cost together, of `paid` (an amount or its VAT): the nearest, a half up."""
    return nearest(paid, pieces, quantity)


def refund_for(paid: int, quantity: int, *, returned: int, returning: int) -> int:
    """What comes back for `returning` pieces more when `returned` came back before.

    Any sequence that ends in all pieces sums to `paid`. Refuses more pieces than there are (ValueError).
    """
    if returned < 0 or returning < 1 or returned + returning > quantity:
        raise ValueError("no more pieces come back than were sold")
    return share_of_pieces(paid, returned + returning, quantity) - share_of_pieces(paid, returned, quantity)
