"""Our rules find more than the server's own analyzers do, and what "more" is the server reckons as we do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from search_index.application.ports import SearchIndex
from tests.conftest import database_name
from tests.support.outside import standing_here
from wasla_site.bench.relevance.asking import ask_all
from wasla_site.bench.relevance.baseline import Baseline, baseline
from wasla_site.bench.relevance.catalogue import JudgedProduct
from wasla_site.bench.relevance.figures import ALL, by_class, table
from wasla_site.bench.relevance.queries import JudgedQuery

# Of the same catalogue and questions.
LEAST_TIMES = 1.10

pytestmark = pytest.mark.long


@pytest.fixture
def plain(opensearch_url: str, products: Sequence[JudgedProduct]) -> Iterator[Baseline]:
    name = database_name("baseline").replace("_", "-").lower()
    with standing_here(), baseline(opensearch_url, name, products) as filled:
        yield filled


@pytest.mark.parametrize("engine", ["opensearch"])
def test_we_find_a_tenth_more_than_the_servers_own_analyzers(
    engine: str, index: SearchIndex, plain: Baseline, products: Sequence[JudgedProduct], queries: Sequence[JudgedQuery]
) -> None:
    ours, theirs = by_class(list(ask_all(index, products, queries))), by_class(list(plain.ask_all(queries)))
    told = "\n".join((*table(ours), *table(theirs)))
    assert theirs[ALL].ndcg > 0.3, f"a baseline that finds nothing proves nothing\n{told}"
    assert ours[ALL].ndcg >= LEAST_TIMES * theirs[ALL].ndcg, told


def test_the_server_reckons_as_we_do(plain: Baseline, queries: Sequence[JudgedQuery]) -> None:
    """Where ten are found. Of fewer the server compares with the best order of as many, so finding one of a hundred
    counts as all there is: there its figure is never the lower one."""
    answered = {one.query.text: one for one in plain.ask_all(queries)}
    theirs = plain.ndcg_by_the_server(queries)
    tens = {text: ndcg for text, ndcg in theirs.items() if len(answered[text].found) >= 10}
    assert len(tens) > len(queries) / 2
    assert {text: answered[text].ndcg for text in tens} == pytest.approx(tens, abs=1e-9)
    assert [text for text, ndcg in theirs.items() if ndcg < answered[text].ndcg - 1e-9] == []
