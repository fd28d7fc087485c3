"""`python -m newsbot`."""

from newsbot.cli.app import main

main()
