"""What may be logged of a fault? Its kind and its place, never its text: that may be private."""

from traceback import extract_tb


def fault(error: BaseException) -> dict[str, str]:
    """Return the fields of a log line: the error's type, and file and line where it arose."""
    frames = extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "at": where}
