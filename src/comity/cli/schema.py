"""`comity schema`: the JSON Schema of the agreement."""

from __future__ import annotations

import json

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the agreement, for editors that complete and check YAML.

    `comity init` writes it beside the agreement; print it again after an upgrade.
    """
    from comity.agreement.schema import schema

    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))
