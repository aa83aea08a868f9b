"""Hosts of PayTabs by region. There is no host for tests: the profile decides, and a key works in its own region only.

Source: paytabscom/php-sdk, Profile/Endpoints (2026-07).
"""

REGIONS = {
    "sa": "https://secure.paytabs.sa",
    "ae": "https://secure.paytabs.com",
    "eg": "https://secure-egypt.paytabs.com",
    "om": "https://secure-oman.paytabs.com",
    "jo": "https://secure-jordan.paytabs.com",
    "iq": "https://secure-iraq.paytabs.com",
    "kw": "https://secure-kuwait.paytabs.com",
    "ma": "https://secure-morocco.paytabs.com",
    "qa": "https://secure-doha.paytabs.com",
    "global": "https://secure-global.paytabs.com",
}
# Where its pages for payers are.
DOMAINS = ("paytabs.sa", "paytabs.com")
