"""Chromium, spoken to through a pipe by its own protocol: nothing has to be installed for it."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

_CODES = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
          "ArrowDown": 40, "Backspace": 8, " ": 32}  # fmt: skip
_TEXTS = {"Enter": "\r", " ": " "}


class Page:
    """One tab."""

    def __init__(self, out: int, back: int) -> None:
        self._out, self._back = out, back
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.console: list[str] = []
        self.requested: list[str] = []

    def attach(self) -> None:
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        found = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, /, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self._note(answer)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            read = os.read(self._back, 1 << 16)
            assert read, "Chromium is gone"
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))

    def _note(self, event: dict[str, Any]) -> None:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requested.append(params["request"]["url"])
        elif method == "Log.entryAdded":
            self.console.append(params["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.console.append(str(params["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled":
            self.console.append(str(params["args"]))

    def run(self, script: str) -> Any:
        """What an expression of JavaScript is worth on the page."""
        found = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait(self, script: str, seconds: float = 15.0) -> None:
        """Until it is true of a page with its script; pages may come and go meanwhile."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if self.run(f"document.readyState === 'complete' && !!({script})"):
                    return
            except AssertionError:
                pass  # The page is just being left.
            time.sleep(0.03)
        raise AssertionError(f"never: {script}")

    def go(self, url: str) -> None:
        self.send("Page.navigate", url=url)
        self.ready(url)

    def ready(self, part: str) -> None:
        """Wait for a page whose address has this in it."""
        self.wait(f"location.href.includes({json.dumps(part)})")

    def press(self, *keys: str, shift: bool = False) -> None:
        for key in keys:
            text = key if len(key) == 1 else _TEXTS.get(key, "")
            code = _CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
            given = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
            self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
            self.send("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """As a mouse does, at its middle."""
        x, y = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })()"
        )
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type="mousePressed", **at)
        self.send("Input.dispatchMouseEvent", type="mouseReleased", **at)

    def size(self, width: int, height: int = 900, scheme: str = "light") -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def picture(self, path: Path) -> None:
        found = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(found["data"]))


@contextmanager
def chromium(profile: Path) -> Iterator[Page]:
    """A tab of a browser of its own."""
    assert CHROMIUM is not None
    to_it, out = os.pipe()
    back, from_it = os.pipe()
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
               "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]  # fmt: skip

    def hand_over() -> None:
        # It reads at 3 and writes at 4, whatever numbers these have here.
        ends = [fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (to_it, from_it)]
        for number, end in enumerate(ends, 3):
            os.dup2(end, number)

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([CHROMIUM, *options], close_fds=False, preexec_fn=hand_over, **quiet)
    os.close(to_it)
    os.close(from_it)
    try:
        page = Page(out, back)
        page.attach()
        yield page
    finally:
        process.kill()
        process.wait()
        os.close(out)
        os.close(back)
