"""Runs a generated project: its scripts, its server, requests to it. Used by the demo and by the project tests."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

_QUIET = {"NEXT_TELEMETRY_DISABLED": "1", "TURBO_TELEMETRY_DISABLED": "1", "DO_NOT_TRACK": "1"}
_KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")


class ProofError(Exception):
    """A step of a generated project did not do what it should. The message holds the end of its output."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `json()` parses the body. There can be several cookies, so they are apart from the headers."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Sequence[str] = ()

    def json(self) -> object:
        return json.loads(self.body)


def run(project: Path, command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> str:
    """Run a command in `project` with an otherwise empty environment and no terminal; return what it printed.

    Raises `ProofError` if it fails.
    """
    done = subprocess.run(
        command,
        cwd=project,
        env=_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    if done.returncode:
        raise ProofError(f"`{' '.join(command)}` ended with {done.returncode}:\n{output[-6000:]}")
    return output


class Server:
    """A running `start` script. `log()` is everything it printed so far."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log_file: Path) -> None:
        self.process = process
        self.base = f"http://localhost:{port}"
        self._log_file = log_file

    def log(self) -> str:
        return self._log_file.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return request(self.base + path, headers=headers)

    def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return request(self.base + path, data=data, headers={"content-type": "application/json", **(headers or {})})

    def terminate(self, timeout: float = 30) -> int:
        """Send SIGTERM to the whole group and return the exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(timeout)


@contextmanager
def serving(project: Path, command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start the project's server on a free port, wait until it answers, stop it at the end."""
    port = free_port()
    log_file = project / f".server-{port}.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=project,
            env=_environment({**(environment or {}), "PORT": str(port)}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(process, port, log_file)
    try:
        _wait_until_up(server)
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        log_file.unlink(missing_ok=True)


def request(
    url: str,
    *,
    data: bytes | None = None,
    method: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One HTTP request to a loopback address; an error status is an answer like any other."""
    asked = urllib.request.Request(url, data=data, method=method, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return _answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return _answer(error.code, error.headers, error.read())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_up(server: Server, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise ProofError(f"the server ended with {server.process.returncode}:\n{server.log()[-6000:]}")
        try:
            if server.get("/api/health").status == 200:
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise ProofError(f"the server did not answer within {seconds:.0f} s:\n{server.log()[-6000:]}")


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """An empty environment as far as the project is concerned: only what processes need to run at all."""
    kept = {key: value for key, value in os.environ.items() if key in _KEPT or key.lower().startswith("npm_config_")}
    return {**kept, **_QUIET, **(extra or {})}


def _answer(status: int, headers: Message, body: bytes) -> Answer:
    lower = {key.lower(): value for key, value in headers.items()}
    return Answer(status, lower, body, tuple(headers.get_all("set-cookie", [])))
