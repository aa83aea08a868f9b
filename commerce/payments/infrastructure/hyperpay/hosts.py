"""Hosts of the Open Payment Platform that HyperPay's accounts live on.

Source: HyperPay's test guide for `eu-test`; which of the two live hosts is an account's own is not settled between the
sources, so it is the account's region.
"""

REGIONS = {
    "test": "https://eu-test.oppwa.com",
    "test-global": "https://test.oppwa.com",
    "eu": "https://eu-prod.oppwa.com",
    "global": "https://oppwa.com",
}
