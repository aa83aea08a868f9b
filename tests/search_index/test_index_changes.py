from __future__ import annotations

from concurrent.futures import Future
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from commerce.catalog.application.use_cases.adjust_stock import adjust_stock
from commerce.catalog.domain.values import Status
from commerce.catalog.models import Product, Variant
from commerce.core import clock
from commerce.core.changes import mark_changed
from commerce.core.models import ChangedObject
from commerce.core.scope import current_tenant_id, tenant_scope
from search_index.application import claims, writing
from search_index.application.comparing import compare_beside
from search_index.application.passing import is_passing
from search_index.application.ports import SearchUnavailable
from search_index.application.queries import Question, find_products
from search_index.application.settling import LONGEST_PAUSE, MOST_REFUSALS, PAUSE_AFTER_REFUSAL
from search_index.application.shares import Shares
from search_index.application.sources import OTHERS_MARKS
from search_index.application.use_cases import index_changes as sweep
from search_index.application.use_cases.index_changes import index_changes
from search_index.application.use_cases.index_store_changes import Looked, index_store_changes
from search_index.domain.drift import Difference
from search_index.domain.families import Family
from search_index.domain.values import Unwritten
from search_index.infrastructure.postgresql import turns
from search_index.infrastructure.postgresql.adapter import PostgresSearchIndex
from search_index.models import DocumentState, SearchDocument
from tests.search_index.shelf import NOON, sell
from tests.support import databases


def index_now(most: int = 300) -> int:
    """One share of each store."""
    return index_changes(now=clock.now(), most=most, further=0)


def titles(text: str) -> list[str]:
    return [card.title.ar or card.title.en for card in find_products(Question(text)).cards.items]


def test_what_was_sold_since_is_found_after_the_sweep_and_the_marks_are_gone(in_noor: Any) -> None:
    sell("عطر العود", "Oud perfume", sku="OUD-50", tags=("هدايا",), about="<p>ثبات <b>طويل</b></p>")
    assert titles("عود") == []
    assert index_now() == 1
    assert not ChangedObject.objects.filter(kind="product").exists()
    for asked in ("عود", "perfume", "oud-50", "هدايا", "ثبات طويل"):
        assert titles(asked) == ["عطر العود"], asked
    assert titles("b") == [], "markup is no word"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_what_shoppers_do_not_see_is_not_found(in_noor: Any, status: Status) -> None:
    product_id = sell("عطر العود")
    index_now()
    Product.objects.filter(pk=product_id).update(status=status)
    mark_changed("product", [product_id])
    index_now()
    assert titles("عود") == []


def test_what_is_sold_out_is_found_behind_the_rest_until_it_is_back(in_noor: Any) -> None:
    sell("عطر العود")
    product_id = sell("عطر المسك", pieces=2)
    index_now()
    assert titles("عطر") == ["عطر المسك", "عطر العود"]
    variant = Variant.objects.get(product_id=product_id)
    for by, found in ((-2, ["عطر العود", "عطر المسك"]), (5, ["عطر المسك", "عطر العود"])):
        adjust_stock(variant_id=variant.pk, by=by, reason="count", actor="test", now=NOON)
        index_now()
        assert titles("عطر") == found


def test_what_was_deleted_is_not_found(in_noor: Any) -> None:
    product_id = sell("عطر العود")
    index_now()
    mark_changed("product", [product_id])
    SearchDocument.objects.filter(object_id=product_id).update(object_id=product_id + 1_000_000, version=0)
    mark_changed("product", [product_id + 1_000_000])
    index_now()
    assert list(SearchDocument.objects.filter(is_gone=False).values_list("object_id", flat=True)) == [product_id]


def test_a_kind_nobody_searches_for_is_forgotten(in_noor: Any) -> None:
    mark_changed("weather", [1])
    index_now()
    assert not ChangedObject.objects.exists()


