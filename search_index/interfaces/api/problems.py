"""What a program is told that asked wrongly: RFC 9457, with the names of the parameters and words in its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from commerce.core.limits import TooManyTries
from commerce.core.refusal_words import message_for

CONTENT_TYPE = "application/problem+json"
_BY_STATUS = {
    400: gettext_lazy("This can't be read."),
    405: gettext_lazy("Nothing is done that way at this address."),
    406: gettext_lazy("The answer is JSON and can be nothing else."),
    415: gettext_lazy("This can't be read. Send a form with a file."),
}
_BY_PARAMETER = {
    "language": gettext_lazy("Write ar or en."),
    "q": gettext_lazy("Write what is looked for, in up to 200 letters, or choose a filter."),
    "category": gettext_lazy("The store has no such category."),
    "tag": gettext_lazy("The store has no such tag."),
    "option": gettext_lazy("Take the values that the facets give, at most ten."),
    "available": gettext_lazy("Write 1 or 0."),
    "sale": gettext_lazy("Write 1 or 0."),
    "exact": gettext_lazy("Write 1 or 0."),
    "sort": gettext_lazy("Write newest, popular, price or -price, or leave it out."),
    "after": gettext_lazy("This does not lead on from this question. Begin without it."),
    "mode": gettext_lazy("Write similar, colour or shape."),
    "photo": gettext_lazy("Send a picture as a file."),
}


class Misasked(ValidationError):
    """Parameters that can't be read, by name: each with words of its own, or with those given."""

    def __init__(self, names: Iterable[str] = (), **said: str) -> None:
        words = {name: said.get(name) or str(_BY_PARAMETER[name]) for name in (*names, *said)}
        super().__init__({name: [text] for name, text in words.items()})


class ProblemShape(serializers.Serializer[Any]):
    """`code` is stable; `title` and `detail` are for people. `fields` has the parameters that are wrong, and why."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


def problem_of(exception: Exception, context: Mapping[str, Any]) -> Response | None:
    """None for what is a defect, or a wait that was too long: the site has its own answers to these."""
    if isinstance(exception, TooManyTries):
        response = _problem(429, exception.code, _("Too many requests"), message_for(exception))
        response["Retry-After"] = str(exception.seconds)
        return response
    if isinstance(exception, ValidationError):
        fields = {name: [str(text) for text in texts] for name, texts in exception.detail.items()}
        return _problem(400, "invalid_parameters", _("Some parameters can't be read"), "", fields)
    if isinstance(exception, APIException):
        status = exception.status_code
        said = str(_BY_STATUS.get(status, _BY_STATUS[400]))
        return _problem(status, str(exception.get_codes()), said, said)
    return None


def _problem(
    status: int, code: str, title: str, detail: str, fields: Mapping[str, list[str]] | None = None
) -> Response:
    told = " ".join(text for texts in (fields or {}).values() for text in texts)
    body = {
        "type": "about:blank", "title": title, "status": status, "code": code, "detail": detail or told,
        "fields": fields or {},
    }  # fmt: skip
    return Response(body, status=status, content_type=CONTENT_TYPE)
