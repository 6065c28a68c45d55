"""Makes the reference pages in ``docs/`` from the tables they describe.

``python -m migrator.docs_reference --write`` writes them; without ``--write`` it says which are stale. Every page names this
command, and a test runs the check.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from migrator import config
from migrator.diagnostics import RANGES, TABLE
from migrator.errors import ExitCode

COMMAND = "python -m migrator.docs_reference --write"
_HEAD = f"<!-- Made by `{COMMAND}`; edit the tables in the code instead. -->\n\n"
_MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "all is well",
    ExitCode.FINDINGS: "something was found: a difference, a replacement that no longer stands",
    ExitCode.USAGE: "the command line, the settings or the order of the steps is wrong",
    ExitCode.BUILD: "the Rust does not build",
    ExitCode.ENVIRONMENT: "a tool is missing or too old (cargo, maturin, Python)",
    ExitCode.PROGRAM: "your program failed or ran out of time; its own output says why",
    ExitCode.LOCKED: "another run is at work in the project; try again later",
    ExitCode.INTERRUPTED: "stopped from the keyboard",
}


def diagnostics() -> str:
    """The page of codes."""
    parts = [_HEAD, "# Diagnostics\n\n"]
    parts.append(
        "Why a function has no Rust, or why its Rust is not used. A code never changes its meaning. "
        "`migrator explain M101` prints an entry.\n"
    )
    for prefix, title in RANGES:
        parts.append(f"\n## {title}\n")
        for row in TABLE.values():
            if row.code.startswith(prefix):
                parts.append(f"\n### {row.code}: {row.title}\n\n{row.why}\n\n**What helps.** {row.hint}\n")
    return "".join(parts)


def configuration() -> str:
    """The page of settings."""
    rows = [
        _HEAD,
        "# Settings\n\n",
        "Each setting can stand in `[tool.migrator]` of the project's pyproject.toml, in the environment, or on the "
        "command line; the later wins over the earlier. An unknown key is an error. `migrator config` shows every "
        "value and where it comes from.\n\n",
        "| Key | Option | Variable | Default | Meaning |\n| --- | --- | --- | --- | --- |\n",
    ]
    for name, field in config.FIELDS.items():
        option = f"`{config.flag(name)}`" if config.flag(name) else "(the command)"
        default = config.as_text(field.default)
        rows.append(f"| `{name}` | {option} | `{config.variable(name)}` | `{default}` | {field.metadata['help']} |\n")
    rows.append(
        "\nTwo variables are no settings of a run: `MIGRATOR_CACHE` is the folder of the shared caches, and "
        "`MIGRATOR_MODE=off`, read by your program when it starts, keeps every replacement out.\n"
    )
    return "".join(rows)


def command_line() -> str:
    """The page of commands, with the exit statuses."""
    import click

    from migrator.cli import app

    parts = [
        _HEAD,
        "# Commands\n\n",
        "Data goes to stdout, everything else to stderr. Options of `migrator` come before the command that is "
        "profiled; what follows it belongs to it.\n",
    ]
    for name, command in app.commands.items():
        context = click.Context(command, info_name=f"migrator {name}")
        usage = " ".join(command.collect_usage_pieces(context))
        parts.append(
            f"\n## migrator {name}\n\n{_paragraphs(command.help)}\n\n```text\nmigrator {name} {usage}\n```\n\n"
        )
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                parts.append(f"- {_option(parameter)}: {parameter.help}\n")
    parts.append("\n## Exit statuses\n\n| Status | Meaning |\n| ---: | --- |\n")
    parts += [f"| {int(code)} | {meaning} |\n" for code, meaning in _MEANINGS.items()]
    parts.append("| 70 | a bug in migrator |\n")
    return "".join(parts)


def _option(option: object) -> str:
    import click

    assert isinstance(option, click.Option)
    names = ", ".join(f"`{name}`" for name in option.opts)
    return f"{names} {option.metavar}" if option.metavar else names


def _paragraphs(text: str | None) -> str:
    return "\n\n".join(" ".join(p.split()) for p in (text or "").split("\n\n"))


def operations() -> str:
    """The page of operations that have Rust."""
    from migrator.ops import OPERATIONS, Operation

    groups: dict[str, list[Operation]] = {}
    for record in OPERATIONS.values():
        groups.setdefault(record.name.partition(".")[0], []).append(record)
    parts = [
        _HEAD,
        "# Operations\n\n",
        "What a compiled function may do, type by type. *Traps* marks a form that hands odd cases (an overflow, a zero "
        "divisor, an index out of range) back to the Python original.\n",
    ]
    for group, records in sorted(groups.items()):
        parts.append(f"\n## {group}\n\n| Operation | Python | Forms | Exact because |\n| --- | --- | --- | --- |\n")
        for record in sorted(records, key=lambda r: r.name):
            forms = [
                f"({', '.join(map(str, f.params))}) → {f.result}{' *traps*' if f.rust.traps else ''}"
                for f in record.forms
            ]
            parts.append(
                f"| `{record.name}` | {_cell(f'`{record.python}`')} | {_cell('<br>'.join(forms))} "
                f"| {_cell(record.exact)} |\n"
            )
    return "".join([*parts, *_whole_arrays()])


def _whole_arrays() -> list[str]:
    """The section on operations of whole NumPy arrays."""
    from migrator.ops.arrays import ARRAY_RECORDS, LIBRARY_NAMES, METHOD_NAMES

    parts = [
        "\n## Whole NumPy arrays\n\nElement by element, these are fused into one loop for each expression. What is marked "
        "*NumPy's loop* is computed by NumPy's own inner loop, because its bits depend on the processor. Where NumPy would "
        "warn or raise, the Python original runs.\n\n| Function | Also | Element types | Computed by |\n"
        "| --- | --- | --- | --- |\n"
    ]
    for record in sorted(ARRAY_RECORDS.values(), key=lambda r: r.name):
        also = [f"`{x}`" for x in (record.operator, f"method {record.method}" if record.method else "") if x]
        own = record.kind == "map" or (
            record.rust not in ("sum", "prod", "mean", "var", "std") and record.kind == "reduce"
        )
        how = "Rust" if own else "NumPy's loop"
        parts.append(f"| `{record.name}` | {' '.join(also)} | {', '.join(record.dtypes)} | {how} |\n")
    others = sorted(f"`{name}`" for name in LIBRARY_NAMES - set(ARRAY_RECORDS))
    parts.append(f"\nOf other functions, the common forms: {', '.join(others)}.\n")
    parts.append(f"\nMethods of arrays: {', '.join(f'`{name}`' for name in sorted(METHOD_NAMES))}.\n")
    return parts


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def report_schema() -> str:
    """The JSON Schema of ``--json``."""
    from migrator.reporting.json_report import schema

    return json.dumps(schema(), indent=2) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "diagnostics.md": diagnostics,
    "configuration.md": configuration,
    "cli.md": command_line,
    "operations.md": operations,
    "report.schema.json": report_schema,
}
"""Every generated page with what makes it."""


def stale(folder: Path) -> list[str]:
    """Return the names of the pages in ``folder`` that are not what would be made now."""
    return [name for name, page in PAGES.items() if _read(folder / name) != page()]


def write(folder: Path) -> list[str]:
    """Write the stale pages to ``folder`` and return their names."""
    changed = stale(folder)
    for name in changed:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
    return changed


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(argv: list[str] | None = None) -> None:
    """Write the pages, or end with what is stale."""
    parser = argparse.ArgumentParser(prog="python -m migrator.docs_reference", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the pages that are stale")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of the pages")
    options = parser.parse_args(argv)
    names = write(options.docs) if options.write else stale(options.docs)
    if names and not options.write:
        raise SystemExit(f"stale in {options.docs}: {', '.join(names)}; run `{COMMAND}`")


if __name__ == "__main__":
    main()