def test_one_sweep_serves_every_store_and_mixes_none(noor: Any, souq: Any) -> None:
    for tenant, title in ((noor, "عطر نور"), (souq, "عطر سوق")):
        with tenant_scope(tenant.pk), transaction.atomic():
            sell(title)
    assert index_now() == 2
    for tenant, title in ((noor, "عطر نور"), (souq, "عطر سوق")):
        with tenant_scope(tenant.pk), transaction.atomic():
            assert titles("عطر") == [title]


def test_a_busy_store_takes_only_its_share(noor: Any, souq: Any) -> None:
    with tenant_scope(noor.pk), transaction.atomic():
        for number in range(5):
            sell(f"عطر {number}")
    with tenant_scope(souq.pk), transaction.atomic():
        sell("عطر سوق")
    assert index_now(most=2) == 3
    with tenant_scope(souq.pk), transaction.atomic():
        assert titles("عطر") == ["عطر سوق"]
    with tenant_scope(noor.pk), transaction.atomic():
        assert ChangedObject.objects.count() == 3


def test_an_edit_does_not_wait_for_an_import_of_its_own_store(in_noor: Any) -> None:
    """Nor does the import for edits: most of what is taken at a time has waited longest."""
    imported(40)
    edited = sell("عطر العود")
    now = clock.now()
    index_changes(now=now, most=20, further=0)
    assert titles("عود") == ["عطر العود"]
    left = ChangedObject.objects.filter(kind="product", changed_at__lte=now).values_list("object_id", flat=True)
    assert edited not in left
    assert set(left) == {*range(10_018, 10_039)}, "18 of the oldest, and the two newest"


