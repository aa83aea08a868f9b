"""What a new store is opened with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """The merchant's answers when a store is opened. `owner_password` None: the owner sets it by e-mail.

    `owner_may_be_known`: whoever opens the store vouches that a person who has an account already is meant.
    """

    slug: str
    name_ar: str
    name_en: str
    owner_email: str
    owner_name: str
    owner_password: str | None
    currency: str
    language: str
    host: str
    owner_may_be_known: bool = False
