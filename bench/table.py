"""In which words are the results told? Medians, and ratios of calls that ran side by side."""

from collections.abc import Sequence
from statistics import median

Row = tuple[str, ...]

HEAD: Row = ("", "Bobwhite", "bare, relay", "ratio", "bare, direct", "ratio")


def ratio_row(
    words: str, own: Sequence[float], relay: Sequence[float], direct: Sequence[float]
) -> Row:
    """Return the cells of one span; the sequences hold ms, one for each round in the same order."""
    return (
        words,
        f"{median(own):.0f} ms",
        f"{median(relay):.0f} ms",
        ratios(own, relay),
        f"{median(direct):.0f} ms",
        ratios(own, direct),
    )


def ratios(own: Sequence[float], other: Sequence[float]) -> str:
    """Return the median of the ratios of each round, with the least and the most."""
    each = [a / b for a, b in zip(own, other, strict=True)]
    return f"{median(each):.2f} ({min(each):.2f}–{max(each):.2f})"


def lay_out(rows: Sequence[Row]) -> str:
    """Return the rows below their heads, with the numbers aligned on the right."""
    cells = [HEAD, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
