"""What stops a text from becoming an article."""

from __future__ import annotations


class Refused(ValueError):
    """Bytes or text that cannot be an article; ``problem`` and ``remedy`` are short phrases."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


class BoundError(ValueError):
    """A bound that was set in the environment is none."""


class ArticleError(Exception):
    """``path`` could not be read as an article: what the problem is and what helps."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path = path
        self.problem = problem
        self.remedy = remedy
