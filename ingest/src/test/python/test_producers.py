"""Producers that are not Debezium: Confluent's own client for Python, with its Avro serializer and its registry client.

The registry is behind TLS and a password, for the producer as for ingest. Everything is real: broker, registry, ingest
and serving.
"""

import itertools
import json
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import kith
import pytest
import real_parts
import trustme
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from confluent_kafka.schema_registry import (
    SchemaRegistryClient,
    record_subject_name_strategy,
    topic_record_subject_name_strategy,
    topic_subject_name_strategy,
)
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from guard import Guard

USER_INFO = "kith:let me: in"
USERS, FRIENDSHIPS, PURCHASES = "shop.public.users", "shop.public.friendships", "shop.public.purchases"

Schema = dict[str, Any]
Row = dict[str, Any]


def record(name: str, **fields: Any) -> Schema:
    return {"type": "record", "name": name, "fields": [{"name": f, "type": t} for f, t in fields.items()]}


def nullable(schema: Any) -> list[Any]:
    return ["null", schema]


@dataclass(frozen=True)
class Form:
    """How a producer writes a row, of a key's type and with more columns: the schema, and an insert and a delete."""

    schema: Callable[..., Schema]
    insert: Callable[[Row, int], Row]
    delete: Callable[[Row, int], Row]


def envelope_schema(name: str, **columns: Any) -> Schema:
    row = record("Value", **columns) | {"namespace": name}
    source = record("Source", lsn=nullable("long"), ts_ms="long") | {"namespace": name}
    envelope = record(
        "Envelope", before=nullable(row), after=nullable("Value"), source=source, op="string", ts_ms="long"
    )
    return envelope | {"namespace": name}


