#!/usr/bin/env python3
"""Runs a program on a terminal of its own and presses Ctrl-C once it shows a word.

  on_terminal.py WORD PROGRAM ARGUMENT…      prints JSON: exit_code, seconds (from Ctrl-C to the end), text
"""

import json
import os
import pty
import select
import sys
import time

LONGEST_SECONDS = 120


def main():
    word, command = sys.argv[1].encode(), sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("CI", None)
        os.execv(command[0], command)
    text, pressed, begin = b"", None, time.monotonic()
    while time.monotonic() - begin < LONGEST_SECONDS:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        text += piece
        if pressed is None and word in text:
            os.write(terminal, b"\x03")
            pressed = time.monotonic()
    _, status = os.waitpid(child, 0)
    print(json.dumps({"exit_code": os.waitstatus_to_exitcode(status),
                      "seconds": time.monotonic() - pressed if pressed else None,
                      "text": text.decode(errors="replace")}))


if __name__ == "__main__":
    main()
