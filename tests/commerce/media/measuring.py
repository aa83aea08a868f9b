"""A small process that runs a program with its own input and output, and ends as it ended.

It writes into a file how that was, how much memory the program had at most (KiB) and how many seconds it took.
"""

import json
import os
import sys
import time


def main() -> None:
    figures, *command = sys.argv[1:]
    began = time.monotonic()
    process = os.fork()
    if process == 0:
        os.execv(command[0], command)  # noqa: S606 - what the test said
    _, status, used = os.wait4(process, 0)
    ended = os.waitstatus_to_exitcode(status)
    with open(figures, "w") as file:
        json.dump([ended, used.ru_maxrss, time.monotonic() - began], file)
    sys.exit(ended if ended >= 0 else 128 - ended)


if __name__ == "__main__":
    main()
