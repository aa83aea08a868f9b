"""Hosts of the Open Payment Platform that HyperPay's accounts live on.

Source: HyperPay's test guide for `eu-test`; which of the two live hosts is an account's own is not settled between the
sources, so it is the account's region. Those of tests are for accounts of tests only.
"""

from commerce.payments.domain.accounts import Mode

REGIONS = {
    Mode.TEST: {"test": "https://eu-test.oppwa.com", "test-global": "https://test.oppwa.com"},
    Mode.LIVE: {"eu": "https://eu-prod.oppwa.com", "global": "https://oppwa.com"},
}
# Where the widget's own frames and forms lead, the banks' checks included.
DOMAINS = ("oppwa.com",)
