"""What Kith could not answer: an exception for each gRPC status code that its proto names."""

import grpc


class KithError(Exception):
    """No answer. Those of codes that a caller may want to tell apart have classes of their own.

    code: gRPC's status code
    message: what was wrong, for people
    """

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message


class InvalidArgument(KithError):
    """An empty or over-long key, an unknown feature or set, a wrong hypothetical edge: the message names it."""


class NotFound(KithError):
    """There is no such user."""


class FailedPrecondition(KithError):
    """What max_staleness, must_include or must_include_until ask for did not arrive in time."""


class DeadlineExceeded(KithError):
    """No answer within the timeout."""


class ResourceExhausted(KithError):
    """Too many requests at once: try again later, and not at once."""


class Aborted(KithError):
    """Dgraph aborted the read: try again."""


class Unavailable(KithError):
    """Kith can't be reached, or no source can answer now; it was tried again already."""


_BY_CODE: dict[grpc.StatusCode, type[KithError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgument,
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.FAILED_PRECONDITION: FailedPrecondition,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
    grpc.StatusCode.RESOURCE_EXHAUSTED: ResourceExhausted,
    grpc.StatusCode.ABORTED: Aborted,
    grpc.StatusCode.UNAVAILABLE: Unavailable,
}
_BY_NUMBER = {code.value[0]: code for code in grpc.StatusCode}


def error(code: grpc.StatusCode | int, message: str | None) -> KithError:
    """The exception of a code, which may be a number as in a batch's error."""
    if isinstance(code, int):
        code = _BY_NUMBER.get(code, grpc.StatusCode.UNKNOWN)
    return _BY_CODE.get(code, KithError)(code, message or "")
