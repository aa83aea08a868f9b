"""What a promotion came from is gone for good."""

from __future__ import annotations

from commerce.promotions.application.typed_codes import give_up_codes
from commerce.promotions.application.use_cases.retire_promotion import retire_promotion


def end_promotion(*, promotion_id: int) -> None:
    """The promotion is not offered and never will be: the codes that were typed for it may be another's.

    Uses, and which code each was by, stay. Said again it stays as it is.
    Refuses NotFound. Raises TransactionManagementError outside a transaction.
    """
    retire_promotion(promotion_id=promotion_id)
    give_up_codes(promotion_id)
