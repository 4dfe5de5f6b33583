"""The clients: Client blocks, AsyncClient is for asyncio; else they are alike.

Make one and keep it: it holds a connection, which any number of threads, or tasks of one event loop, may share.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

import grpc
import grpc.aio
from feature_store.v1 import feature_store_pb2 as pb
from feature_store.v1.feature_store_pb2_grpc import FeatureStoreServiceStub
from google.protobuf.message import Message

from kith.errors import KithError, error
from kith.features import Catalogue, GraphFeatures, catalogue_of, features_of
from kith.settings import CHANNEL_OPTIONS, address_or_default, timeout_or_default


class Ask(TypedDict, total=False):
    """What can be asked beside the user: the fields of the proto's request, which says what they mean."""

    feature_names: Sequence[str]
    feature_set: str
    at: datetime  # UTC, if it has no time zone
    max_staleness: timedelta
    must_include: Sequence[pb.RecordPosition]
    must_include_until: datetime
    default_unknown: bool
    what_if: Sequence[pb.HypotheticalEdge]


class Client:
    """Asks Kith, and waits for the answer.

    address: HOST:PORT; default: FEATURE_STORE_GRPC_ADDRESS, else localhost:50051
    timeout: in seconds, for a call with all its retries; default: GRPC_TIMEOUT_SECONDS, else 0.5
    credentials: for TLS; default: none, as a Kith on the same machine or network has it
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        timeout: float | None = None,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        self._timeout = timeout_or_default(timeout)
        address = address_or_default(address)
        self._channel = (
            grpc.insecure_channel(address, CHANNEL_OPTIONS)
            if credentials is None
            else grpc.secure_channel(address, credentials, CHANNEL_OPTIONS)
        )
        self._stub = FeatureStoreServiceStub(self._channel)  # type: ignore[no-untyped-call]

    def get(self, user_id: str, *, timeout: float | None = None, **ask: Unpack[Ask]) -> GraphFeatures:
        """The features of one user; all, if none are named. Raises a KithError."""
        request = pb.GetGraphFeaturesRequest(user_id=user_id, **ask)
        return features_of(user_id, self._call(self._stub.GetGraphFeatures, request, timeout))

    def get_batch(
        self, user_ids: Sequence[str], *, timeout: float | None = None, **ask: Unpack[Ask]
    ) -> list[GraphFeatures | KithError]:
        """The same of up to 100 users as of one time: an answer, or what was wrong, for each, in their order.

        Raises a KithError for what concerns all.
        """
        request = pb.BatchGetGraphFeaturesRequest(user_ids=user_ids, **ask)
        return _results(self._call(self._stub.BatchGetGraphFeatures, request, timeout))

    def catalogue(self, *, timeout: float | None = None) -> Catalogue:
        """What can be asked for. Raises a KithError."""
        return catalogue_of(self._call(self._stub.ListFeatures, pb.ListFeaturesRequest(), timeout))

    def close(self) -> None:
        self._channel.close()

    def _call(self, method: Any, request: Message, timeout: float | None) -> Any:
        seconds = _positive(self._timeout if timeout is None else timeout)
        try:
            return method(request, timeout=seconds)
        except grpc.RpcError as failed:
            raise error(failed.code(), failed.details()) from failed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class AsyncClient:
    """Client's sister for asyncio. Make it in the event loop that uses it."""

    def __init__(
        self,
        address: str | None = None,
        *,
        timeout: float | None = None,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        self._timeout = timeout_or_default(timeout)
        address = address_or_default(address)
        self._channel = (
            grpc.aio.insecure_channel(address, CHANNEL_OPTIONS)
            if credentials is None
            else grpc.aio.secure_channel(address, credentials, CHANNEL_OPTIONS)
        )
        self._stub = FeatureStoreServiceStub(self._channel)  # type: ignore[no-untyped-call]

    async def get(self, user_id: str, *, timeout: float | None = None, **ask: Unpack[Ask]) -> GraphFeatures:
        """As Client.get."""
        request = pb.GetGraphFeaturesRequest(user_id=user_id, **ask)
        return features_of(user_id, await self._call(self._stub.GetGraphFeatures, request, timeout))

    async def get_batch(
        self, user_ids: Sequence[str], *, timeout: float | None = None, **ask: Unpack[Ask]
    ) -> list[GraphFeatures | KithError]:
        """As Client.get_batch."""
        request = pb.BatchGetGraphFeaturesRequest(user_ids=user_ids, **ask)
        return _results(await self._call(self._stub.BatchGetGraphFeatures, request, timeout))

    async def catalogue(self, *, timeout: float | None = None) -> Catalogue:
        """As Client.catalogue."""
        return catalogue_of(await self._call(self._stub.ListFeatures, pb.ListFeaturesRequest(), timeout))

    async def close(self) -> None:
        await self._channel.close()

    async def _call(self, method: Any, request: Message, timeout: float | None) -> Any:
        seconds = _positive(self._timeout if timeout is None else timeout)
        try:
            return await method(request, timeout=seconds)
        except grpc.RpcError as failed:
            raise error(failed.code(), failed.details()) from failed

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()


def _positive(timeout: float) -> float:
    """The timeout, unless it is over already: gRPC would still ask then, and take an answer that comes fast enough."""
    if timeout <= 0:
        raise error(grpc.StatusCode.DEADLINE_EXCEEDED, f"The timeout of {timeout:g} s left no time to ask in")
    return timeout


def _results(
    answer: pb.BatchGetGraphFeaturesResponse,
) -> list[GraphFeatures | KithError]:
    return [
        features_of(each.user_id, each.answer)
        if each.HasField("answer")
        else error(each.error.code, each.error.message)
        for each in answer.results
    ]
