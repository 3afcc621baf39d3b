"""`python -m assistant.cli` is `loket`."""

from assistant.cli import main

if __name__ == "__main__":
    main()
