"""Who has an account with the gateways. Every key here is made up."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Merchant:
    name: str
    gateway: str
    is_live: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    # Addresses to call: HyperPay's portal has one, PayTabs' dashboard may have one, Moyasar's are made by its API.
    webhook_url: str = ""
    json_wrapper: bool = False


def known() -> list[Merchant]:
    """Noor and Souq at each gateway, and a live account of each."""
    found = []
    for number, name in enumerate(("noor", "souq", "live"), start=1):
        is_live = name == "live"
        kind = "live" if is_live else "test"
        found += [
            Merchant(
                name,
                "hyperpay",
                is_live,
                {
                    "access_token": f"hp-token-{name}",
                    "entity": f"{number}" * 32,
                    "entity_mada": f"{number}" * 31 + "a",
                    "webhook": f"0{number}" * 32,
                },
            ),
            Merchant(name, "paytabs", is_live, {"profile_id": f"10{number}", "server_key": f"PTKEY-{name}-0001"}),
            Merchant(
                name,
                "moyasar",
                is_live,
                {
                    "secret_key": f"sk_{kind}_{name}",
                    "publishable_key": f"pk_{kind}_{name}",
                    "webhook": f"shared-{name}",
                },
            ),
        ]
    return found
