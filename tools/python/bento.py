"""The example of BentoML as its users have it: trained on a Kith, built into a Bento, served, and called over HTTP."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from real_parts import HOME, free_port

EXAMPLE = HOME / "examples/bentoml"
TIMEOUT_SECONDS = 2  # of the service for Kith: a busy machine is not a slow Kith


@dataclass(frozen=True)
class Trained:
    """The example's folder, copied, with the model and the Bento that were made in it."""

    folder: Path
    environment: dict[str, str]
    said: str
    model: Path

    def run(self, *command: str, **settings: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def train(folder: Path, address: str, labels: Path) -> Trained:
    """Copies the example into an empty folder, trains it on the Kith at that address, and builds the Bento."""
    for file in [*EXAMPLE.glob("*.py"), EXAMPLE / "bentofile.yaml", EXAMPLE / "requirements.txt"]:
        shutil.copy(file, folder)
    shutil.copytree(os.environ["KITH_WHEELS"], folder / "wheels")
    environment = os.environ | {
        "BENTOML_HOME": str(folder / "store"),
        "BENTOML_DO_NOT_TRACK": "true",
        "FEATURE_STORE_GRPC_ADDRESS": address,
        "GRPC_TIMEOUT_SECONDS": str(TIMEOUT_SECONDS),
    }
    example = Trained(folder, environment, "", folder)
    said = example.run("train.py", str(labels))
    example.run("-m", "bentoml", "build")
    [model] = (folder / "store/models/kith-fraud").glob("*/")
    return Trained(folder, environment, said, model)


class Service:
    """A running BentoML service."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, url: str) -> None:
        self.process = process
        self.log = log
        self.client = httpx.Client(base_url=url, timeout=30)

    def score(self, user_id: str) -> dict[str, Any]:
        return self.client.post("/score", json={"user_id": user_id}).raise_for_status().json()

    def await_ready(self) -> None:
        def ready() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            try:
                return self.client.get("/readyz").status_code == 200
            except httpx.TransportError:
                return False

        eventually(ready, self.log)

    def await_basis(self, user_id: str, basis: str) -> dict[str, Any]:
        eventually(lambda: self.score(user_id)["basis"] == basis, self.log)
        return self.score(user_id)


def eventually(condition: Callable[[], bool], log: Path | None = None) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, log.read_text() if log else "not in a minute"
        time.sleep(0.1)


@contextmanager
def started(trained: Trained, kith_address: str, log: Path) -> Iterator[Service]:
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bentoml", "serve", "fraud:latest", "--host", "127.0.0.1", "--port", str(port)],
            cwd=log.parent,  # away from the sources: what is served is the Bento
            env=trained.environment | {"FEATURE_STORE_GRPC_ADDRESS": kith_address},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    service = Service(process, log, f"http://127.0.0.1:{port}")
    try:
        yield service
    finally:
        service.client.close()
        process.terminate()
        process.wait(timeout=60)