def source(position: int) -> Row:
    return {"lsn": position, "ts_ms": time.time_ns() // 1_000_000}


ENVELOPE = Form(
    envelope_schema,
    lambda row, at: {"before": None, "after": row, "source": source(at), "op": "c", "ts_ms": 1},
    lambda row, at: {"before": row, "after": None, "source": source(at), "op": "d", "ts_ms": 1},
)
FLATTENED = Form(
    lambda name, **columns: record(
        f"{name}.Row", **columns, __deleted="string", __op="string", __lsn="long", __source_ts_ms="long"
    ),
    lambda row, at: (
        row | {"__deleted": "false", "__op": "c", "__lsn": at, "__source_ts_ms": time.time_ns() // 1_000_000}
    ),
    lambda row, at: (
        row | {"__deleted": "true", "__op": "d", "__lsn": at, "__source_ts_ms": time.time_ns() // 1_000_000}
    ),
)


@dataclass(frozen=True)
class Keys:
    """A type of keys: of the column, and of the record's key, which is a record of it or the plain value."""

    column: str
    is_record: bool

    def schema(self, name: str) -> Any:
        return record(f"{name}.Key", user_id=self.column) if self.is_record else self.column

    def value(self, key: str | int) -> Any:
        return {"user_id": key} if self.is_record else key


class Pipe:
    """A producer, and a Kith that reads what it writes."""

    def __init__(self, kafka: str, registry: SchemaRegistryClient, client: kith.Client) -> None:
        self.registry = registry
        self.client = client
        self.producer = Producer({"bootstrap.servers": kafka})
        self.numbers = itertools.count(1)
        self.subject_strategy = topic_subject_name_strategy

    def send(self, topic: str, key_schema: Any, key: Any, schema: Schema, value: Row | None) -> None:
        self.producer.produce(
            topic,
            key=self.serialized(topic, MessageField.KEY, key_schema, key),
            value=None if value is None else self.serialized(topic, MessageField.VALUE, schema, value),
        )
        assert self.producer.flush(30) == 0

    def serialized(self, topic: str, field: MessageField, schema: Any, value: Any) -> bytes:
        # A plain key has no name that a subject could have.
        strategy = self.subject_strategy if isinstance(schema, dict) else topic_subject_name_strategy
        settings = {"auto.register.schemas": True, "subject.name.strategy": strategy}
        serializer = AvroSerializer(self.registry, json.dumps(schema), conf=settings)
        serialized = serializer(value, SerializationContext(topic, field))
        assert isinstance(serialized, bytes)
        return serialized

    def feature(self, user: str | int, name: str) -> kith.Value:
        return self.client.get(str(user), feature_names=[name])[name]

    def eventually(self, user: str | int, name: str, wanted: kith.Value | type[kith.KithError]) -> None:
        end = time.monotonic() + 30
        seen: Any = None
        while time.monotonic() < end:
            try:
                seen = self.feature(user, name)
            except kith.KithError as failed:
                seen = type(failed)
            if seen == wanted:
                return
            time.sleep(0.05)
        raise AssertionError(f"{name} of {user} is {seen}, not {wanted}")


@dataclass(frozen=True)
class Guarded:
    """A registry behind TLS and a password."""

    guard: Guard
    url: str
    certificate: Path


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("registry")
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    with (
        real_parts.registry(folder) as url,
        Guard(url.removesuffix("/apis/ccompat/v7"), USER_INFO, tls) as guard,
    ):
        yield Guarded(guard, f"https://localhost:{guard.port}/apis/ccompat/v7", folder / "ca.pem")


@pytest.fixture(scope="module")
def pipe(guarded: Guarded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipe]:
    folder = tmp_path_factory.mktemp("kith")
    trust = folder / "trust.p12"
    keytool = str(Path(real_parts.java()).with_name("keytool"))
    command = [keytool, "-importcert", "-noprompt", "-file", str(guarded.certificate), "-keystore", str(trust)]
    subprocess.run([*command, "-storepass", "public"], check=True, capture_output=True)
    port = str(real_parts.free_port())
    with real_parts.kafka(folder) as kafka:
        admin = AdminClient({"bootstrap.servers": kafka})
        names = [USERS, "shop.public.products", FRIENDSHIPS, PURCHASES]
        for made in admin.create_topics([NewTopic(name, 2, 1) for name in names]).values():
            made.result(30)
        common = {"KAFKA_BOOTSTRAP_SERVERS": kafka, "DGRAPH_ALPHA_HOST": "none"}
        with (
            real_parts.kith(
                "ingest",
                folder,
                SCHEMA_REGISTRY_URL=guarded.url,
                SCHEMA_REGISTRY_USER_INFO=USER_INFO,
                STATE_DIR=str(folder / "state"),
                KITH_JAVA_OPTS=f"-Djavax.net.ssl.trustStore={trust} -Djavax.net.ssl.trustStorePassword=public",
                **common,
            ),
            real_parts.kith("serve", folder, GRAPH_SOURCE="replica", GRPC_HOST="127.0.0.1", GRPC_PORT=port, **common),
            kith.Client(f"127.0.0.1:{port}", timeout=5) as client,
        ):
            registry = SchemaRegistryClient(
                {"url": guarded.url, "basic.auth.user.info": USER_INFO, "ssl.ca.location": str(guarded.certificate)}
            )
            yield Pipe(kafka, registry, client)


ANY_KEYS = [Keys(column, is_record) for column in ("string", "int", "long") for is_record in (True, False)]


@pytest.mark.parametrize("form", [ENVELOPE, FLATTENED], ids=["envelope", "flattened"])
@pytest.mark.parametrize("keys", ANY_KEYS, ids=[f"{k.column}{'-record' if k.is_record else ''}" for k in ANY_KEYS])
def test_rows_with_keys_of_every_type(pipe: Pipe, form: Form, keys: Keys) -> None:
    number = next(pipe.numbers)
    user: str | int = f"user {number}" if keys.column == "string" else (1 << 40) * (keys.column == "long") + number
    schema = form.schema(f"users{number}", user_id=keys.column, age=nullable("int"), city=nullable("string"))
    key_schema, key = keys.schema(f"users{number}"), keys.value(user)

    row = {"user_id": user, "age": 20 + number, "city": "Öslo"}
    pipe.send(USERS, key_schema, key, schema, form.insert(row, 10))
    pipe.eventually(user, "age", 20 + number)
    assert pipe.feature(user, "city") == "Öslo"

    pipe.send(USERS, key_schema, key, schema, form.insert(row | {"age": None}, 20))
    pipe.eventually(user, "age", None)

    pipe.send(USERS, key_schema, key, schema, form.delete(row, 30))
    pipe.send(USERS, key_schema, key, schema, None)
    pipe.eventually(user, "age", kith.NotFound)


@pytest.mark.parametrize(
    "strategy", [topic_subject_name_strategy, record_subject_name_strategy, topic_record_subject_name_strategy]
)
def test_every_subject_strategy(pipe: Pipe, strategy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipe, "subject_strategy", strategy)
    number = next(pipe.numbers)
    user = f"user {number}"
    schema = envelope_schema(f"{strategy.__name__}", user_id="string", age=nullable("int"))
    keys = Keys("string", True)
    pipe.send(
        USERS,
        keys.schema(f"s{number}"),
        keys.value(user),
        schema,
        ENVELOPE.insert({"user_id": user, "age": number}, 10),
    )
    pipe.eventually(user, "age", number)
    subjects = pipe.registry.get_subjects()
    name = f"{strategy.__name__}.Envelope"
    expected = {
        "topic_subject_name_strategy": f"{USERS}-value",
        "record_subject_name_strategy": name,
        "topic_record_subject_name_strategy": f"{USERS}-{name}",
    }
    assert expected[strategy.__name__] in subjects


def test_a_graph_of_several_tables_and_a_column_that_is_added(pipe: Pipe) -> None:
    number = next(pipe.numbers)
    one, other = 1_000 * number, 1_000 * number + 1
    for user in (one, other):
        schema = envelope_schema("people", user_id="long", age=nullable("int"))
        pipe.send(USERS, "long", user, schema, ENVELOPE.insert({"user_id": user, "age": 40}, 10))
    friends = envelope_schema("pairs", user_id="long", friend_id="long", since=nullable("string"))
    pair = {"user_id": one, "friend_id": other, "since": "2026-01-02T03:04:05Z"}
    pair_key = record("pairs.Key", user_id="long", friend_id="long")
    pipe.send(FRIENDSHIPS, pair_key, {"user_id": one, "friend_id": other}, friends, ENVELOPE.insert(pair, 20))

    columns = {"purchase_id": "long", "user_id": "long", "product_id": "long", "quantity": "int", "amount": "double"}
    at = {"type": "long", "connect.name": "io.debezium.time.MicroTimestamp"}
    plain, with_note = (
        FLATTENED.schema(f"sold{n}", **columns, purchased_at=at, **more)
        for n, more in enumerate([{}, {"note": nullable("string")}])
    )
    sold = {"user_id": other, "product_id": 5, "quantity": 1, "amount": 9.5, "purchased_at": time.time_ns() // 1_000}
    pipe.send(PURCHASES, "long", 1, plain, FLATTENED.insert(sold | {"purchase_id": 1}, 30))
    pipe.send(PURCHASES, "long", 2, with_note, FLATTENED.insert(sold | {"purchase_id": 2, "note": "a gift"}, 31))
    pipe.eventually(one, "friend_purchase_amount_7d", 19.0)
    assert pipe.feature(one, "avg_friend_age") == 40


def test_the_registry_lets_nobody_in_without_the_password(pipe: Pipe, guarded: Guarded) -> None:
    context = ssl.create_default_context(cafile=str(guarded.certificate))
    assert httpx.get(f"{guarded.url}/subjects", verify=context).status_code == 401
    with pytest.raises(httpx.TransportError):
        httpx.get(guarded.url.replace("https", "http"))
    before = guarded.guard.passed
    user = next(pipe.numbers)
    schema = envelope_schema(f"fresh{user}", user_id="int", age=nullable("int"))
    pipe.send(USERS, "int", user, schema, ENVELOPE.insert({"user_id": user, "age": 33}, 10))
    pipe.eventually(user, "age", 33)
    # The producer registers the schema, and ingest asks for it.
    assert guarded.guard.passed >= before + 2
