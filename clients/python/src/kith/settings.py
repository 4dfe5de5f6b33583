"""What a client takes from the environment, and how its connection behaves."""

import json
import os


def address_or_default(address: str | None) -> str:
    return address or os.environ.get("FEATURE_STORE_GRPC_ADDRESS") or "localhost:50051"


def timeout_or_default(timeout: float | None) -> float:
    if timeout is not None:
        return _positive("timeout", timeout)
    return _positive("GRPC_TIMEOUT_SECONDS", os.environ.get("GRPC_TIMEOUT_SECONDS") or 0.5)


def _positive(name: str, value: str | float) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise ValueError(f"{name} must be a number of seconds above 0, not {value!r}")
    return seconds


_SERVICE_CONFIG = {
    "methodConfig": [
        {
            "name": [{"service": "feature_store.v1.FeatureStoreService"}],
            # Within the deadline of the call. Every call only reads, so it may be sent again. What is shed
            # (RESOURCE_EXHAUSTED) must not be, at once.
            "retryPolicy": {
                "maxAttempts": 4,
                "initialBackoff": "0.02s",
                "maxBackoff": "0.2s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ],
    # While most calls fail they are not tried again, so that Kith's being away costs its callers no time.
    "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.2},
}

CHANNEL_OPTIONS = [
    ("grpc.service_config", json.dumps(_SERVICE_CONFIG)),
    # A Kith that was away is used again soon: gRPC's own longest pause between tries to connect is 2 minutes.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    # A connection that silently died is noticed. Kith allows a ping every 10 s.
    ("grpc.keepalive_time_ms", 15_000),
    ("grpc.keepalive_timeout_ms", 3_000),
    ("grpc.max_receive_message_length", 50 * 1024 * 1024),
]
