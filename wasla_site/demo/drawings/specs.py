"""The text that names a drawing: `family:key=value key=value`, for example
`bottle:shape=arch cap=dome glass=amber scene=rose-sun`. What is left out takes the family's default."""


class UnknownDrawing(ValueError):
    """The text names no family, or a key or value its family does not know."""


def parse(spec: str) -> tuple[str, dict[str, str]]:
    family, _, tail = spec.strip().partition(":")
    values: dict[str, str] = {}
    for part in tail.split():
        key, equals, value = part.partition("=")
        if not equals or key in values:
            raise UnknownDrawing(f"{part!r} in {spec!r} is not one key=value")
        values[key] = value
    return family, values
