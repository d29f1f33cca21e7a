"""A mail relay that takes letters on a local port and answers as it is told."""

import socketserver
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self

READY, GO_ON, DONE = b"220 relay", b"354 go on", b"250 ok"


class Relay:
    """Speak as much SMTP as a client needs; keep the letters taken.

    `answers` maps an address to what RCPT is answered, e.g. ``b"550 unknown"``; `slowness` is how
    many seconds pass before a letter is acknowledged.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: dict[str, bytes] = {}
        self.slowness = 0.0
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        relay = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say(READY)
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self._say(GO_ON)
                        relay.letters.append(self._letter())
                        time.sleep(relay.slowness)
                        self._say(DONE)
                    elif verb == b"RCPT":
                        address = line.decode().split("<")[1].split(">")[0]
                        self._say(relay.answers.get(address, DONE))
                    else:
                        self._say(b"221 bye" if verb == b"QUIT" else DONE)

            def _letter(self) -> EmailMessage:
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                return message_from_bytes(b"".join(lines), policy=policy.default)

            def _say(self, answer: bytes) -> None:
                self.wfile.write(answer + b"\r\n")

        return Conversation
