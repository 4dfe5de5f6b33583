"""A TCP proxy in front of a real server, which can be slow, down, or lose a connection."""

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from typing import Any, Self


class TcpProxy:
    """Listens on a free port of loopback, which stays the same. Runs on a thread of its own.

    tls: what it shows to clients; the server is spoken to without
    accepted: connections until now
    cuts: those that cut_next closed
    """

    def __init__(self, target: str, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._host, port = target.rsplit(":", 1)
        self._port = int(port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self._delay = 0.0
        self._cut_next = False
        self.cuts = 0
        self.accepted = 0
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def up(self) -> None:
        """Passes everything on, at once."""
        self._delay = 0.0
        if self._server is None:
            self._run(self._listen())

    def slow(self, seconds: float) -> None:
        """Passes every piece from the server on so much later."""
        self._delay = seconds

    def down(self) -> None:
        """Closes all connections and refuses new ones."""
        self._run(self._close())

    def cut_next(self) -> None:
        """Closes the connection on which the next piece from a client arrives, and does not pass that on."""
        self._cut_next = True

    def __enter__(self) -> Self:
        self._thread.start()
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in list(self._connections):
            connection.transport.abort()
        while self._connections:
            await asyncio.sleep(0.01)

    async def _accept(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self._connections.add(client_out)
        try:
            server_in, server_out = await asyncio.open_connection(self._host, self._port)
            try:
                ways = [self._pass(client_in, server_out, True), self._pass(server_in, client_out, False)]
                tasks = [asyncio.ensure_future(way) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            finally:
                server_out.transport.abort()
        finally:
            client_out.transport.abort()
            self._connections.discard(client_out)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, from_client: bool) -> None:
        while piece := await source.read(65536):
            if from_client and self._cut_next:
                self._cut_next = False
                self.cuts += 1
                return
            if not from_client and self._delay:
                await asyncio.sleep(self._delay)
            sink.write(piece)
            await sink.drain()
