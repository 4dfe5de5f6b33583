"""How much of a request's time is Kith's: asks a running service for scores, then looks at what it and Kith counted."""

import argparse
import asyncio
import csv
import itertools
import time

import httpx
from prometheus_client.parser import text_string_to_metric_families as families

IN_SERVICE = "bentoml_service_request_duration_seconds", {"endpoint": "/score"}
FOR_KITH = "kith_call_seconds", {"outcome": "OK"}
IN_KITH = "kith_grpc_requests_seconds", {"method": "GetGraphFeatures", "code": "OK"}


async def counted(client: httpx.AsyncClient, address: str, metric: str, labels: dict[str, str]) -> tuple[float, float]:
    """Seconds and calls until now, as the metrics at this address tell."""
    text = (await client.get(f"http://{address}/metrics")).raise_for_status().text
    samples = [
        sample for family in families(text) for sample in family.samples if labels.items() <= sample.labels.items()
    ]
    seconds, calls = (sum(s.value for s in samples if s.name == f"{metric}_{what}") for what in ("sum", "count"))
    return seconds, calls


async def main(options: argparse.Namespace) -> None:
    with open(options.users) as lines:
        users = [row["user_id"] for row in csv.DictReader(lines)]
    pending = itertools.islice(itertools.cycle(users), options.requests)
    seconds: list[float] = []
    clocks = [(options.service, *IN_SERVICE), (options.service, *FOR_KITH), (options.kith_admin, *IN_KITH)]

    async def call(client: httpx.AsyncClient) -> None:
        for user in pending:
            start = time.perf_counter()
            answer = await client.post(f"http://{options.service}/score", json={"user_id": user})
            seconds.append(time.perf_counter() - start)
            assert answer.raise_for_status().json()["basis"] == "FEATURES", answer.text

    async with httpx.AsyncClient(timeout=10) as client:
        before = [await counted(client, *clock) for clock in clocks]
        await asyncio.gather(*(call(client) for _ in range(options.callers)))
        after = [await counted(client, *clock) for clock in clocks]
    service, waiting, kith = (1000 * (a[0] - b[0]) / (a[1] - b[1]) for b, a in zip(before, after, strict=True))
    print(f"{len(seconds)} requests, {options.callers} at a time; mean:")
    print(f"  at the caller     {1000 * sum(seconds) / len(seconds):6.2f} ms")
    print(f"  in the service    {service:6.2f} ms")
    print(f"  waiting for Kith  {waiting:6.2f} ms, {waiting / service:.0%} of that in the service")
    print(f"  in Kith           {kith:6.2f} ms, {kith / service:.0%}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("users", help="a CSV file with a column user_id")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--callers", type=int, default=1)
    parser.add_argument("--service", default="127.0.0.1:3000", help="the service [%(default)s]")
    parser.add_argument("--kith-admin", default="127.0.0.1:9101", help="Kith's metrics [%(default)s]")
    asyncio.run(main(parser.parse_args()))
