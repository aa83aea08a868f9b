"""The fifty ways in which paying goes wrong: where each is tried, and how its events are told in any order.

None may lose a test, and none may be without: a name that is not there fails, as does a test named by a number that
its row does not know. Whatever consists of events that may come in any order, or at once, is a story of `stories`, told
in order, shuffled and by two workers by `test_any_order`, or is among what a crowd of thousands hears
(`test_many_webhooks`); what is neither says why.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.commerce.payments.failures.crowd import MODES_IN_A_CROWD
from tests.commerce.payments.failures.stories import STORIES

PAYMENTS, ORDERS = "tests/commerce/payments", "tests/commerce/orders"
HOOKS, MONEY, RACES = (f"{PAYMENTS}/failures/test_{name}.py" for name in ("webhooks", "money", "races"))
BACK, WAY, MOVES = (f"{PAYMENTS}/failures/test_{name}.py" for name in ("refunds", "returns", "movements"))
DAYS, CROWDS = (f"{PAYMENTS}/failures/test_{name}.py" for name in ("conservation", "many_webhooks"))
CONTRACT, PAYTABS, TRANSPORT = (f"{PAYMENTS}/gateways/test_{name}.py" for name in ("contract", "paytabs", "transport"))
START = f"{PAYMENTS}/test_start_payment.py"
TRANSFERS, CAME_BACK = (f"{ORDERS}/test_{name}.py" for name in ("bank_transfer", "came_back"))


class Place:
    """A file, and the tests in it by their whole names."""

    def __init__(self, path: str, *tests: str) -> None:
        self.path, self.tests = path, tests


class Mode:
    """`alone` says why nothing of it could come in another order, where that is so."""

    def __init__(self, what: str, *places: Place, alone: str = "") -> None:
        self.what, self.places, self.alone = what, places, alone


MODES: dict[int, Mode] = {
    1: Mode(
        "a webhook twice",
        Place(
            HOOKS,
            "test_f1_a_webhook_three_times_is_one_event_one_question_and_one_capture",
            "test_f1_ten_at_the_same_instant_are_one_event",
        ),
    ),
    2: Mode(
        "a webhook before the return",
        Place(
            HOOKS,
            "test_f2_a_webhook_before_the_return_pays_and_the_return_adds_nothing",
        ),
    ),
    3: Mode(
        "webhook and return at the same instant",
        Place(
            RACES,
            "test_f3_return_webhook_and_sweep_at_the_same_instant_are_one_posting",
            "test_f3_without_the_lock_the_books_are_the_last_wall",
            "test_f3_without_lock_and_wall_it_is_posted_and_told_twice",
        ),
        Place(
            WAY,
            "test_f3_who_comes_back_while_a_webhook_is_being_looked_into_is_not_asked_to_pay_again",
        ),
    ),
    4: Mode(
        "a webhook before our own commit",
        Place(
            HOOKS,
            "test_f4_a_webhook_of_what_is_not_known_yet_is_parked_and_then_applied",
            "test_f4_the_control_without_looking_again_it_would_be_lost",
            "test_f4_after_an_hour_nobody_looks_for_it_any_more_and_it_is_told",
        ),
        Place(
            RACES,
            "test_f4_a_webhook_during_our_own_commit_waits_for_it_and_is_applied",
        ),
    ),
    5: Mode(
        "success, then something older",
        Place(
            MONEY,
            "test_f5_what_is_older_takes_nothing_back",
        ),
        Place(
            RACES,
            "test_f5_who_is_refused_and_pays_at_the_same_page_with_another_card_has_paid",
        ),
    ),
    6: Mode(
        "a capture before its hold",
        Place(
            MONEY,
            "test_f6_a_capture_before_its_hold_leaves_no_hold",
        ),
    ),
    7: Mode(
        "dead after the money moved",
        Place(
            MONEY,
            "test_f7_a_capture_of_a_process_that_died_is_found_and_not_sent_again",
        ),
        Place(
            BACK,
            "test_f7_a_process_that_dies_after_the_money_moved_has_sent_it_once",
            "test_f7_marked_as_sent_after_the_call_it_would_go_twice",
        ),
    ),
    8: Mode(
        "a request that never arrived",
        Place(
            BACK,
            "test_f8_what_never_arrived_is_sent_once_more_under_the_same_key",
        ),
        Place(
            MOVES,
            "test_f8_what_never_arrived_is_sent_once_more_under_the_same_key",
        ),
        Place(
            CONTRACT,
            "test_a_repeated_start_charges_once",
        ),
    ),
    9: Mode(
        "a refund whose answer was lost",
        Place(
            BACK,
            "test_f9_f42_an_answer_that_is_lost_sends_nothing_twice",
        ),
    ),
    10: Mode(
        "a double click",
        Place(
            WAY,
            "test_f10_a_double_click_is_one_attempt_and_the_same_way_on",
        ),
        Place(
            START,
            "test_twenty_starts_at_once_make_one_attempt",
            "test_f10_what_is_heard_meanwhile_lets_no_second_call_through",
            "test_f10_the_control_who_believes_it_calls_a_second_time",
        ),
    ),
    11: Mode(
        "two pages, both paid",
        Place(
            RACES,
            "test_f11_two_attempts_that_are_both_paid_send_one_back",
            "test_f11_the_control_taken_for_the_order_both_times_the_books_have_too_much_for_it",
            "test_f11_one_page_that_is_paid_in_two_tabs_sends_one_back",
            "test_f11_two_pages_of_one_attempt_that_are_both_paid_send_one_back",
        ),
    ),
    12: Mode(
        "a start refused as a duplicate",
        Place(
            RACES,
            "test_f12_a_start_that_is_refused_as_a_repeat_adopts_what_the_first_came_to",
            "test_f12_a_start_that_is_refused_as_a_repeat_of_an_unpaid_page_is_sent_again_later",
            "test_f12_the_control_a_repeat_taken_for_a_refusal_fails_what_is_paid",
        ),
        Place(
            PAYTABS,
            "test_a_duplicate_of_a_paid_page_is_the_paid_one",
        ),
    ),
    13: Mode(
        "another amount",
        Place(
            MONEY,
            "test_f13_another_amount_belongs_to_no_order_until_the_gateway_says_otherwise",
            "test_f13_what_the_gateway_says_right_afterwards_corrects_the_books",
        ),
        Place(
            CONTRACT,
            "test_another_amount_is_told_as_a_contradiction",
        ),
    ),
    14: Mode(
        "another currency",
        Place(
            MONEY,
            "test_f14_another_currency_belongs_to_no_order",
        ),
    ),
    15: Mode(
        "a cart that changes meanwhile",
        Place(
            WAY,
            "test_f15_a_cart_that_changes_while_its_payer_is_away_changes_nothing_of_what_they_pay",
            "test_f15_a_page_prepared_for_another_amount_than_is_owed_pays_no_order",
        ),
    ),
    16: Mode(
        "a webhook played at another store",
        Place(
            HOOKS,
            "test_f16_a_webhook_played_at_another_stores_address_is_forged_there",
            "test_f16_even_with_the_same_webhook_secret_it_finds_no_attempt_of_another_store",
        ),
        Place(
            CROWDS,
            "test_three_hundred_webhooks_end_in_the_gateways_truth",
        ),
    ),
    17: Mode(
        "the way back of another order",
        Place(
            WAY,
            "test_f17_the_way_back_of_another_payment_pays_nothing",
        ),
    ),
    18: Mode(
        "forgeries",
        Place(
            HOOKS,
            "test_f18_forgeries_are_turned_away_and_nothing_of_them_is_kept",
            "test_f18_a_hundred_forgeries_and_a_hundred_guesses_fill_no_log",
            "test_f18_whatever_arrives_is_answered",
            "test_f18_letters_that_the_database_refuses_turn_no_genuine_webhook_away",
        ),
        Place(
            CROWDS,
            "test_three_hundred_webhooks_end_in_the_gateways_truth",
        ),
    ),
    19: Mode(
        "a body that was written anew",
        Place(
            HOOKS,
            "test_f19_the_raw_bytes_are_what_is_signed",
        ),
    ),
    20: Mode(
        "a path that leads elsewhere",
        Place(
            WAY,
            "test_f20_a_path_from_the_browser_leads_nowhere",
            "test_f20_the_control_the_path_that_was_stored_is_asked_about",
        ),
    ),
    21: Mode(
        "more back than was taken",
        Place(
            BACK,
            "test_f21_more_than_was_taken_is_refused_before_the_gateway_hears_of_it",
        ),
    ),
    22: Mode(
        "two refunds at once",
        Place(
            BACK,
            "test_f22_of_two_at_once_that_are_too_much_together_one_goes",
            "test_f22_without_the_row_lock_both_would_go",
        ),
    ),
    23: Mode(
        "a capture and a void at once",
        Place(
            RACES,
            "test_f23_of_a_capture_and_a_void_at_once_one_goes",
            "test_f23_without_the_lock_the_table_is_the_last_wall",
            "test_f23_without_lock_and_wall_both_are_sent",
        ),
    ),
    24: Mode(
        "a second capture",
        Place(
            MONEY,
            "test_f24_a_hold_is_taken_once_and_never_for_more",
        ),
    ),
    25: Mode(
        "money for what was called off",
        Place(
            MONEY,
            "test_f25_money_for_what_was_called_off_goes_back",
            "test_f25_what_can_not_be_sent_back_is_a_persons_and_not_tried_for_ever",
        ),
    ),
    26: Mode(
        "pending for days",
        Place(
            MONEY,
            "test_f26_what_is_pending_for_days_is_not_given_up",
        ),
    ),
    27: Mode(
        "a review",
        Place(
            MONEY,
            "test_f27_what_is_in_review_is_taken_and_hands_nothing_out",
            "test_f27_what_the_review_refused_is_taken_when_it_is_taken_after_all",
            "test_f27_what_was_given_back_during_a_review_that_refuses_is_a_persons",
            "test_f27_a_sale_that_waits_for_its_review_is_held_and_taken_at_its_end",
            "test_f27_the_control_counted_as_taken_the_books_have_what_nobody_has",
            "test_f27_what_was_called_off_during_its_review_goes_back_once_it_is_taken",
        ),
    ),
    28: Mode(
        "a refund at the gateway's desk",
        Place(
            BACK,
            "test_f28_a_refund_at_the_gateways_own_desk_is_found_and_told",
            "test_f28_what_is_told_while_a_refund_of_ours_is_under_way_is_looked_at_again",
        ),
    ),
    29: Mode(
        "a refund that fails in the end",
        Place(
            BACK,
            "test_f29_a_refund_that_takes_days_ends_as_the_bank_says",
            "test_f29_what_is_refused_at_once_is_said_to_who_asked_for_it_and_to_nobody_else",
            "test_f29_what_failed_and_was_sent_again_is_told_no_longer",
        ),
    ),
    30: Mode(
        "a chargeback, lost or won",
        Place(
            BACK,
            "test_f30_a_chargeback_is_a_loss_and_may_be_won",
            "test_f30_a_chargeback_that_was_won_leaves_no_loss_and_all_can_be_refunded",
        ),
    ),
    31: Mode(
        "a handler that crashes",
        Place(
            HOOKS,
            "test_f31_an_event_whose_question_was_not_answered_is_asked_about_again",
            "test_a_webhook_that_can_not_be_kept_is_to_be_sent_again",
        ),
        Place(
            MONEY,
            "test_f31_a_worker_that_crashes_leaves_the_event_for_the_next",
        ),
    ),
    32: Mode(
        "a webhook hours late",
        Place(
            HOOKS,
            "test_f32_a_webhook_that_is_a_month_late_is_applied",
        ),
    ),
    33: Mode(
        "no webhook at all",
        Place(
            MONEY,
            "test_f33_without_any_webhook_the_sweep_finds_it_within_minutes",
        ),
    ),
    34: Mode(
        "test money in a live store",
        Place(
            HOOKS,
            "test_f34_a_signed_event_of_the_other_mode_is_refused_and_staff_are_told_once_a_day",
            "test_f34_who_can_not_sign_makes_no_alarm",
        ),
        Place(
            MONEY,
            "test_f34_test_money_in_a_live_store_is_no_money",
        ),
    ),
    35: Mode(
        "a checkout that is gone, though paid",
        Place(
            MONEY,
            "test_f35_a_checkout_that_is_gone_was_paid_all_the_same",
        ),
    ),
    36: Mode(
        "a throttle",
        Place(
            RACES,
            "test_f36_ten_who_ask_at_the_same_instant_ask_once_and_nothing_fails",
            "test_f36_without_the_claim_all_would_ask_and_be_throttled",
            "test_f36_in_a_minute_it_is_asked_no_oftener_than_the_gateway_allows",
        ),
        Place(
            CONTRACT,
            "test_a_throttle_says_nothing_about_the_money",
        ),
    ),
    37: Mode(
        "a hold its bank let go",
        Place(
            MONEY,
            "test_f37_a_hold_that_its_bank_let_go_is_over_by_our_own_clock",
            "test_f37_a_capture_of_it_is_declined_and_takes_nothing",
        ),
    ),
    38: Mode(
        "sums that decide, not the status",
        Place(
            MONEY,
            "test_f38_moyasars_sums_decide_and_not_its_status",
        ),
    ),
    39: Mode(
        "a void after the settlement",
        Place(
            BACK,
            "test_f39_a_sale_is_undone_while_it_can_be_and_refunded_once_after_the_settlement",
        ),
    ),
    40: Mode(
        "a rotated secret",
        Place(
            HOOKS,
            "test_f40_webhooks_under_the_secret_before_are_taken_for_a_while",
        ),
    ),
    41: Mode(
        "amounts of no, two and three decimals",
        Place(
            TRANSPORT,
            "test_no_amount_is_lost_on_the_way",
        ),
        Place(
            CONTRACT,
            "test_no_amount_is_changed_by_a_float",
            "test_a_currency_it_does_not_take_is_sent_to_nobody",
        ),
    ),
    42: Mode(
        "half an answer, or another kind of one",
        Place(
            BACK,
            "test_f9_f42_an_answer_that_is_lost_sends_nothing_twice",
        ),
        Place(
            MOVES,
            "test_f42_what_is_not_clear_is_neither_taken_nor_let_go_until_it_is_known",
        ),
        Place(
            CONTRACT,
            "test_no_clear_answer_to_a_start_is_unknown_and_sent_once",
        ),
    ),
    43: Mode(
        "words nobody knows",
        Place(
            HOOKS,
            "test_f43_events_of_unknown_kinds_are_kept_and_change_nothing",
            "test_f43_a_status_nobody_knows_is_unclear_and_moves_no_money",
        ),
    ),
    44: Mode(
        "a return without signature and cookies",
        Place(
            WAY,
            "test_f44_who_comes_back_unsigned_is_being_checked_and_the_gateway_says_the_rest",
            "test_f44_a_form_from_another_site_without_cookies_is_answered_with_the_page_that_checks",
            "test_f44_who_came_back_without_paying_may_pay_again_once_the_gateway_said_so",
        ),
    ),
    45: Mode(
        "two sweeps at once",
        Place(
            RACES,
            "test_f45_two_sweeps_at_once_and_a_webhook_between_them_send_one_refund",
            "test_f45_without_lock_and_common_key_two_would_send_it",
        ),
    ),
    46: Mode(
        "somebody else's refund while ours is unclear",
        Place(
            BACK,
            "test_f46_what_somebody_refunded_meanwhile_is_not_told_from_ours_and_a_person_decides",
            "test_f46_of_the_same_amount_it_counts_as_ours_and_nothing_goes_twice",
            "test_f46_the_control_sums_that_moved_otherwise_taken_for_nothing_send_it_twice",
        ),
    ),
    47: Mode(
        "locks in opposite order",
        Place(
            RACES,
            "test_f47_whatever_moves_money_locks_the_payment_first_and_then_what_hangs_on_it",
            "test_f47_the_control_an_attempt_that_is_locked_before_its_payment_is_seen",
            "test_f47_opposite_things_at_once_wait_for_each_other_and_none_is_stuck",
            "test_f47_the_control_in_the_opposite_order_one_of_two_is_stuck",
        ),
    ),
    48: Mode(
        "an order of nothing",
        Place(
            WAY,
            "test_f48_an_order_of_nothing_is_confirmed_and_no_gateway_hears_of_it",
        ),
        alone="no gateway hears of it: it is settled in the transaction that places the order",
    ),
    49: Mode(
        "cash and transfers of other amounts",
        Place(
            MONEY,
            "test_f49_cash_is_recorded_as_it_was_handed_over",
            "test_f49_one_transfer_pays_once",
        ),
        Place(
            RACES,
            "test_f49_a_transfer_that_two_confirm_at_once_pays_one_of_two_orders",
            "test_f49_the_control_without_the_banks_reference_once_it_would_pay_both",
            "test_f49_cash_that_two_record_at_once_is_there_once",
        ),
        Place(
            TRANSFERS,
            "test_f49_another_amount_confirms_nothing",
            "test_f49_one_reference_of_the_bank_pays_one_order",
        ),
        Place(
            CAME_BACK,
            "test_f49_what_was_collected_is_what_the_books_say",
        ),
        alone="a person's own act, of which no gateway tells; two who do it at once are tried in a race",
    ),
    50: Mode(
        "all of it, in any order",
        Place(
            DAYS,
            "test_f50_the_books_are_the_journal",
            "test_f50_the_books_are_the_journal_after_many_longer_days",
            "test_f50_a_day_on_which_each_thing_happens",
            "test_f50_the_control_an_unclear_answer_taken_for_a_refusal_loses_money",
        ),
        alone="is itself all of them, drawn in any order by a machine",
    ),
}


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse(Path(ROOT, path).read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def told() -> dict[int, list[str]]:
    """The stories of each."""
    found: dict[int, list[str]] = defaultdict(list)
    for story in STORIES:
        for mode in story.modes:
            found[mode].append(story.name)
    return found


def lost(mode: Mode) -> list[str]:
    return [name for place in mode.places for name in place.tests if name not in names_in(place.path)]


def numbers_of(test: str) -> list[int]:
    head = re.match(r"test((?:_f\d+)+)_", test)
    return [int(number) for number in re.findall(r"_f(\d+)", head[1])] if head else []


def test_there_are_fifty() -> None:
    assert list(MODES) == list(range(1, 51))


@pytest.mark.parametrize("number", MODES)
def test_each_way_is_tried_by_tests_that_are_there(number: int) -> None:
    assert sum(len(place.tests) for place in MODES[number].places) > 0
    assert lost(MODES[number]) == []


@pytest.mark.parametrize("number", MODES)
def test_each_way_is_told_in_any_order_or_says_why_not(number: int) -> None:
    is_told = number in told() or number in MODES_IN_A_CROWD
    assert is_told != bool(MODES[number].alone), MODES[number].what


@pytest.mark.parametrize("path", sorted({place.path for mode in MODES.values() for place in mode.places}))
def test_a_test_that_is_named_by_a_number_stands_in_its_row(path: str) -> None:
    rows = {
        number: {n for place in mode.places if place.path == path for n in place.tests}
        for number, mode in MODES.items()
    }
    assert [name for name in names_in(path) for number in numbers_of(name) if name not in rows[number]] == []


def test_stories_have_names_of_their_own() -> None:
    assert len({(story.name, story.modes) for story in STORIES}) == len(STORIES)


def test_the_control_what_is_not_there_would_be_seen() -> None:
    assert lost(Mode("", Place(HOOKS, "test_f1_"))) == ["test_f1_"]
    assert numbers_of("test_f9_f42_an_answer") == [9, 42]
    assert set(told()) | MODES_IN_A_CROWD < set(MODES)
