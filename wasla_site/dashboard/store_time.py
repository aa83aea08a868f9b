"""The desk's clock. Wagtail shows every person their own time zone; a store has one, and its staff read it."""

from typing import Any

from wagtail.users.models import UserProfile


def show_store_time(person: Any, zone: str) -> None:
    """Whatever the person's profile says, Wagtail's pages show them this zone. Nothing is written."""
    profile = getattr(person, "wagtail_userprofile", None) or UserProfile(user=person)
    profile.current_time_zone = zone
