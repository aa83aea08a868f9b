"""HyperPay's platform, as its documentation and recorded payloads show it."""