def test_taken_in_their_turn_alone_it_would_be_behind_all_of_it(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(claims, "OF_THE_NEWEST", 0.0)
    imported(40)
    sell("عطر العود")
    index_changes(now=clock.now(), most=20, further=0)
    assert titles("عود") == []


def test_few_changes_are_taken_once_each(in_noor: Any) -> None:
    imported(18)
    sell("عطر العود")
    assert index_changes(now=clock.now(), most=20, further=0) == 19
    assert not ChangedObject.objects.exclude(kind__in=OTHERS_MARKS).exists()


def imported(products: int) -> None:
    """Marked one after the other, a second ago; nobody sells them, which makes no difference to who claims."""
    begun = clock.now() - timedelta(seconds=1)
    for number in range(products):
        with clock.as_of(begun + timedelta(milliseconds=number)):
            mark_changed("product", [10_000 + number])


def test_a_run_ends_soon_when_another_store_has_changes(noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shares_until_it_ends(noor, souq, monkeypatch) == 2, "the one of its turn, and the one under way"


def test_a_run_that_does_not_look_goes_on_with_its_own(noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(sweep, "_has_another", lambda *_, **__: False)
    assert shares_until_it_ends(noor, souq, monkeypatch) == 10


@pytest.mark.parametrize(("looks", "shares"), [(True, 2), (False, 10)])
def test_so_it_does_when_one_that_was_done_in_it_has_changes_again(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch, looks: bool, shares: int
) -> None:
    """The control looks for stores alone that had no share."""
    if not looks:
        monkeypatch.setattr(Shares, "is_awaited", is_new)
    with tenant_scope(souq.pk), transaction.atomic():
        mark_changed("product", [2])
    assert shares_until_it_ends(noor, souq, monkeypatch) == shares


def is_new(shares: Shares, store: int, _: Any) -> bool:
    return store not in shares.stores


def shares_until_it_ends(busy: Any, other: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """The busy store has ten shares to do; the other one edits something while its second is indexed."""
    with tenant_scope(busy.pk), transaction.atomic():
        mark_changed("product", range(10_000, 10_020))
    begun = clock.now()
    monkeypatch.setattr(sweep, "ThreadPoolExecutor", OneHand)
    write, shares = writing.write_documents, []

    def edited_meanwhile(kind: str, versions: Any) -> Any:
        shares.extend([len(versions)] if current_tenant_id() == busy.pk else [])
        if len(shares) == 2:
            with tenant_scope(other.pk), transaction.atomic():
                mark_changed("product", [1])
        return write(kind, versions)

    monkeypatch.setattr(WRITE, edited_meanwhile)
    index_changes(now=begun, most=2)
    return len(shares)


def test_an_edit_does_not_wait_for_all_others_that_have_much(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert before_the_edit(souq, monkeypatch) == sweep.SMALL_SHARE


def test_were_only_the_next_run_to_look_it_would_wait_for_all_of_them(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(sweep, "_others", lambda *_, **__: [])
    monkeypatch.setattr(sweep, "SMALL_SHARE", sweep.SHARE)
    assert before_the_edit(souq, monkeypatch) == 40 * sweep.SHARE


def before_the_edit(other: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of how many changes room is made before that of a store that edits something when forty have begun to wait."""
    index, done = index_store_changes, []
    crowd = dict.fromkeys(range(1_000_000, 1_000_040), sweep.SHARE)

    def share(*, now: Any, most: int) -> Looked:
        if current_tenant_id() == other.pk:
            done.append(0)
            return index(now=now, most=most)
        if not done:
            with tenant_scope(other.pk), transaction.atomic():
                mark_changed("product", [1])
        done.append(most)
        return Looked(most, has_room=False)

    monkeypatch.setattr(sweep, "_waiting", lambda now: crowd)
    monkeypatch.setattr(sweep, "index_store_changes", share)
    index_changes(now=clock.now())
    assert sum(done) <= 40 * sweep.SHARE
    return sum(done[: done.index(0)] if 0 in done else done)


def test_who_edits_all_the_time_does_not_wait_for_all_others(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert before_the_next_edit(souq, monkeypatch) == sweep.SMALL_SHARE, "what is under way"


def test_had_each_but_one_share_it_would_wait_for_all_of_them(
    noor: Any, souq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(Shares, "is_awaited", is_new)
    assert before_the_next_edit(souq, monkeypatch) == 38 * sweep.SMALL_SHARE


def before_the_next_edit(other: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of how many changes room is made before the second edit of a store that was the first to have a share, when two
    of forty others have had theirs."""
    index, done = index_store_changes, []
    crowd = {other.pk: 1, **dict.fromkeys(range(1_000_000, 1_000_040), sweep.SHARE)}

    def edit() -> None:
        with tenant_scope(other.pk), transaction.atomic():
            mark_changed("product", [1])

    def share(*, now: Any, most: int) -> Looked:
        if current_tenant_id() == other.pk:
            done.append(0)
            return index(now=now, most=most)
        if len(done) == 3:
            edit()
        done.append(most)
        return Looked(most, has_room=False)

    edit()
    monkeypatch.setattr(sweep, "_waiting", lambda now: crowd)
    monkeypatch.setattr(sweep, "index_store_changes", share)
    index_changes(now=clock.now())
    behind = done[3:]
    return sum(behind[: behind.index(0)] if 0 in behind else behind)


@pytest.mark.parametrize(("looks", "in_share"), [(True, 3), (False, None)])
def test_what_a_store_edits_during_its_import_is_indexed_in_the_same_run(
    noor: Any, monkeypatch: pytest.MonkeyPatch, looks: bool, in_share: int | None
) -> None:
    """The control takes what there was when the run began."""
    if not looks:
        monkeypatch.setattr(sweep, "_later", lambda now: now)
    with tenant_scope(noor.pk), transaction.atomic():
        imported(60)
    monkeypatch.setattr(sweep, "ThreadPoolExecutor", OneHand)
    write, shares = writing.write_documents, []

    def edited_meanwhile(kind: str, versions: Any) -> Any:
        shares.append(set(versions))
        if len(shares) == 2:
            with tenant_scope(noor.pk), transaction.atomic():
                mark_changed("product", [1])
        return write(kind, versions)

    monkeypatch.setattr(WRITE, edited_meanwhile)
    index_changes(now=clock.now(), most=10)
    assert next((number for number, ids in enumerate(shares, 1) if 1 in ids), None) == in_share


class OneHand:
    """The second one never comes: what it does in its thread is not seen of here."""

    def __init__(self, **_: Any) -> None:
        pass

    def __enter__(self) -> OneHand:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, *_: Any) -> Future[int]:
        done: Future[int] = Future()
        done.set_result(0)
        return done


WRITE = "search_index.application.use_cases.index_store_changes.write_documents"


def test_what_changes_while_it_is_indexed_is_indexed_again(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    product_id = sell("عطر العود")
    write = writing.write_documents

    def write_and_change(kind: str, versions: Any) -> Any:
        outcome = write(kind, versions)
        Product.objects.filter(pk=product_id).update(title_ar="بخور")
        mark_changed("product", [product_id])
        return outcome

    monkeypatch.setattr(WRITE, write_and_change)
    index_now()
    monkeypatch.setattr(WRITE, write)
    assert ChangedObject.objects.count() == 1
    index_now()
    assert (titles("بخور"), titles("عود")) == (["بخور"], [])


def test_one_objects_defect_holds_nothing_up_and_is_given_up_after_a_few_attempts(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sell("عطر العود")
    bad = sell("عطر الورد")
    write = writing.write_documents

    def refuse_bad(kind: str, versions: Any) -> Any:
        if bad in versions:
            raise ValueError("no document can be made of this")
        return write(kind, versions)

    monkeypatch.setattr(WRITE, refuse_bad)
    now = clock.now()
    index_changes(now=now)
    assert titles("عطر") == ["عطر العود"]
    assert "no document can be made" in caplog.text
    assert list(ChangedObject.objects.values_list("object_id", "changed_at")) == [(bad, now + PAUSE_AFTER_REFUSAL)]
    assert index_changes(now=now + PAUSE_AFTER_REFUSAL / 2) == 0
    for _ in range(MOST_REFUSALS - 1):
        now += PAUSE_AFTER_REFUSAL
        assert index_changes(now=now) == 1
    assert not ChangedObject.objects.exists()
    state = DocumentState.objects.get(object_id=bad)
    assert (state.given_up_at, state.attempts) == (now, MOST_REFUSALS)
    assert "no document can be made of this" in state.reason

    monkeypatch.setattr(WRITE, write)
    mark_changed("product", [bad])
    index_now()
    assert len(titles("عطر")) == 2
    state.refresh_from_db()
    assert (state.given_up_at, state.attempts, state.reason) == (None, 0, "")


@pytest.mark.parametrize(
    "failure", [SearchUnavailable("away"), ValueError("no document can be made of this")], ids=type
)
def test_who_fails_after_a_later_version_was_written_leaves_no_trouble_behind(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """Nothing would ever take it back, and a document in trouble is in no comparison."""
    product_id = sell("عطر العود")
    write = writing.write_documents

    def overtaken(kind: str, versions: Any) -> Any:
        monkeypatch.setattr(WRITE, write)
        mark_changed("product", [product_id])
        index_store_changes(now=clock.now(), most=10)
        raise failure

    monkeypatch.setattr(WRITE, overtaken)
    index_now()
    state = DocumentState.objects.get(object_id=product_id)
    assert state.written_version == state.version == 2
    assert not ChangedObject.objects.exists()
    assert (state.attempts, state.refusals, state.reason) == (0, 0, "")
    SearchDocument.objects.all().delete()
    assert compare_beside(Family.PRODUCTS).by_key == {("product", product_id): Difference.MISSING}


ANSWERS = {"away": SearchUnavailable("away"), "lock": OperationalError("canceling statement due to lock timeout")}


def indexed_with(answers: list[str], monkeypatch: pytest.MonkeyPatch) -> DocumentState:
    """Of one product, what is known after so many runs, which the engine answered so."""
    product_id = sell("عطر العود")
    answered(answers, monkeypatch)
    return DocumentState.objects.get(object_id=product_id)


def answered(answers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """So many runs, each when what waits may be tried again."""
    put, left = PostgresSearchIndex.put, iter(answers)

    def put_sometimes(self: Any, documents: Any, *, anew: bool = False) -> Any:
        answer = next(left)
        if answer in ANSWERS:
            raise ANSWERS[answer]
        if answer == "refused":
            return [Unwritten("product", one.object_id, lasting=True, reason="400") for one in documents]
        return put(self, documents, anew=anew)

    with monkeypatch.context() as patch:
        patch.setattr(PostgresSearchIndex, "put", put_sometimes)
        for _ in answers:
            waits = ChangedObject.objects.exclude(kind__in=OTHERS_MARKS).get()
            index_changes(now=max(clock.now(), waits.changed_at))


def test_one_refusal_after_an_outage_gives_nothing_up(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    state = indexed_with(["away", "away", "refused"], monkeypatch)
    assert (state.given_up_at, state.attempts, state.refusals) == (None, 3, 1)


def test_refusals_count_whatever_lies_between(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it is given up as ever."""
    state = indexed_with(["refused", "away", "refused", "refused"], monkeypatch)
    assert state.given_up_at is not None
    assert state.refusals == MOST_REFUSALS


def test_what_was_refused_and_is_taken_begins_anew(in_noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert indexed_with(["refused", "refused", "taken"], monkeypatch).refusals == 0


@pytest.mark.parametrize("meanwhile", [[], ["away"]])
def test_what_was_given_up_and_changed_is_tried_as_often_as_at_first(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch, meanwhile: list[str]
) -> None:
    product_id = indexed_with(["refused"] * MOST_REFUSALS, monkeypatch).object_id
    mark_changed("product", [product_id])
    answered(meanwhile, monkeypatch)
    seen = []
    for _ in range(MOST_REFUSALS):
        answered(["refused"], monkeypatch)
        state = DocumentState.objects.get(object_id=product_id)
        seen.append((state.given_up_at is not None, state.refusals))
    assert seen == [(False, 1), (False, 2), (True, MOST_REFUSALS)]
    assert not ChangedObject.objects.exclude(kind__in=OTHERS_MARKS).exists()


def test_a_lock_that_was_held_too_long_is_no_defect_of_the_document(
    in_noor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = indexed_with(["lock"] * MOST_REFUSALS, monkeypatch)
    assert (state.given_up_at, state.refusals) == (None, 0)
    assert titles("عود") == []


def test_a_store_whose_words_somebody_else_is_writing_waits(noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """By PostgreSQL's own answer to who waited too long."""
    monkeypatch.setattr(turns, "LONGEST_WAIT", "10ms")
    with tenant_scope(noor.pk):
        with transaction.atomic():
            sell("عطر العود")
        with databases.owner_of(connection.settings_dict["NAME"]) as other:
            other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"search_index:{noor.pk}"])
            for _ in range(MOST_REFUSALS):
                index_changes(now=clock.now() + LONGEST_PAUSE)
        assert DocumentState.objects.get().given_up_at is None


def test_what_is_too_large_for_the_database_is_a_defect() -> None:
    """Else it would be tried for ever, and all that is tried with it."""
    assert is_passing(raised_as(psycopg.errors.LockNotAvailable()))
    assert is_passing(raised_as(psycopg.OperationalError("the connection is lost")))
    assert not is_passing(raised_as(psycopg.errors.ProgramLimitExceeded()))
    assert not is_passing(ValueError())


def raised_as(cause: Exception) -> Exception:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def test_the_number_of_statements_does_not_grow_with_the_changes(in_noor: Any) -> None:
    def statements(products: int) -> int:
        for number in range(products):
            sell(f"عطر {number}", tags=("هدايا",))
        connection.force_debug_cursor = True
        before = len(connection.queries_log)
        try:
            assert index_now() == products
            return len(connection.queries_log) - before
        finally:
            connection.force_debug_cursor = False

    assert statements(20) <= statements(2) + 1
