"""A document is the store's own, and a download: no browser opens it among the store's pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from commerce.core.scope import tenant_scope
from commerce.media.models import StoreDocument


def kept(name: str, content: bytes) -> StoreDocument:
    document: StoreDocument = StoreDocument.objects.create(title="List", file=ContentFile(content, name=name))
    return document


@pytest.mark.parametrize(
    ("name", "content"), [("list.pdf", b"%PDF-1.7"), ("page.html", b"<script>alert(1)</script>"), ("x.svg", b"<svg/>")]
)
def test_it_is_saved_and_never_run(in_noor: Any, settings: Any, tmp_path: Any, name: str, content: bytes) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = kept(name, content)
    assert re.fullmatch(rf"{in_noor.pk}/documents/[\w-]{{22}}\.\w+", str(document.file.name)), "a name nobody gave"
    answer = Client(headers={"host": "noor.localhost"}).get(document.url)
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_anothers_is_not_there(in_noor: Any, souq: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    with tenant_scope(souq.pk):
        url = kept("list.pdf", b"%PDF").url
    theirs = Client(headers={"host": "souq.localhost"}).get(url)
    assert (theirs.status_code, b"".join(theirs.streaming_content)) == (200, b"%PDF")  # type: ignore[attr-defined]
    assert Client(headers={"host": "noor.localhost"}).get(url).status_code == 404
