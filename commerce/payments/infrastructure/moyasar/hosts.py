"""Moyasar has one host; the key decides between test and live. Source: docs.moyasar.com."""

REGIONS = {"": "https://api.moyasar.com", "sa": "https://api.moyasar.com"}
# Where its pages and its banks' 3-D Secure are reached.
DOMAINS = ("moyasar.com",)
SCRIPT = "https://cdn.moyasar.com/mpf/1.15.0/moyasar.js"
STYLE = "https://cdn.moyasar.com/mpf/1.15.0/moyasar.css"
