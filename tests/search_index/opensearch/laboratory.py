"""Analysis blocks tried on the run's server, each in an index of its own that is made once."""

from __future__ import annotations

from dataclasses import dataclass, field

import httpx

from search_index.domain.analysis import analysis
from search_index.domain.spelling import ALL_RULES, Rule


@dataclass
class Laboratory:
    server: httpx.Client
    prefix: str
    _made: set[str] = field(default_factory=set)

    def words(self, text: str, analyzer: str = "bi_norm", *, without: Rule | None = None) -> list[str]:
        """What the server makes of the text, with all rules but one."""
        index = self._index(without)
        kind = "normalizer" if analyzer == "sku" else "analyzer"
        said = self.server.post(f"/{index}/_analyze", json={kind: analyzer, "text": text})
        assert said.status_code == 200, said.text
        return [word["token"] for word in said.json()["tokens"]]

    def _index(self, without: Rule | None) -> str:
        index = f"{self.prefix}-{without.name.lower() if without else 'all'}"
        if index not in self._made:
            block = analysis(ALL_RULES - {without} if without else ALL_RULES)
            settings = {"index": {"number_of_replicas": 0, "analysis": block}}
            made = self.server.put(f"/{index}", json={"settings": settings})
            assert made.status_code == 200, made.text
            self._made.add(index)
        return index

    def close(self) -> None:
        for index in self._made:
            self.server.delete(f"/{index}")
