"""Pictures as shoppers get them: renditions only, of this store only. Originals are never served."""

import mimetypes
import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from commerce.tenants.interfaces.transactions import without_transaction

# As `random_path` makes them: `..` and `.` name folders, which are there and no files.
RENDITION = re.compile(r"[\w-]+\.\w+", re.ASCII)


@without_transaction
def serve_rendition(request: HttpRequest, tenant_id: int, name: str) -> FileResponse:
    """The file, cacheable for good because its name is random and its bytes never change. Another store's: 404."""
    tenant = request.tenant  # type: ignore[attr-defined]
    if tenant is None or tenant.pk != tenant_id or not RENDITION.fullmatch(name):
        raise Http404
    path = f"{tenant_id}/renditions/{name}"
    if not default_storage.exists(path):
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
