"""Which codes a cart takes."""

from collections.abc import Iterable, Sequence

from commerce.carts.domain.policies import MOST_CODES
from commerce.core.errors import Refusal
from commerce.promotions.application.queries import find_codes
from commerce.promotions.domain.coupons import LONGEST_CODE, as_seen, code_key, is_code
from commerce.promotions.domain.drafts import DraftedPromotion


class NoCodeTyped(Refusal):
    """Nothing was typed, or nothing that shows."""

    code = "cart_code_missing"


class UnknownCode(Refusal):
    """The store has no such code, or no longer. Facts: `code` as it was typed."""

    code = "cart_code_unknown"


class TooManyCodes(Refusal):
    """A cart takes `most` codes."""

    code = "cart_codes_full"


def more_codes(entered: Sequence[str], code: str, drafts: Iterable[DraftedPromotion] = ()) -> tuple[str, ...]:
    """The codes of a cart with one more, as it was typed; twice is once. Codes of `drafts` are codes too.

    Refuses as `enter_code`, which writes it down.
    """
    typed = as_seen(code)
    if not typed:
        raise NoCodeTyped
    if not is_code(typed) or not find_codes([typed], drafts=drafts):
        raise UnknownCode(code=typed[:LONGEST_CODE])
    if code_key(typed) in {code_key(each) for each in entered}:
        return tuple(entered)
    if len(entered) >= MOST_CODES:
        raise TooManyCodes(most=MOST_CODES)
    return (*entered, typed)


def without_code(entered: Sequence[str], code: str) -> tuple[str, ...]:
    """The codes of a cart without this one, however it is written."""
    return tuple(each for each in entered if code_key(each) != code_key(code))
