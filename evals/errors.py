"""The one exception of the evaluation."""

from corpus.errors import LoketError


class EvalError(LoketError):
    """A suite, a threshold or a request for an evaluation cannot be used; the text says why."""
