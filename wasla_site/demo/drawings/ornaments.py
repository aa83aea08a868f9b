"""Small line marks for labels, lids and prints, each drawn in a circle of radius 1 about the origin."""

from collections.abc import Callable
from math import cos, pi, sin

from wasla_site.demo.drawings.canvas import Canvas

THIN = 0.07


def paint_mark(canvas: Canvas, name: str, ink: str) -> None:
    MARKS[name](canvas, ink)


def polygon(corners: int, radius: float, turn: float = 0) -> str:
    points = (
        (radius * sin(turn + 2 * pi * i / corners), -radius * cos(turn + 2 * pi * i / corners)) for i in range(corners)
    )
    return "M" + " L".join(f"{x:.3f} {y:.3f}" for x, y in points) + "Z"


def _star(canvas: Canvas, ink: str) -> None:
    for turn in (0, pi / 4):
        canvas.path(polygon(4, 1, turn), stroke=ink, stroke_width=THIN, stroke_linejoin="round")
    canvas.circle((0, 0), 0.42, "none", stroke=ink, stroke_width=THIN)
    canvas.path(polygon(8, 0.2), ink)


def _rays(canvas: Canvas, ink: str) -> None:
    for i in range(16):
        with canvas.at(0, 0, 1, 22.5 * i):
            canvas.line(f"M0 -0.5 V{-0.98 if i % 2 == 0 else -0.78}", ink, THIN)
    canvas.circle((0, 0), 0.34, ink)


def _moon(canvas: Canvas, ink: str) -> None:
    canvas.path("M0.35 -0.8 A0.86 0.86 0 1 0 0.35 0.8 A0.68 0.68 0 1 1 0.35 -0.8Z", ink)
    with canvas.at(0.5, 0, 0.28):
        canvas.path("M0 -1 L0.28 -0.28 L1 0 L0.28 0.28 L0 1 L-0.28 0.28 L-1 0 L-0.28 -0.28Z", ink)


def _palm(canvas: Canvas, ink: str) -> None:
    canvas.line("M0 1 Q-0.1 0.3 0 -0.3", ink, THIN * 1.5)
    for x, y, bend in ((-0.9, 0.1, -0.7), (0.9, 0.1, -0.7), (-0.8, -0.55, -0.85), (0.8, -0.55, -0.85), (0, -1, -0.7)):
        canvas.path(f"M0 -0.3 Q{x * 0.5} {bend} {x} {y} Q{x * 0.45} {bend + 0.3} 0 -0.3Z", ink)
    for x in (-0.16, 0.16):
        canvas.circle((x, -0.12), 0.1, ink)


def _lattice(canvas: Canvas, ink: str) -> None:
    for step in (-0.66, 0, 0.66):
        canvas.path(f"M{step - 0.33} 0 L{step} -0.5 L{step + 0.33} 0 L{step} 0.5Z", stroke=ink, stroke_width=THIN)
    for step in (-0.33, 0.33):
        canvas.path(f"M{step} -1 L{step + 0.33} -0.5 L{step} 0 L{step - 0.33} -0.5Z", stroke=ink, stroke_width=THIN)
        canvas.path(f"M{step} 0 L{step + 0.33} 0.5 L{step} 1 L{step - 0.33} 0.5Z", stroke=ink, stroke_width=THIN)


def _wave(canvas: Canvas, ink: str) -> None:
    for y in (-0.5, -0.12, 0.26, 0.64):
        canvas.line(f"M-0.95 {y} q0.24 -0.34 0.48 0 t0.48 0 t0.48 0 t0.46 0", ink, THIN)


def _rose(canvas: Canvas, ink: str) -> None:
    for i in range(6):
        with canvas.at(0, 0, 1, 60 * i):
            canvas.path("M0 -0.3 C0.55 -0.5 0.5 -1 0 -1 C-0.5 -1 -0.55 -0.5 0 -0.3Z", stroke=ink, stroke_width=THIN)
    canvas.circle((0, 0), 0.2, ink)
    canvas.circle((0, 0), 0.36, "none", stroke=ink, stroke_width=THIN)


def _drop(canvas: Canvas, ink: str) -> None:
    canvas.path(
        "M0 -1 C0.7 -0.2 0.72 0.2 0.6 0.5 A0.66 0.66 0 0 1 -0.6 0.5 C-0.72 0.2 -0.7 -0.2 0 -1Z",
        stroke=ink,
        stroke_width=THIN * 1.2,
    )
    canvas.line("M-0.3 0.45 A0.36 0.36 0 0 0 0.1 0.72", ink, THIN)


def _arch(canvas: Canvas, ink: str) -> None:
    for size in (1, 0.68, 0.36):
        canvas.line(
            f"M{-0.7 * size} 0.95 V{0.3 - 0.5 * size} A{0.7 * size} {0.8 * size} 0 0 1 {0.7 * size} {0.3 - 0.5 * size} V0.95",
            ink,
            THIN,
        )


def _leaf(canvas: Canvas, ink: str) -> None:
    canvas.line("M0 1 V-0.5", ink, THIN)
    for y in (-0.2, 0.2, 0.6):
        for side in (1, -1):
            canvas.path(
                f"M0 {y + 0.16} Q{0.2 * side} {y - 0.4} {0.75 * side} {y - 0.4} Q{0.6 * side} {y + 0.1} 0 {y + 0.16}Z",
                ink,
            )
    canvas.path("M0 -0.35 Q0.3 -0.7 0 -1 Q-0.3 -0.7 0 -0.35Z", ink)


def _diamond(canvas: Canvas, ink: str) -> None:
    canvas.path("M0 -1 L0.7 0 L0 1 L-0.7 0Z", stroke=ink, stroke_width=THIN)
    canvas.path("M0 -0.6 L0.42 0 L0 0.6 L-0.42 0Z", ink)


def _horizon(canvas: Canvas, ink: str) -> None:
    canvas.path("M-0.6 0.1 A0.6 0.6 0 0 1 0.6 0.1Z", ink)
    for y, half in ((0.3, 0.95), (0.52, 0.7), (0.74, 0.42)):
        canvas.line(f"M{-half} {y} H{half}", ink, THIN)


def _peak(canvas: Canvas, ink: str) -> None:
    canvas.path(
        "M-1 0.7 L-0.3 -0.6 L0 -0.1 L0.25 -0.45 L1 0.7Z", stroke=ink, stroke_width=THIN * 1.4, stroke_linejoin="round"
    )
    canvas.circle((0.55, -0.65), 0.18, ink)


def _none(_canvas: Canvas, _ink: str) -> None:
    """A plain surface."""


MARKS: dict[str, Callable[[Canvas, str], None]] = {
    "star": _star,
    "rays": _rays,
    "moon": _moon,
    "palm": _palm,
    "lattice": _lattice,
    "wave": _wave,
    "rose": _rose,
    "drop": _drop,
    "arch": _arch,
    "leaf": _leaf,
    "diamond": _diamond,
    "horizon": _horizon,
    "peak": _peak,
    "none": _none,
}
