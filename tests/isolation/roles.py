"""What each role is answered at each address of the desk, with the store's own things in it."""

from __future__ import annotations

from commerce.accounts.domain.policies import Role
from tests.isolation.crawling import ask, staff_of, undone
from tests.isolation.desk import desk_addresses
from tests.isolation.shops import Shop

# The best of what a view answered comes first: one with words in its address is asked in several ways.
SHOWN, MOVES_ON, BY_POST, NOTHING, REFUSED = "shown", "moves on", "by post", "nothing", "refused"
ORDER = (SHOWN, MOVES_ON, BY_POST, REFUSED, NOTHING)


def answers_to(role: Role, own: Shop, other: Shop) -> dict[str, str]:
    """By the name of the view; nothing is kept."""
    best: dict[str, str] = {}
    client = staff_of(own, role)
    with undone():
        for address in desk_addresses(own, other, allowed=True):
            if address.is_own and address.view != "wagtailadmin_logout":
                answer = ask(client, address.path)
                word = _word(answer.status, answer.location, address.path)
                best[address.view] = min(word, best.get(address.view, NOTHING), key=ORDER.index)
    return best


def _word(status: int, location: str, path: str) -> str:
    if status == 302:
        # Wagtail's answer to who may not is the way home.
        return REFUSED if location == "/manage/" and path != "/manage/login/" else MOVES_ON
    return {200: SHOWN, 405: BY_POST, 403: REFUSED, 404: NOTHING, 400: BY_POST}[status]
