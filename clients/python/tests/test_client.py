"""The clients against a real Kith. Each test runs with both."""

import asyncio
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import kith
import pytest
import trustme
from kith import Source, Status, ValueType
from kith_tests import Popular
from tcp_proxy import TcpProxy


class Blocking:
    """AsyncClient to be called like Client: each call is run to its end by an event loop of its own."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        self.runner = asyncio.Runner()
        self.client = self.runner.run(self.make(*args, **settings))

    @staticmethod
    async def make(*args: Any, **settings: Any) -> kith.AsyncClient:
        return kith.AsyncClient(*args, **settings)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args, **ask: self.runner.run(getattr(self.client, name)(*args, **ask))

    def close(self) -> None:
        self.runner.run(self.client.close())
        self.runner.close()


@pytest.fixture(params=[kith.Client, Blocking], ids=["sync", "asyncio"])
def connect(request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    made: list[Any] = []

    def make(*args: Any, **settings: Any) -> Any:
        made.append(request.param(*args, **settings))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(connect: Callable[..., Any], address: str) -> Any:
    return connect(address, timeout=10)


def test_all_features_come_by_name_as_the_source_tables_say(client: Any, popular: Popular) -> None:
    features = client.get(popular.key)
    assert features.user_id == popular.key
    assert (features["age"], features["friend_count"]) == (popular.age, popular.friends)
    assert features["purchase_count_30d"] <= popular.purchases
    assert set(features) == set(client.catalogue().features)
    assert features.source is Source.REPLICA
    assert timedelta(0) <= datetime.now(UTC) - features.as_of < timedelta(minutes=1)


def test_a_set_and_names_choose_features(client: Any, popular: Popular) -> None:
    features = client.get(popular.key, feature_set="seed", feature_names=["age"])
    assert set(features) == {"age", *client.catalogue().sets["seed"]}
    assert features.row(["friend_count", "age"]) == [popular.friends, popular.age]


def test_a_row_with_missing_features_names_them(client: Any, popular: Popular) -> None:
    features = client.get(popular.key, feature_names=["age"])
    with pytest.raises(KeyError, match="friend_count, city"):
        features.row(["friend_count", "age", "city"])
    with pytest.raises(KeyError):
        features.status("friend_count")


def test_the_catalogue_tells_types_and_meanings(client: Any) -> None:
    catalogue = client.catalogue()
    assert catalogue.features["avg_friend_age"].type is ValueType.DOUBLE
    assert catalogue.features["city"].type is ValueType.STRING
    assert catalogue.features["friend_count"].description == "Friends."
    assert ValueType.UNRECOGNIZED not in {feature.type for feature in catalogue.features.values()}


def test_values_that_are_not_plainly_ok_say_so(client: Any, popular: Popular) -> None:
    unknown = client.get("nobody", default_unknown=True)
    assert set(unknown.statuses.values()) == {Status.DEFAULTED}
    assert (unknown["friend_count"], unknown["city"]) == (0, None)
    assert client.get(popular.key).status("friend_count") is Status.OK


def test_windows_are_as_of_another_time(client: Any, popular: Popular) -> None:
    long_ago = client.get(popular.key, at=datetime.now(UTC) - timedelta(days=60))
    assert long_ago["purchase_count_30d"] == 0
    assert client.get(popular.key)["purchase_count_30d"] > 0


def test_what_if_adds_an_edge_for_one_answer(client: Any, popular: Popular) -> None:
    purchase = kith.HypotheticalEdge(
        type="purchased", from_key=popular.key, to_key="p0001", attributes={"amount": 950.5}
    )
    names = ["purchase_count_1h", "purchase_amount_1h"]
    before = client.get(popular.key, feature_names=names)
    count, amount = client.get(popular.key, feature_names=names, what_if=[purchase]).row(names)
    assert count == before["purchase_count_1h"] + 1
    assert amount == pytest.approx(before["purchase_amount_1h"] + 950.5)


def test_a_batch_has_an_answer_or_an_error_for_each(client: Any, popular: Popular) -> None:
    results = client.get_batch(["nobody", popular.key, ""], feature_names=["friend_count"])
    assert [type(result) for result in results] == [kith.NotFound, kith.GraphFeatures, kith.InvalidArgument]
    assert dict(results[1]) == {"friend_count": popular.friends}
    assert results[1].user_id == popular.key
    assert "nobody" in results[0].message


@pytest.mark.parametrize(
    ("expected", "user", "ask"),
    [
        (kith.NotFound, "nobody", {}),
        (kith.InvalidArgument, "", {}),
        (kith.InvalidArgument, "u0001", {"feature_names": ["shoe_size"]}),
        (kith.FailedPrecondition, "u0001", {"max_staleness": timedelta(0), "timeout": 0.4}),
        (kith.DeadlineExceeded, "u0001", {"timeout": 0}),
        (kith.DeadlineExceeded, "u0001", {"timeout": -0.2}),
    ],
)
def test_each_status_code_has_its_exception(
    client: Any, expected: type[kith.KithError], user: str, ask: dict[str, Any]
) -> None:
    with pytest.raises(expected) as raised:
        client.get(user, **ask)
    assert type(raised.value) is expected
    assert raised.value.code.name in str(raised.value)
    assert "shoe_size" in raised.value.message or "feature_names" not in ask


def test_what_concerns_a_whole_batch_is_raised(client: Any) -> None:
    with pytest.raises(kith.InvalidArgument):
        client.get_batch([])


def test_a_field_that_the_request_lacks_is_refused(client: Any) -> None:
    with pytest.raises(ValueError, match="feature_name"):
        client.get("u0001", feature_name="age")


def test_no_answer_within_the_timeout(connect: Callable[..., Any], proxy: TcpProxy, popular: Popular) -> None:
    client = connect(proxy.address, timeout=0.3)
    client.get(popular.key, timeout=10)  # connects
    proxy.slow(2)
    with pytest.raises(kith.DeadlineExceeded):
        client.get(popular.key)


def test_a_call_whose_connection_breaks_is_tried_again(
    connect: Callable[..., Any], proxy: TcpProxy, popular: Popular
) -> None:
    client = connect(proxy.address, timeout=10)
    client.get(popular.key)
    proxy.cut_next()
    assert client.get(popular.key)["age"] == popular.age
    assert proxy.cuts == 1


def test_unavailable_while_kith_is_away_and_soon_after_it_is_back(
    connect: Callable[..., Any], proxy: TcpProxy, popular: Popular
) -> None:
    client = connect(proxy.address, timeout=5)
    client.get(popular.key)
    proxy.down()
    with pytest.raises(kith.Unavailable):
        client.get(popular.key)
    proxy.up()
    end = time.monotonic() + 30
    while True:
        try:
            assert client.get(popular.key)["age"] == popular.age
            return
        except kith.Unavailable:
            assert time.monotonic() < end, "not found again"
            time.sleep(0.05)


def test_credentials_make_it_tls(connect: Callable[..., Any], address: str, popular: Popular) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.set_alpn_protocols(["h2"])
    authority.issue_cert("localhost").configure_cert(context)
    with TcpProxy(address, context) as proxy:
        trusting = grpc.ssl_channel_credentials(authority.cert_pem.bytes())
        client = connect(f"localhost:{proxy.port}", timeout=10, credentials=trusting)
        assert client.get(popular.key)["age"] == popular.age
        with pytest.raises(kith.Unavailable):
            connect(f"localhost:{proxy.port}", timeout=10, credentials=grpc.ssl_channel_credentials()).get(popular.key)


def test_the_environment_names_address_and_timeout(
    connect: Callable[..., Any], proxy: TcpProxy, popular: Popular, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEATURE_STORE_GRPC_ADDRESS", proxy.address)
    monkeypatch.setenv("GRPC_TIMEOUT_SECONDS", "0.3")
    client = connect()
    client.get(popular.key, timeout=10)
    proxy.slow(2)
    with pytest.raises(kith.DeadlineExceeded):
        client.get(popular.key)


@pytest.mark.parametrize("seconds", ["soon", "0", "-1", "inf", "nan"])
def test_a_timeout_that_is_none_is_refused(
    connect: Callable[..., Any], seconds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRPC_TIMEOUT_SECONDS", seconds)
    with pytest.raises(ValueError, match=f"GRPC_TIMEOUT_SECONDS.*{seconds}"):
        connect()


def test_threads_share_a_client(address: str, popular: Popular) -> None:
    with kith.Client(address, timeout=10) as client, ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: client.get(popular.key, feature_names=["age"])["age"], range(100))
        assert set(answers) == {popular.age}


def test_tasks_share_a_client(address: str, popular: Popular) -> None:
    async def ages(client: kith.AsyncClient) -> set[kith.Value]:
        return {(await client.get(popular.key, feature_names=["age"]))["age"] for _ in range(12)}

    async def ask() -> list[set[kith.Value]]:
        async with kith.AsyncClient(address, timeout=10) as client:
            return await asyncio.gather(*(ages(client) for _ in range(8)))

    assert asyncio.run(ask()) == [{popular.age}] * 8
