"""Runs on the workers of a cluster, which need not have ``migrator``: unpacks what was sent and runs one child.

Standard library only: the file is uploaded by itself.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from typing import Any

_LAST_WORDS = 2000


def python() -> tuple[str, int, int, str]:
    """Return which Python this is, as far as an extension cares."""
    return (sys.implementation.name, *sys.version_info[:2], sys.platform)


def keep(bundle: bytes) -> bytes:
    """Return the bundle: a task of its own, so that a worker that needs it again can have it made again."""
    return bundle


def prove(bundle: bytes, script: str, options: list[str], cwd: str, plan: dict[str, Any], timeout_s: float) -> Any:
    """Run ``script plan.json`` in this interpreter, all places being those in the bundle.

    Returns result, status, whether time was up, the last words and the seconds, as ``Ended`` has them.
    """
    root = _unpacked(bundle)
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        bases = json.loads(archive.read("bases.json"))
    with tempfile.TemporaryDirectory(prefix="migrator-") as folder:
        result = os.path.join(folder, "result.json")
        moved = {**_moved(plan, root, bases), "result": result}
        with open(os.path.join(folder, "plan.json"), "w", encoding="utf-8") as file:
            json.dump(moved, file)
        began = time.monotonic()
        with open(os.path.join(folder, "output.txt"), "w+b") as output:
            child = subprocess.Popen(
                [sys.executable, *options, _moved(script, root, bases), file.name],
                cwd=_moved(cwd, root, bases),
                env={**os.environ, "MIGRATOR_MODE": "off"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            late = False
            try:
                child.wait(timeout_s)
            except subprocess.TimeoutExpired:
                late = True
            finally:
                _end(child)
            output.seek(0)
            words = output.read()[-_LAST_WORDS:].decode("utf-8", "replace").strip()
        found = None
        if os.path.exists(result):
            with open(result, encoding="utf-8") as file:
                found = json.load(file)
        return found, child.returncode, late, words, time.monotonic() - began


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nothing is left of the group
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _unpacked(bundle: bytes) -> str:
    """Unpack once for each worker's machine; whoever is first wins."""
    root = _root(hashlib.sha256(bundle).hexdigest())
    if not os.path.isdir(root):
        fresh = tempfile.mkdtemp(prefix="migrator-")
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            archive.extractall(fresh)
        try:
            os.rename(fresh, root)
        except OSError:
            shutil.rmtree(fresh)
    if os.stat(root).st_uid != os.getuid():
        raise PermissionError(f"{root} belongs to somebody else")
    return root


def _root(digest: str) -> str:
    return os.path.join(tempfile.gettempdir(), f"migrator-{os.getuid()}-{digest[:24]}")


def forget(digest: str) -> None:
    """Remove what was unpacked."""
    shutil.rmtree(_root(digest), ignore_errors=True)


def _moved(value: Any, root: str, bases: dict[str, str]) -> Any:
    """``value`` with every place below one of ``bases`` below its folder in the bundle instead."""
    if isinstance(value, dict):
        return {key: _moved(each, root, bases) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, root, bases) for each in value]
    if isinstance(value, str):
        for base, name in bases.items():
            if value == base or value.startswith(base + os.sep):
                return os.path.join(root, name) + value[len(base) :]
    return value
