"""What each refusal says to a person: the table `message_for` asks. A test fails when a refusal has no words.

Modules that say more than a sentence with facts in it keep their words beside their pages, and are joined here.
"""

from django.utils.translation import gettext_noop

from commerce.carts.interfaces.wording import CART_WORDS
from commerce.catalog.interfaces.import_messages import FILE_WORDS
from commerce.catalog.interfaces.problem_texts import CATALOG_WORDS
from commerce.core.refusal_words import Words
from commerce.promotions.interfaces.wording import PROMOTION_WORDS

MESSAGES: dict[str, Words] = {
    **CART_WORDS,
    **CATALOG_WORDS,
    **FILE_WORDS,
    **PROMOTION_WORDS,
    "refused": gettext_noop("This can't be done."),
    "not_found": gettext_noop("We could not find that."),
    "ranking_refused": gettext_noop("Search results can't be ordered so. Please look at what is marked."),
    "ranking_moved_on": gettext_noop(
        "Somebody else saved the search settings meanwhile. What you typed is still here: look at theirs in the "
        "history, open the page anew and change it there."
    ),
    "not_allowed": gettext_noop("You are not allowed to do that."),
    "invalid_amount": gettext_noop("“%(text)s” is not an amount in %(currency)s."),
    "idempotency_key_missing": gettext_noop("Please send the form once more."),
    "idempotency_key_in_flight": gettext_noop("This is being done at this moment. Please send it once more."),
    "idempotency_key_reused": gettext_noop("This form was already sent with other answers. Please start again."),
    "slug_taken": gettext_noop("The address “%(slug)s” is taken. Please choose another."),
    "slug_reserved": gettext_noop("The address “%(slug)s” is kept for the platform. Please choose another."),
    "slug_malformed": gettext_noop(
        "An address has 3 to 40 characters: a to z, 0 to 9 and single hyphens inside. “%(slug)s” has not."
    ),
    "host_taken": gettext_noop("Another store answers at “%(host)s”."),
    "host_malformed": gettext_noop(
        "“%(host)s” is not a domain: letters a to z, digits, hyphens and dots, nothing more."
    ),
    "owner_email_malformed": gettext_noop("“%(email)s” is not an e-mail address."),
    "unknown_currency": gettext_noop("“%(currency)s” is not a currency a store can use."),
    "unknown_language": gettext_noop("A store speaks Arabic or English first, not “%(language)s”."),
    "store_name_missing": gettext_noop("Please give the store a name in Arabic or English."),
    "weak_password": gettext_noop("Please choose a longer password that is harder to guess."),
    "wrong_credentials": gettext_noop("The e-mail or the password is not right."),
    "too_many_tries": gettext_noop(
        "There were too many tries. Please wait a little and try again (minutes: %(minutes)s)."
    ),
    "password_link_closed": gettext_noop("This link is no longer good. Ask for a new one."),
    "last_owner": gettext_noop("A store needs an owner. Make somebody else an owner first."),
    "already_member": gettext_noop("%(email)s works in the store already."),
    "already_invited": gettext_noop("%(email)s is invited already."),
    "invitation_closed": gettext_noop("This invitation is no longer good. Ask the store for a new one."),
    "person_known": gettext_noop(
        "%(email)s has an account with us already. Please use another e-mail, or ask us to open the store for you."
    ),
    "email_taken": gettext_noop("There is an account with this e-mail. Please sign in."),
    "invalid_phone": gettext_noop("“%(phone)s” is not a phone number we can call."),
    "invalid_short_address": gettext_noop("A short address has four letters and four digits, as in RRRD2929."),
    "address_incomplete": gettext_noop("Please complete the address."),
    "not_a_picture": gettext_noop("This file is not a picture we can read: JPEG, PNG, WebP, AVIF or GIF."),
    "picture_file_too_large": gettext_noop("Pictures may have up to %(megabytes)s MB."),
    "picture_has_too_many_pixels": gettext_noop("Pictures may have up to %(megapixels)s megapixels."),
    "picture_too_heavy": gettext_noop("This picture is too hard to read. Please save it anew as a JPEG."),
    "out_of_stock": gettext_noop("Some of the pieces in your cart have just been sold. Please look at it again."),
    "already_reserved": gettext_noop("Pieces are already held for this order."),
    "empty_cart": gettext_noop("Your cart is empty."),
    "total_moved": gettext_noop("The total was %(seen)s and is now %(now)s. Please confirm it again."),
    "invalid_details": gettext_noop("Please check your contact details and address."),
    "return_not_to_pay_back_again": gettext_noop("The money of this return has been sent already, or is on its way."),
    "order_not_paid": gettext_noop("This order has not been paid yet."),
    "order_move_refused": gettext_noop("An order that is %(current)s can't become %(wanted)s."),
    "order_partly_sent": gettext_noop("Pieces of this order have left already. Only the rest can be cancelled."),
    "order_not_coming_back_unpaid": gettext_noop(
        "Only what is on its way and to be paid at the door comes back unpaid. Everything else comes back as a return."
    ),
    "fulfilment_move_refused": gettext_noop("The shipment has been moved meanwhile. Please look at it again."),
    "nothing_to_send": gettext_noop("Please say how many pieces go into the shipment."),
    "not_so_many_pieces": gettext_noop("No more pieces of this are left to send: %(left)d."),
    "return_not_collected_yet": gettext_noop(
        "The courier has not brought the money yet. Say first what was collected, then give back what was paid for "
        "these pieces; if nobody took the order, let it come back unpaid."
    ),
    "return_money_still_held": gettext_noop(
        "The money is held and not taken yet. It goes back by itself once you have taken it."
    ),
    "return_move_refused": gettext_noop("The return has been moved meanwhile. Please look at it again."),
    "nothing_to_return": gettext_noop("Please say how many pieces come back."),
    "not_so_many_to_return": gettext_noop("No more pieces of this can come back: %(left)d."),
    "return_never_sent": gettext_noop("These pieces were never sent, so they can't go back to the shopper."),
    "order_money_let_go": gettext_noop(
        "The money held for this order has been let go, or is being let go now, so nobody would pay for what you send."
    ),
    "order_not_returnable": gettext_noop("Nothing of this order has been sent, so nothing can come back."),
    "payment_in_flight": gettext_noop("The payment is under way. Please try again in a minute."),
    "redirect_path_refused": gettext_noop("“%(path)s” is no address of the store that can lead elsewhere."),
    "redirect_path_taken": gettext_noop("“%(path)s” already leads elsewhere. Change that redirect instead."),
    "redirect_path_in_use": gettext_noop(
        "“%(path)s” is an address at which your store shows a page. A redirect works only where there is none."
    ),
    "redirect_target_refused": gettext_noop(
        "Please choose one target: a page, a path of your store, or an address that begins with https://."
    ),
    "redirect_loop": gettext_noop("“%(path)s” would lead to itself."),
    "redirect_chain": gettext_noop("“%(path)s” is redirected too. Please lead straight to the last address."),
    "home_page_stays": gettext_noop("A store's home page always stays. Change what is on it instead."),
    "instant_is_over": gettext_noop("That moment is over. A store can be seen from now onward."),
    "too_many_drafts": gettext_noop("Please choose at most %(most)d drafts."),
    "unknown_payment_method": gettext_noop("This store does not take that way of paying."),
    "payment_way_not_offered": gettext_noop("The store no longer takes that way of paying. Please choose another."),
    "no_gateway_account": gettext_noop("There are no keys for this payment company yet. Enter them first."),
    "gateway_keys_missing": gettext_noop("Some keys are missing."),
    "gateway_keys_malformed": gettext_noop("Some keys are not of the kind this payment company gives out."),
    "unknown_gateway_region": gettext_noop("Please choose one of the regions."),
    "gateway_keys_taken": gettext_noop(
        "These keys are in use already, by another store or in the other mode. Every store needs keys of its own."
    ),
    "no_way_to_pay": gettext_noop("Leave at least one way to pay: nobody could buy anything."),
    "no_bank_details": gettext_noop("Say first to which bank account shoppers transfer."),
    "invalid_iban": gettext_noop("This is not an IBAN. Please compare it with your bank's."),
    "transfer_not_awaited": gettext_noop("No transfer is awaited for this order any more."),
    "transfer_of_other_amount": gettext_noop(
        "%(arrived)s arrived, and %(owed)s are owed. Nothing is recorded: choose below what becomes of the rest."
    ),
    "refund_too_large": gettext_noop("No more than %(left)s can be given back."),
    "refund_of_nothing": gettext_noop("Please give an amount above nought in the order's currency."),
    "refund_not_offered": gettext_noop("What was paid this way can't be given back from here, or not in part."),
    "nothing_by_hand": gettext_noop(
        "Nothing of this is to be given back by hand: it is back already, or the payment company sends it."
    ),
    "by_hand_needs_reference": gettext_noop("Please give the bank's reference, or say how it was given back."),
    "refund_under_way": gettext_noop("Another refund of this payment is under way. Please wait until it is done."),
    "nothing_held": gettext_noop("No money is held for this payment."),
    "capture_too_large": gettext_noop("No more than %(held)s is held."),
    "discrepancy_needs_reason": gettext_noop("Please say why it is settled."),
    "movement_not_for_a_person": gettext_noop("What became of it is known by now. Please look at the list again."),
    "movement_under_way": gettext_noop("What is held is being taken or let go this moment."),
    "amount_not_collectable": gettext_noop("Please give the amount that was collected, nought or more."),
    "transfer_confirmed_before": gettext_noop("You have confirmed the transfer %(reference)s for this order already."),
    "bank_reference_used": gettext_noop("Another order was confirmed with the reference %(reference)s."),
    "too_many_receipts": gettext_noop("The store has %(most)s receipts of yours already."),
    "not_a_receipt": gettext_noop(
        "This file is neither a PDF nor a picture we can read: JPEG, PNG, WebP, AVIF or GIF. Please save it again and"
        " send that."
    ),
    "receipt_too_large": gettext_noop("A receipt may have up to %(megabytes)s MB."),
    "webhook_forged": gettext_noop("This was not signed by the payment company."),
    "webhook_useless": gettext_noop("This is not what the payment company sends."),
    "webhook_unread": gettext_noop("The keys of this account can't be opened just now. Please send it again."),
}
