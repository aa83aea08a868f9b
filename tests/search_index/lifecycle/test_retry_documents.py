"""What was given up is listed, and tried again."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from commerce.core.models import ChangedObject
from search_index.application.given_up import given_up_documents
from search_index.application.use_cases.retry_documents import retry_documents
from search_index.models import DocumentState
from tests.search_index.shelf import NOON


@pytest.fixture
def given_up(in_noor: Any) -> list[DocumentState]:
    facts = {"kind": "product", "version": 3, "attempts": 3, "reason": "too long", "given_up_at": NOON}
    DocumentState.objects.create(kind="product", object_id=3, version=1, written_version=1)
    return [DocumentState.objects.create(object_id=number, **facts) for number in (1, 2)]


def test_they_are_listed_with_their_reason(given_up: list[DocumentState]) -> None:
    assert [(one.object_id, one.reason) for one in given_up_documents()] == [(1, "too long"), (2, "too long")]


def test_those_chosen_are_tried_again_and_no_others(given_up: list[DocumentState]) -> None:
    assert retry_documents(keys=[given_up[0].pk]) == 1
    assert list(ChangedObject.objects.values_list("kind", "object_id")) == [("product", 1)]
    assert [one.object_id for one in given_up_documents()] == [2]
    given_up[0].refresh_from_db()
    assert (given_up[0].attempts, given_up[0].given_up_at) == (0, None)


def test_the_command_lists_and_retries(given_up: list[DocumentState]) -> None:
    said = StringIO()
    call_command("retry_documents", "--store=noor", "--list", stdout=said)
    assert said.getvalue().count("too long") == 2
    assert not ChangedObject.objects.exists()
    call_command("retry_documents", "--all", stdout=said)
    assert "2 documents are tried again" in said.getvalue()
    assert ChangedObject.objects.count() == 2
    with pytest.raises(CommandError, match="nowhere"):
        call_command("retry_documents", "--store=nowhere")
