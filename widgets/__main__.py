"""`python -m widgets` is the same as `widgets`. A worker imports this module again and needs no
command line, so it is only loaded where there is one."""


def main() -> None:
    from widgets.cli import main as command

    command()


if __name__ == "__main__":
    main()
