"""Plain values people are described with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """Where parcels shall go, as a person wrote it; the use case brings phone and short address into normal form."""

    recipient: str
    phone: str
    city: str
    district: str = ""
    street: str = ""
    building_number: str = ""
    postal_code: str = ""
    short_address: str = ""
    notes: str = ""
