"""Asks Kith for the graph features of users: Client, or AsyncClient within asyncio.

with kith.Client("localhost:50051") as client:
    features = client.get("u0089", feature_set="seed")
    features["friend_count"], features.status("friend_count"), features.as_of
"""

from feature_store.v1.feature_store_pb2 import HypotheticalEdge, RecordPosition

from kith.client import Ask, AsyncClient, Client
from kith.errors import (
    Aborted,
    DeadlineExceeded,
    FailedPrecondition,
    InvalidArgument,
    KithError,
    NotFound,
    ResourceExhausted,
    Unavailable,
)
from kith.features import Catalogue, Feature, GraphFeatures, Source, Status, Value, ValueType

__all__ = [
    "Aborted",
    "Ask",
    "AsyncClient",
    "Catalogue",
    "Client",
    "DeadlineExceeded",
    "FailedPrecondition",
    "Feature",
    "GraphFeatures",
    "HypotheticalEdge",
    "InvalidArgument",
    "KithError",
    "NotFound",
    "RecordPosition",
    "ResourceExhausted",
    "Source",
    "Status",
    "Unavailable",
    "Value",
    "ValueType",
]
