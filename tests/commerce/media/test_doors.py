"""Every way a picture comes in leads past the encoder: what is kept is our own, under a name nobody gave."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.models import UploadedFile

from commerce.media.interfaces.forms import PictureField
from commerce.media.models import MediaTag, StoreImage
from tests.commerce.media.corpus import MARK, SCRIPT, exif, jpeg_of, saved
from tests.support.template_stores import OWNER_PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")


def upload(content: bytes | None = None, name: str = "holiday.jpg") -> SimpleUploadedFile:
    kept = saved("JPEG", (400, 300), exif=exif()) + SCRIPT if content is None else content
    return SimpleUploadedFile(name, kept, content_type="image/jpeg")


@pytest.fixture
def owner(in_noor: Any, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client = Client(headers={"host": "noor.localhost"})
    client.post("/manage/login/", {"username": "huda@noor.example", "password": OWNER_PASSWORD})
    return client


def by_form(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post("/manage/images/add/", {"title": "Oud", "file": file})


def by_many(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post("/manage/images/multiple/add/", {"title": "Oud", "files[]": file})


def by_chooser(client: Client, file: SimpleUploadedFile) -> Any:
    prefix = "image-chooser-upload"
    return client.post("/manage/images/chooser/create/", {f"{prefix}-title": "Oud", f"{prefix}-file": file})


def by_replacing(client: Client, file: SimpleUploadedFile) -> Any:
    by_form(client, upload(saved("PNG"), "first.png"))
    image = StoreImage.objects.get()
    return client.post(f"/manage/images/{image.pk}/", {"title": "Oud", "file": file})


DOORS = [by_form, by_many, by_chooser, by_replacing]
Door = Callable[[Client, SimpleUploadedFile], Any]


def kept_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("door", DOORS)
def test_what_is_kept_is_our_own(owner: Client, door: Door, tmp_path: Path, noor: Any) -> None:
    door(owner, upload())
    image = StoreImage.objects.get()
    image.get_rendition("width-320|format-webp")
    kept = kept_files(tmp_path)
    assert kept
    assert [name for name, content in kept.items() if MARK in content] == []
    assert [name for name, content in kept.items() if content[:4] + content[8:12] != b"RIFFWEBP"] == []
    path = re.compile(rf"{noor.pk}/(originals|renditions)/[\w-]{{22}}\.webp")
    assert [name for name in kept if not path.fullmatch(name)] == []
    assert (image.width, image.height) == (300, 400), "upright"


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "content", [b"<svg>" + SCRIPT + b"</svg>", SCRIPT, jpeg_of(12_000, 12_000)], ids=["svg", "page", "bomb"]
)
def test_what_is_refused_leaves_nothing(owner: Client, door: Door, content: bytes, tmp_path: Path) -> None:
    assert door(owner, upload(content)).status_code < 500
    assert StoreImage.objects.filter(file__endswith=".jpg").count() == 0
    assert StoreImage.objects.count() == (door is by_replacing)
    assert [name for name, kept in kept_files(tmp_path).items() if MARK in kept or kept == content] == []


@pytest.mark.parametrize("title", ["", " ", "x" * 300, "nul\0"])
def test_no_upload_waits_with_the_bytes_that_came(owner: Client, title: str, tmp_path: Path) -> None:
    answer = owner.post("/manage/images/multiple/add/", {"title": title, "files[]": upload()})
    assert answer.json()["success"]
    assert not UploadedFile.objects.exists()
    assert StoreImage.objects.get().title.strip()
    assert [name for name, kept in kept_files(tmp_path).items() if MARK in kept] == []


def test_the_site_itself_decodes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail's field decodes what comes before it looks at its size."""

    def decoded(*args: Any) -> None:
        raise AssertionError("decoded here")

    came = upload().read()
    monkeypatch.setattr(Image.Image, "load", decoded)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    with pytest.raises(AssertionError, match="decoded here"):
        WagtailImageField().to_python(upload(came))
    assert PictureField().to_python(upload(came)).read()[8:12] == b"WEBP"


def test_a_wrong_ending_says_nothing(owner: Client) -> None:
    by_form(owner, upload(saved("PNG"), "page.html"))
    assert StoreImage.objects.get().file.name.endswith(".webp")


def test_tags_are_completed_from_the_stores_own(owner: Client, souq: Any) -> None:
    from commerce.core.scope import tenant_scope

    MediaTag.objects.create(name="oud", slug="oud")
    with tenant_scope(souq.pk):
        MediaTag.objects.create(name="oud of souq", slug="oud-of-souq")
    assert owner.get("/manage/pictures/tags/?term=OU").json() == ["oud"]
    assert owner.get("/manage/pictures/tags/?term=").json() == []
    assert owner.get("/manage/pictures/tags/?term=%00").json() == []
    assert "/manage/pictures/tags/" in owner.get("/manage/images/add/").content.decode()
    assert owner.get("/manage/tag-autocomplete/media/mediatag/?term=o").status_code == 404
