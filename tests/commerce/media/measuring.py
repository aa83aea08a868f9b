"""A small process that runs a program with its own input, and then says how that ended, how much memory it had at most
(KiB) and how many seconds it took, on the last line of its standard error."""

import json
import os
import sys
import time


def main() -> None:
    began = time.monotonic()
    process = os.fork()
    if process == 0:
        os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - what the test said
    _, status, used = os.wait4(process, 0)
    answer = [os.waitstatus_to_exitcode(status), used.ru_maxrss, time.monotonic() - began]
    sys.stderr.write(f"\n{json.dumps(answer)}\n")


if __name__ == "__main__":
    main()
