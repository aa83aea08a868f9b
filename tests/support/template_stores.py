"""Opens the tests' two stores in the template database: Noor, Arabic first, and Souq, English first."""

from commerce.core.actors import Actor, ActorKind, acting_as
from commerce.tenants.domain.values import Opening

OWNER_PASSWORD = "desert-rose-cardamom"

NOOR = Opening(
    slug="noor",
    name_ar="نور",
    name_en="Noor",
    owner_email="huda@noor.example",
    owner_name="Huda",
    owner_password=OWNER_PASSWORD,
    currency="SAR",
    language="ar",
    host="noor.localhost",
)
SOUQ = Opening(
    slug="souq",
    name_ar="سوق",
    name_en="Souq",
    owner_email="majed@souq.example",
    owner_name="Majed",
    owner_password=OWNER_PASSWORD,
    currency="SAR",
    language="en",
    host="souq.localhost",
)


def main() -> None:
    import django

    django.setup()
    from commerce.tenants.application.use_cases.open_store import open_store

    with acting_as(Actor(ActorKind.COMMAND, "open_store")):
        for opening in (NOOR, SOUQ):
            open_store(opening=opening)


if __name__ == "__main__":
    main()
