"""Fills a Feast online store with features that were computed before: a row a user of the CSV file that FEATURES names.

The first column is the user, the others are features; a column of which every value is a number is one of numbers.
"""

import os
from datetime import datetime, timedelta, timezone

import pandas
from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource
from feast.types import Float64, String

BATCH = 5_000


def main():
    with open("feature_store.yaml", "w") as config:
        config.write(
            "project: kith\n"
            "provider: local\n"
            "registry: registry.db\n"
            f"online_store: {{type: redis, connection_string: '127.0.0.1:{os.environ['REDIS_PORT']}'}}\n"
            "offline_store: {type: file}\n"
            "entity_key_serialization_version: 3\n"
        )
    rows = pandas.read_csv(os.environ["FEATURES"])
    key, *features = rows.columns
    now = datetime.now(timezone.utc)
    rows["at"] = now
    # A source must be named; what is served never comes from it.
    rows.head(1).to_parquet("features.parquet")
    user = Entity(name="user", join_keys=[key])
    view = FeatureView(
        name="features",
        entities=[user],
        ttl=timedelta(days=1),
        schema=[Field(name=key, dtype=String)]
        + [Field(name=f, dtype=Float64 if is_number(rows[f]) else String) for f in features],
        source=FileSource(path="features.parquet", timestamp_field="at"),
    )
    store = FeatureStore(repo_path=".")
    store.apply([user, view, FeatureService(name="all", features=[view])])
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH].copy()
        for feature in features:
            if is_number(batch[feature]):
                batch[feature] = batch[feature].astype("float64")
        store.write_to_online_store("features", batch)


def is_number(column):
    return pandas.api.types.is_numeric_dtype(column)


if __name__ == "__main__":
    main()
