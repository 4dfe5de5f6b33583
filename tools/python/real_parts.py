"""A real Kafka broker, a real schema registry and Kith's own processes on loopback, for tests in Python.

What they run is what the build made: `./kith demo --help` builds all of it.
"""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

HOME = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 300  # a busy machine, and what is downloaded first


def java() -> str:
    return subprocess.check_output([HOME / "tools/java25"], text=True).strip() + "/bin/java"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], ready: Callable[[Path], bool], log: Path, environment: dict[str, str] | None = None
) -> Iterator[None]:
    """A process, from when it is ready; raises RuntimeError with what it said if it does not get ready."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=os.environ | (environment or {}), stdout=out, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while not ready(log):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} does not get ready:\n{log.read_text()[-4000:]}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def listens(port: int) -> Callable[[Path], bool]:
    def ready(_: Path) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return ready


def answers(url: str) -> Callable[[Path], bool]:
    def ready(_: Path) -> bool:
        try:
            return httpx.get(url).status_code == 200
        except httpx.TransportError:
            return False

    return ready


@contextmanager
def kafka(folder: Path) -> Iterator[str]:
    """A broker, as HOST:PORT."""
    port, controller = free_port(), free_port()
    properties = folder / "server.properties"
    properties.write_text(
        f"""\
node.id=1
process.roles=broker,controller
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
log.dirs={folder / "log"}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
"""
    )
    program = [java(), "-Xmx400m", "-cp", (HOME / "local/target/classpath").read_text().strip()]
    subprocess.run(
        [*program, "kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAA", "-c", str(properties)],
        check=True,
        capture_output=True,
    )
    with running([*program, "kafka.Kafka", str(properties)], listens(port), folder / "kafka.log"):
        yield f"127.0.0.1:{port}"


@contextmanager
def registry(folder: Path) -> Iterator[str]:
    """Apicurio's, in memory, as the URL of Confluent's API."""
    port, management = free_port(), free_port()
    url = f"http://127.0.0.1:{port}/apis/ccompat/v7"
    settings = {
        "http.host": "127.0.0.1",
        "http.port": port,
        "management.host": "127.0.0.1",
        "management.port": management,
    }
    command = [
        java(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        *(f"-Dquarkus.{name}={value}" for name, value in settings.items()),
    ]
    jar = HOME / "pipeline/target/registry/quarkus-run.jar"
    with running([*command, "-jar", str(jar)], answers(f"{url}/subjects"), folder / "registry.log"):
        yield url


@contextmanager
def kith(command: str, folder: Path, **settings: str) -> Iterator[None]:
    """`./kith ingest` or `./kith serve`, from when it can do its work."""
    port = free_port()
    environment = {"ADMIN_PORT": str(port), **settings}
    healthy = answers(f"http://127.0.0.1:{port}/healthz")
    with running([str(HOME / "kith"), command], healthy, folder / f"{command}.log", environment):
        yield
