"""`loket password`: a hash of the staff password, for the settings."""

from __future__ import annotations

import click

from assistant.desk.password import SHORTEST, hashed


@click.command("password")
def command() -> None:
    """Ask for a password and print its hash, for LOKET_STAFF_PASSWORD."""
    password = click.prompt(
        "Password", hide_input=True, confirmation_prompt="The same again", err=True
    )
    if len(password) < SHORTEST:
        raise click.UsageError(f"the password must have at least {SHORTEST} characters")
    click.echo(hashed(password))
