"""Proofs on the workers of a Dask cluster: the same verdicts, whatever happens to a worker."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from migrator.errors import MigratorError
from migrator.verifying.children import Ended, Job
from migrator.verifying.cluster import pack, run_on_cluster
from tests.installing.native_package import Demo
from tests.verifying.test_verify import codes, verdict

distributed: Any = pytest.importorskip("distributed", reason="needs migrator[cluster]")

_SCRIPT = """
import json, os, signal, sys
plan = json.load(open(sys.argv[1]))
if plan["kills"]:
    try:
        os.mkdir(plan["kills"])
    except FileExistsError:
        pass
    else:
        os.kill(os.getppid(), signal.SIGKILL)
json.dump({"name": plan["name"], "data": open(plan["data"]).read()}, open(plan["result"], "w"))
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def test_a_proof_on_the_cluster_is_the_same(demo: Demo, cluster: Any) -> None:
    address = cluster.scheduler_address
    found = verdict(demo, "shapes:double", {"x": "float"}, [(1.5,), (-0.0,)], cluster=address)
    assert found.verdict == "equal", found
    other = verdict(demo, "shapes:quarter", {"x": "float"}, [(1.5,)], cluster=address)
    assert (other.verdict, codes(other)) == ("different", ["M501"])


def _jobs(tmp_path: Path, count: int, kills: bool) -> tuple[list[Job], Path]:
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT)
    (tmp_path / "data.txt").write_text("sent along")
    jobs = []
    for number in range(count):
        marker = str(tmp_path.parent / f"{tmp_path.name}-{number}") if kills else ""
        plan = {"name": number, "data": str(tmp_path / "data.txt"), "kills": marker}
        jobs.append(Job(str(number), plan, 60.0))
    return jobs, script


def test_the_death_of_a_worker_loses_no_result(tmp_path: Path, cluster: Any) -> None:
    """Each job kills the first worker that it comes to."""
    jobs, script = _jobs(tmp_path, 4, kills=True)
    told: list[str] = []

    def here(left: Any) -> list[Ended]:
        return [Ended({"name": job.plan["name"], "data": "sent along"}, 0, False, "", 0.0) for job in left]

    ends = run_on_cluster(
        cluster.scheduler_address, jobs, [], script, tmp_path, tmp_path, lambda job, end: told.append(job.name), here
    )
    assert [end.result for end in ends] == [{"name": n, "data": "sent along"} for n in range(4)]
    assert told, "some at least were done by another worker"


def test_what_the_cluster_cannot_do_is_done_here(tmp_path: Path, cluster: Any) -> None:
    jobs, script = _jobs(tmp_path, 2, kills=False)
    unsent = [Job(job.name, {**job.plan, "name": {1, 2}} if job.name == "1" else job.plan, 60.0) for job in jobs]
    done = Ended({"here": True}, 0, False, "", 0.0)
    ends = run_on_cluster(
        cluster.scheduler_address,
        unsent,
        [],
        script,
        tmp_path,
        tmp_path,
        lambda job, end: None,
        lambda left: [done for _ in left],
    )
    assert [end.result for end in ends] == [{"name": 0, "data": "sent along"}, {"here": True}]


def test_only_what_is_needed_is_sent(tmp_path: Path) -> None:
    for name in ("pkg/__init__.py", "pkg/a.py", ".git/config", ".migrator/calls.jsonl", ".migrator/other.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    calls = str(tmp_path / ".migrator/calls.jsonl")
    packed = zipfile.ZipFile(BytesIO(pack(tmp_path, [{"path": [str(tmp_path), "/usr/lib"], "recordings": [calls]}])))
    texts = {packed.read(name).decode() for name in packed.namelist() if name != "bases.json"}
    assert texts == {"pkg/__init__.py", "pkg/a.py", ".migrator/calls.jsonl"}
    assert set(json.loads(packed.read("bases.json"))) == {str(tmp_path), str(tmp_path / ".migrator")}


def test_a_cluster_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.verifying.cluster._CONNECT_S", "1s")
    with pytest.raises(MigratorError, match="does not answer") as caught:
        run_on_cluster("tcp://127.0.0.1:9", [], [], tmp_path, tmp_path, tmp_path, lambda *_: None, lambda _: [])
    assert caught.value.code == "M512"
