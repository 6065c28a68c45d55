"""Where the templates are, and the one Jinja environment that renders them.

Templates place text and decide nothing: what they are given is finished.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2


class TemplatesMissing(RuntimeError):
    """The installation is incomplete: no template folder."""


@cache
def template_folder() -> Path:
    """Return the folder: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "crate").is_dir():
            return folder
    raise TemplatesMissing(f"no templates beside {package}; install migrator again")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folder()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # Rust, TOML, Python and Markdown; every value is made safe before
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, **values: object) -> str:
    """Return the template ``name`` (``crate/lib.rs.jinja``) with ``values`` in their places."""
    return _environment().get_template(name).render(values)
