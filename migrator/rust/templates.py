"""The one Jinja environment that renders the files of the crate.

Templates place text and decide nothing: what they are given is finished.
"""

from __future__ import annotations

from functools import cache

import jinja2

from migrator.resources import templates


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # Rust, TOML, Python and Markdown; every value is made safe before
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, **values: object) -> str:
    """Return the template ``name`` (``crate/lib.rs.jinja``) with ``values`` in their places."""
    return _environment().get_template(name).render(values)
