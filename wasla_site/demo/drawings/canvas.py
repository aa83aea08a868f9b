"""A sheet that collects SVG shapes and the gradients, blurs and clips they use."""

from collections.abc import Iterator
from contextlib import contextmanager

Attribute = str | float
Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]

SQUARE = (1200, 1200)


def _text(value: Attribute) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"


def _attributes(values: dict[str, Attribute]) -> str:
    return "".join(f' {name.replace("_", "-")}="{_text(value)}"' for name, value in values.items())


def _painting(values: dict[str, Attribute]) -> str:
    """A shape's opacity is written for fill and stroke, which costs the rasteriser no extra layer."""
    opacity = values.pop("opacity", None)
    if opacity is not None:
        values |= {"fill-opacity": opacity, "stroke-opacity": opacity}
    return _attributes(values)


def _stop(offset: float, colour: str, opacity: float = 1) -> str:
    return f'<stop offset="{_text(offset)}" stop-color="{colour}" stop-opacity="{_text(opacity)}"/>'


class Canvas:
    """Shapes are painted in the order they are added. The same calls give the same text."""

    def __init__(self, size: tuple[int, int] = SQUARE) -> None:
        self.size = size
        self._definitions: dict[tuple[str, str], str] = {}
        self._shapes: list[str] = []

    def svg(self) -> str:
        width, height = self.size
        definitions = "".join(f'<{tag} id="{name}"{rest}</{tag}>' for (tag, rest), name in self._definitions.items())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}"><defs>{definitions}</defs>{"".join(self._shapes)}</svg>'
        )

    def _define(self, tag: str, rest: str) -> str:
        name = self._definitions.setdefault((tag, rest), f"d{len(self._definitions)}")
        return f"url(#{name})"

    def linear(self, *stops: Stop, to: Point = (0, 1)) -> str:
        """A gradient over the shape's own box, from its top left corner towards `to`."""
        body = "".join(_stop(*stop) for stop in stops)
        return self._define("linearGradient", f' x1="0" y1="0" x2="{_text(to[0])}" y2="{_text(to[1])}">{body}')

    def radial(self, *stops: Stop, centre: Point = (0.5, 0.5), radius: float = 0.5) -> str:
        body = "".join(_stop(*stop) for stop in stops)
        place = f' cx="{_text(centre[0])}" cy="{_text(centre[1])}" r="{_text(radius)}"'
        return self._define("radialGradient", f"{place}>{body}")

    def blur(self, radius: float) -> str:
        return self._define(
            "filter",
            f' x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="{_text(radius)}"/>',
        )

    def clip(self, d: str) -> str:
        return self._define("clipPath", f'><path d="{d}"/>')

    def path(self, d: str, fill: str = "none", **attributes: Attribute) -> None:
        self._shapes.append(f'<path d="{d}" fill="{fill}"{_painting(attributes)}/>')

    def line(self, d: str, stroke: str, width: float, **attributes: Attribute) -> None:
        """An open line with round ends."""
        ends: dict[str, Attribute] = {"stroke_linecap": "round", "stroke_linejoin": "round"}
        self.path(d, "none", stroke=stroke, stroke_width=width, **(ends | attributes))

    def ellipse(self, centre: Point, radii: Point, fill: str, **attributes: Attribute) -> None:
        place = _attributes({"cx": centre[0], "cy": centre[1], "rx": radii[0], "ry": radii[1]})
        self._shapes.append(f'<ellipse{place} fill="{fill}"{_painting(attributes)}/>')

    def circle(self, centre: Point, radius: float, fill: str, **attributes: Attribute) -> None:
        self.ellipse(centre, (radius, radius), fill, **attributes)

    def rect(self, corner: Point, size: Point, fill: str, **attributes: Attribute) -> None:
        place = _attributes({"x": corner[0], "y": corner[1], "width": size[0], "height": size[1]})
        self._shapes.append(f'<rect{place} fill="{fill}"{_painting(attributes)}/>')

    @contextmanager
    def group(self, **attributes: Attribute) -> Iterator[None]:
        self._shapes.append(f"<g{_attributes(attributes)}>")
        yield
        self._shapes.append("</g>")

    @contextmanager
    def at(self, x: float, y: float, scale: float = 1, turn: float = 0) -> Iterator[None]:
        """What is added inside has its origin at (x, y), grown by `scale`, turned by `turn` degrees."""
        move = f"translate({_text(x)} {_text(y)})"
        with self.group(transform=f"{move} rotate({_text(turn)}) scale({_text(scale)})"):
            yield
