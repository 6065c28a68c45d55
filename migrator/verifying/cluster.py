"""Runs jobs on the workers of a Dask cluster instead of in children of this process.

What a job needs is sent along in one archive: the program's own sources, the native package as its wheel holds it, the
proof and the recorded calls. The workers need the same Python, and the packages that the program needs, with Hypothesis. A
job whose worker dies is done by another one; where none is left that can, it is done here.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from migrator.building.environment import cache_folder
from migrator.errors import MigratorError
from migrator.resources import templates
from migrator.verifying.children import Ended, Job

_WORKER = Path(__file__).with_name("migrator_cluster_worker.py")
_RETRIES = 5
_SKIPPED = {
    ".git",
    ".hg",
    ".venv",
    "venv",
    "node_modules",
    "__pycache__",
    ".migrator",
    "target",
    "vendor",
    ".pytest_cache",
}
_MOST_BYTES = 50 << 20
"""A larger file is data, which a module that is only imported does not read."""
_CONNECT_S = "20s"


def run_on_cluster(
    address: str,
    jobs: Sequence[Job],
    options: Sequence[str],
    script: Path,
    cwd: Path,
    project: Path,
    ended: Callable[[Job, Ended], None],
    here: Callable[[Sequence[Job]], list[Ended]],
) -> list[Ended]:
    """Run ``script plan.json`` for each job on the cluster at ``address``; return the ends in the order of ``jobs``.

    ``here`` runs the jobs that the cluster could not.

    Raises:
        MigratorError: M512 where ``distributed`` is missing, the cluster does not answer, or its Python is another.
    """
    distributed = _distributed()
    worker = _uploaded()
    try:
        client = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise MigratorError("M512", f"The cluster does not answer: {error}.", place=address) from error
    with client:
        client.upload_file(str(_WORKER))
        _check_pythons(client, worker, address)
        packed = pack(project, [*(job.plan for job in jobs), str(script), str(cwd)])
        bundle = client.submit(worker.keep, packed, retries=_RETRIES)
        futures = {
            client.submit(
                worker.prove,
                bundle,
                str(script),
                list(options),
                str(cwd),
                dict(job.plan),
                job.timeout_s,
                pure=False,
                retries=_RETRIES,
            ): index
            for index, job in enumerate(jobs)
        }
        ends: dict[int, Ended] = {}
        for future in distributed.as_completed(list(futures), loop=client.loop):
            if future.status == "finished":
                index = futures[future]
                ends[index] = Ended(*future.result())
                ended(jobs[index], ends[index])
        client.run(worker.forget, hashlib.sha256(packed).hexdigest())
    left = [index for index in range(len(jobs)) if index not in ends]
    ends |= dict(zip(left, here([jobs[index] for index in left]), strict=True))
    return [ends[index] for index in range(len(jobs))]


def pack(project: Path, named: Iterable[Any]) -> bytes:
    """Return an archive of every file and folder named in ``named`` that is the project's, the cache's or ours.

    What lies elsewhere (an installed package) is taken to be on the workers.
    """
    places = {text for value in named for text in _texts(value) if os.path.isabs(text) and os.path.exists(text)}
    home = Path(__file__).resolve().parents[1]
    allowed = (project.resolve(), cache_folder(), templates(), home)
    kept = sorted(p for p in places if any(Path(p).is_relative_to(base) for base in allowed))
    # What names a file in a package takes the package; any other file comes alone.
    alone = {p for p in kept if not os.path.isdir(p) and not _is_package(os.path.dirname(p))}
    whole = {p if os.path.isdir(p) else os.path.dirname(p) for p in kept if p not in alone}
    whole = {p for p in whole if not any(_comes_with(p, other) for other in whole)}
    bases = {folder: f"base{index}" for index, folder in enumerate(sorted(whole | {os.path.dirname(p) for p in alone}))}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("bases.json", json.dumps(dict(sorted(bases.items(), key=lambda b: -len(b[0])))))
        for folder, name in bases.items():
            inside = [Path(p) for p in alone if os.path.dirname(p) == folder]
            for file in _files(Path(folder)) if folder in whole else inside:
                packed.write(file, f"{name}/{file.relative_to(folder).as_posix()}")
    return archive.getvalue()


def _is_package(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, "__init__.py"))


def _comes_with(folder: str, other: str) -> bool:
    """Whether ``folder`` is inside ``other``, and not in a part of it that stays here."""
    if folder == other or not Path(folder).is_relative_to(other):
        return False
    return _SKIPPED.isdisjoint(Path(folder).relative_to(other).parts)


def _files(folder: Path) -> Iterable[Path]:
    for directory, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if name not in _SKIPPED]
        for name in names:
            path = Path(directory, name)
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= _MOST_BYTES:
                yield path


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise MigratorError("M512", "`distributed` is not installed: `pip install 'migrator[cluster]'`.") from error


def _uploaded() -> Any:
    """The module as the workers know it, by the name of its file."""
    name = _WORKER.stem
    spec = importlib.util.spec_from_file_location(name, _WORKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _check_pythons(client: Any, worker: Any, address: str) -> None:
    """The extension is made for one Python; a cluster without workers would never answer."""
    pythons = client.run(worker.python)
    if not pythons:
        raise MigratorError("M512", "The cluster has no workers.", place=address)
    ours = worker.python()
    for name, found in pythons.items():
        if tuple(found) != ours:
            told = "{} {}.{} on {}".format(*ours)
            raise MigratorError("M512", f"The worker {name} does not have {told}.", place=address)
