"""A picture that is too large is refused while it arrives, not when all of it lies on the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from commerce.media.application.use_cases.accept_picture import PictureFileTooLarge
from commerce.media.domain.policies import LARGEST_FILE

# Browsers listen only when they have sent everything, so what is a little too large is read to its end and thrown away.
LONGEST_BODY_READ = 4 * LARGEST_FILE


class UploadQuota(FileUploadHandler):
    """Passes on LARGEST_FILE bytes, of all files of a request together; behind them nothing is kept of any."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._received = self._announced = 0

    @property
    def is_exceeded(self) -> bool:
        return self._received > LARGEST_FILE

    def refuse_excess(self) -> None:
        """Refuses PictureFileTooLarge where there was more."""
        if self.is_exceeded:
            raise PictureFileTooLarge(megabytes=LARGEST_FILE // 1024**2)

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any, **__: Any) -> None:  # noqa: N803
        self._announced = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._received += len(raw_data)
        if self.is_exceeded:
            raise StopUpload(connection_reset=self._announced > LONGEST_BODY_READ)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind it make the file."""


def keep_to_quota(request: HttpRequest) -> UploadQuota:
    """To be called before anything of the body is read: with the look for a form's token it is."""
    quota = UploadQuota(request)
    request.upload_handlers.insert(0, quota)
    return quota
