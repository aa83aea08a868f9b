"""What staff read of time travel."""

from django.utils.translation import pgettext_lazy

from wasla_site.storefront.time_travel.previews import ShownAs

SHOWN_AS = {
    ShownAs.GUEST.value: pgettext_lazy("who sees the shop", "A guest"),
    ShownAs.NEW_CUSTOMER.value: pgettext_lazy("who sees the shop", "A new customer"),
}
