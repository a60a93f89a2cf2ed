"""`python -m widgets` is the same as `widgets`."""

from widgets.cli import main

main()
