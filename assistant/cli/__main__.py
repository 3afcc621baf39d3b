"""`python -m assistant.cli` is `loket`."""

from assistant.cli import main

main()
