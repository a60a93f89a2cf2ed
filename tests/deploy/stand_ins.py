"""What a test puts in the place of the commands that would change the machine it runs on. Called as
NAME WORD…; the folder of everything is in $STAND_INS."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

FOLDER = Path(os.environ["STAND_INS"])
UNITS = FOLDER / "etc" / "systemd" / "system"
PID = FOLDER / "server.pid"


def systemctl(words: list[str]) -> int:
    verb, *names = [each for each in words if not each.startswith("-")]
    for name in names:
        if not (UNITS / name).exists() and name != "nginx":
            print(f"Unit {name} not found.", file=sys.stderr)
            return 5
    for name in names:
        if name == "widgets.service" and verb in {"enable", "start", "restart"}:
            _stop()
            PID.write_text(str(_begun(name, "server.log").pid))
        elif name.endswith(".service") and verb == "start":
            return _begun(name, f"{name}.log").wait(60)
    return 0


def _begun(name: str, log: str) -> "subprocess.Popen[bytes]":
    """A unit's command, with the environment that the unit gives it, and in its folders."""
    unit = (UNITS / name).read_text()
    for folder in re.findall(r"^StateDirectory=(.*)$", unit, re.MULTILINE):
        (FOLDER / "var" / "lib" / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = dict(os.environ)
    for variable in re.findall(r"^Environment=(.*)$", unit, re.MULTILINE):
        environment.update([variable.split("=", 1)])
    (command,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    with (FOLDER / log).open("ab") as out:
        return subprocess.Popen(  # noqa: S603
            command.split(), env=environment, stdout=out, stderr=out, start_new_session=True
        )


def _stop() -> None:
    if PID.exists():
        pid = int(PID.read_text())
        os.kill(pid, signal.SIGTERM)
        while _is_there(pid):
            time.sleep(0.02)


def _is_there(pid: int) -> bool:
    """A process that ended and that nobody asked about is a zombie; here nobody will."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def curl(words: list[str]) -> int:
    """Fetches from the server itself what nginx would hand on."""
    address = re.sub(r"^https://[^/]+", os.environ["SERVER"], words[-1])
    until = time.monotonic() + 40
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
                sys.stdout.write(answer.read().decode())
                return 0
        except OSError as error:
            if "--retry-connrefused" not in words or time.monotonic() > until:
                print(error, file=sys.stderr)
                return 22
            time.sleep(0.05)


def runuser(words: list[str]) -> int:
    assert words[:3] == ["-u", "widgets", "--"]
    os.execvp(words[3], words[3:])  # noqa: S606  # as runuser does


def main() -> int:
    name, *words = sys.argv[1:]
    with (FOLDER / "asked").open("a") as asked:
        asked.write(" ".join([name, *words]) + "\n")
    known = {"systemctl": systemctl, "curl": curl, "runuser": runuser}
    return known[name](words) if name in known else 0


if __name__ == "__main__":
    sys.exit(main())
