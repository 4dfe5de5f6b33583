"""HTTPS and a password in front of a server that has neither, as a proxy does it before a schema registry."""

import ssl
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import httpx


class Guard:
    """Passes on to a server what comes with the right password, and answers 401 to all else.

    passed: how many requests were passed on
    """

    def __init__(self, target: str, user_info: str, tls: ssl.SSLContext) -> None:
        wanted = "Basic " + b64encode(user_info.encode()).decode()
        self.passed = 0
        guard = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.headers.get("Authorization") != wanted:
                    self.answer(401, b'{"error_code": 401, "message": "who are you?"}', "application/json")
                    return
                guard.passed += 1
                headers = {name: value for name, value in self.headers.items() if name in ("Accept", "Content-Type")}
                url = target + self.path
                answer = httpx.request(self.command, url, content=body, headers=headers, timeout=30)
                self.answer(answer.status_code, answer.content, answer.headers.get("Content-Type", "text/plain"))

            do_POST = do_PUT = do_DELETE = do_GET

            def answer(self, status: int, body: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
