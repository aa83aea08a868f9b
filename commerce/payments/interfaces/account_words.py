"""What merchants call the companies, their regions and the keys they copy from their portals."""

from django.utils.translation import gettext_lazy as _

from commerce.payments.application.use_cases.check_account import Connection
from commerce.payments.domain.accounts import Mode, Taking

COMPANIES = {"hyperpay": _("HyperPay"), "paytabs": _("PayTabs"), "moyasar": _("Moyasar")}

MODES = {Mode.TEST: _("Test"), Mode.LIVE: _("Real money")}

TAKINGS = {
    Taking.AT_ONCE: _("At once, when the shopper pays"),
    Taking.WHEN_SENT: _("Hold it first, and take it by itself when the first shipment leaves"),
    Taking.BY_HAND: _("Hold it first, and take it by hand on the order's page"),
}

# By company and field: its name in the portal, and where it is found there.
FIELDS = {
    ("hyperpay", "access_token"): (
        _("Access token"),
        _("In HyperPay's portal under Administration, Account data, Merchant / Channel Info."),
    ),
    ("hyperpay", "entity"): (
        _("Entity ID for cards"),
        _("32 letters and digits, of the channel for Visa and Mastercard."),
    ),
    ("hyperpay", "entity_mada"): (
        _("Entity ID for mada"),
        _("mada has a channel of its own. Leave empty without one."),
    ),
    ("hyperpay", "webhook"): (
        _("Key of the webhook"),
        _("64 digits and letters. The portal shows it when you add our address under Webhooks."),
    ),
    ("paytabs", "profile_id"): (
        _("Profile ID"),
        _("A number, in PayTabs' dashboard at the top of Developers, Key management."),
    ),
    ("paytabs", "server_key"): (_("Server key"), _("In PayTabs' dashboard under Developers, Key management.")),
    ("moyasar", "publishable_key"): (
        _("Publishable key"),
        _("Begins with pk_. In Moyasar's dashboard under Settings, API keys."),
    ),
    ("moyasar", "secret_key"): (_("Secret key"), _("Begins with sk_. Shown once, when the key is made.")),
    ("moyasar", "webhook"): (
        _("Secret of the webhook"),
        _("A word of your own, of eight letters or more. Type the same into Moyasar's dashboard with our address."),
    ),
}

# What each looks like; `%(mode)s` stands for test or live.
LOOKS = {
    ("hyperpay", "entity"): _("It has 32 letters and digits."),
    ("hyperpay", "entity_mada"): _("It has 32 letters and digits."),
    ("hyperpay", "webhook"): _("It has 64 digits and letters from a to f."),
    ("paytabs", "profile_id"): _("It has digits only."),
    ("moyasar", "publishable_key"): _("It begins with pk_%(mode)s_."),
    ("moyasar", "secret_key"): _("It begins with sk_%(mode)s_."),
    ("moyasar", "webhook"): _("It has eight letters or more, and no spaces."),
}

WEBHOOK_HELP = {
    "hyperpay": _("Copy it into HyperPay's portal under Administration, Webhooks, and choose payments."),
    "paytabs": _("PayTabs is told it with each payment. You may also set it as the IPN address, in Developers."),
    "moyasar": _("Copy it into Moyasar's dashboard under Settings, Webhooks, with the method POST and all events."),
}

REGIONS = {
    "sa": _("Saudi Arabia"),
    "ae": _("United Arab Emirates"),
    "eg": _("Egypt"),
    "om": _("Oman"),
    "jo": _("Jordan"),
    "iq": _("Iraq"),
    "kw": _("Kuwait"),
    "ma": _("Morocco"),
    "qa": _("Qatar"),
    "global": _("Everywhere else"),
    "eu": _("Europe (eu-prod.oppwa.com)"),
    "test": _("Europe (eu-test.oppwa.com)"),
    "test-global": _("test.oppwa.com"),
}

_CONNECTIONS = {
    Connection.GOOD: _("The connection works: the payment company takes these keys."),
    Connection.KEYS_LOST: _("The keys can't be opened any more, so nobody was asked. Enter them anew."),
    Connection.KEYS_REFUSED: _("The payment company does not take these keys. Copy them once more."),
    Connection.CHANNEL_REFUSED: _(
        "The keys are good, but not the channel of one kind of card. Copy its number once more from the portal."
    ),
    Connection.UNREACHABLE: _("The payment company could not be reached just now. Please try again in a minute."),
    Connection.UNCLEAR: _("The payment company answered something we do not understand. Please try again in a minute."),
}
_REFUSED_IN_A_REGION = _("The payment company does not take these keys. Copy them once more, and look at the region.")


def connection_words(found: Connection, *, has_regions: bool) -> str:
    """What came of asking a company; `has_regions`: its keys' form has more than one to choose from."""
    if found is Connection.KEYS_REFUSED and has_regions:
        return str(_REFUSED_IN_A_REGION)
    return str(_CONNECTIONS[found])
