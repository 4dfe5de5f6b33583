"""What Kith answers: features by name, each with its status; and the catalogue of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import cast

from feature_store.v1 import feature_store_pb2 as pb

Value = float | str | bool | None
"""Whole numbers are floats, too; timestamps are RFC 3339 texts; None: there is nothing to say, and no default."""


class Source(StrEnum):
    """Where an answer was read."""

    REPLICA = "REPLICA"
    DGRAPH = "DGRAPH"
    UNRECOGNIZED = "UNRECOGNIZED"  # a server newer than this client


class Status(StrEnum):
    """How to take a value."""

    OK = "OK"
    DEFAULTED = "DEFAULTED"  # there was nothing to aggregate
    TRUNCATED = "TRUNCATED"  # a limit left out edges that it could depend on
    STALE = "STALE"  # as_of is longer ago than the server's STALE_AFTER
    UNRECOGNIZED = "UNRECOGNIZED"


class ValueType(StrEnum):
    INT = "INT"
    DOUBLE = "DOUBLE"
    STRING = "STRING"
    BOOL = "BOOL"
    TIMESTAMP = "TIMESTAMP"
    UNRECOGNIZED = "UNRECOGNIZED"


@dataclass(frozen=True)
class GraphFeatures(Mapping[str, Value]):
    """The features of one user: a mapping of names to values.

    source: where they were read
    as_of: what reached the CDC topics before it is in them; None if that is not known
    statuses: of the values that are not plainly OK
    """

    user_id: str
    values_by_name: Mapping[str, Value]
    source: Source
    as_of: datetime | None
    statuses: Mapping[str, Status]

    def status(self, name: str) -> Status:
        """Of a feature that is among these."""
        self.values_by_name[name]
        return self.statuses.get(name, Status.OK)

    def row(self, names: Iterable[str]) -> list[Value]:
        """The values in the order of the names; a KeyError names all that are missing."""
        names = list(names)
        missing = [name for name in names if name not in self.values_by_name]
        if missing:
            raise KeyError(", ".join(missing))
        return [self.values_by_name[name] for name in names]

    def __getitem__(self, name: str) -> Value:
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


@dataclass(frozen=True)
class Feature:
    """A feature that can be asked for, as features.yaml declares it."""

    name: str
    type: ValueType
    description: str


@dataclass(frozen=True)
class Catalogue:
    """All features by name, and the names of the features of each set, in the order of features.yaml."""

    features: Mapping[str, Feature]
    sets: Mapping[str, tuple[str, ...]]


# A value that the proto has and these enums lack fails here, at import.
_SOURCES = {number: Source(name) for name, number in pb.Source.items() if number != 0}
_STATUSES = {number: Status(name) for name, number in pb.FeatureStatus.items()}
_TYPES = {number: ValueType(name) for name, number in pb.ValueType.items() if number != 0}


def features_of(user_id: str, answer: pb.GetGraphFeaturesResponse) -> GraphFeatures:
    return GraphFeatures(
        user_id,
        cast(dict[str, Value], dict(answer.features.items())),  # flat, as the proto says
        _SOURCES.get(answer.source, Source.UNRECOGNIZED),
        answer.as_of.ToDatetime(UTC) if answer.HasField("as_of") else None,
        {name: _STATUSES.get(number, Status.UNRECOGNIZED) for name, number in answer.status.items()},
    )


def catalogue_of(answer: pb.ListFeaturesResponse) -> Catalogue:
    features = [
        Feature(each.name, _TYPES.get(each.type, ValueType.UNRECOGNIZED), each.description) for each in answer.features
    ]
    return Catalogue(
        {feature.name: feature for feature in features},
        {each.name: tuple(each.feature_names) for each in answer.sets},
    )
