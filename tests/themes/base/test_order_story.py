import pytest

from commerce.orders.domain.states import OrderStatus
from commerce.payments.domain.declines import DeclineReason
from tests.themes.base.sample_values import order
from themes.base.order_story import STATUS_NAMES, outlook_of, steps_of


@pytest.mark.parametrize(
    ("status", "states"),
    [
        ("created", ["current", "ahead", "ahead", "ahead"]),
        ("payment_pending", ["done", "current", "ahead", "ahead", "ahead"]),
        ("confirmed", ["done", "current", "ahead", "ahead"]),
        ("shipped", ["done", "done", "current", "ahead"]),
        ("delivered", ["done", "done", "done", "done"]),
        ("cancelled", ["done", "broken"]),
        ("failed", ["done", "broken"]),
    ],
)
def test_the_way_of_an_order(status: str, states: list[str]) -> None:
    assert [step.state for step in steps_of(order(status))] == states


def test_what_was_not_reached_has_no_instant() -> None:
    steps = steps_of(order("confirmed"))
    assert [step.reached_at is not None for step in steps] == [True, True, False, False]


def test_every_state_has_a_name_and_an_outlook() -> None:
    assert set(STATUS_NAMES) == set(OrderStatus)
    assert all(outlook_of(order(status)).text for status in OrderStatus)


def test_money_owed_back_is_said() -> None:
    said, unsaid = order("cancelled", refund_due=True), order("cancelled")
    assert outlook_of(said).text != outlook_of(unsaid).text


def test_a_payment_that_is_checked_is_not_asked_for_again() -> None:
    waiting, checked = order("payment_pending"), order("payment_pending", being_checked=True)
    assert outlook_of(checked).heading != outlook_of(waiting).heading


def test_whose_card_was_refused_is_told_to_try_again_while_the_order_is_kept() -> None:
    declined, waiting = order("payment_pending", was_declined=True), order("payment_pending")
    assert (outlook_of(declined).tone, outlook_of(waiting).tone) == ("bad", "waiting")


def test_who_left_the_payment_page_is_not_told_of_a_refusal_and_who_was_refused_why() -> None:
    declined = order("payment_pending", was_declined=True)
    told = {reason: outlook_of(declined, reason) for reason in (None, *DeclineReason)}
    assert len({one.text for one in told.values()}) == 1 + len(DeclineReason)
    refused = {reason for reason, one in told.items() if one.heading == told[None].heading}
    assert refused == {None, *DeclineReason} - {DeclineReason.LEFT}


@pytest.mark.parametrize("status", ["shipped", "delivered"])
def test_who_has_all_their_money_again_is_not_told_to_enjoy_it(status: str) -> None:
    assert outlook_of(order(status, is_given_back=True)).heading != outlook_of(order(status)).heading
