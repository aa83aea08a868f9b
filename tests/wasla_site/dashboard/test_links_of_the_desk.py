"""What the desk offers can be had: no link of any of its pages leads to a page that is not there."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from tests.isolation.crawling import ask, staff_of
from tests.isolation.shops import Shop
from tests.wasla_site.dashboard.desk_pages import desk_pages, read


@pytest.mark.long
def test_no_link_leads_nowhere(stores: tuple[Shop, Shop]) -> None:
    noor, souq = stores
    offered: dict[str, str] = {}
    for page in desk_pages(noor, souq):
        for link in read(page.html).links:
            address = urlsplit(urljoin(f"//{noor.host}{page.path}", link))
            is_ours = not address.scheme and address.netloc == noor.host
            if is_ours and not address.path.startswith(("/media/", "/static/")):
                offered.setdefault(address.path, page.path)
    client = staff_of(noor, "owner")
    # What is done to many things is asked with the things that were chosen.
    chosen = {path: f"?id={noor.first}" for path in offered if path.startswith("/manage/bulk/")}
    dead = {path: page for path, page in offered.items() if ask(client, path + chosen.get(path, "")).status == 404}
    assert not dead, "\n".join(["", *(f"{page} offers {path}" for path, page in dead.items())])
    assert len(offered) >= 60
