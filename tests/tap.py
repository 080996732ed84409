# SPDX-License-Identifier: BSD-2-Clause
"""TAP for tests: a line for each thing that holds or does not, and the plan behind them."""
import contextlib
import io
import os
import sys
import tempfile
import traceback

number = 0


def ok(good, name, *said):
    global number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} - {name}")
    if not good:
        for line in "\n".join(str(s) for s in said).splitlines()[:40]:
            print("#", line)


def skip(name, why):
    global number
    number += 1
    print(f"ok {number} - {name} # SKIP {why}")


def plan():
    print(f"1..{number}")


def cases(all_of_them):
    """(NAME, CASE, WHY_SKIPPED or None): a case prints what is wrong, and is right when it prints nothing."""
    for name, case, skipped in all_of_them:
        wrong = io.StringIO()
        if skipped:
            skip(name, skipped)
            continue
        with contextlib.redirect_stdout(wrong):
            case()
        ok(not wrong.getvalue(), name, wrong.getvalue())
    plan()


def begin(case):
    """Of the case in a process of its own: who that is, and what it says."""
    said = tempfile.TemporaryFile("w+")
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process, said
    with contextlib.redirect_stdout(said):
        try:
            case()
        except Exception:
            print(traceback.format_exc())
        said.flush()
    sys.exit(0)  # what the case left is ended as it is at the end of any script


def cases_at_once(all_of_them):
    """The same for cases that wait for most of their time: they wait side by side."""
    begun = [None if skipped else begin(case) for _, case, skipped in all_of_them]
    for (name, _, skipped), one in zip(all_of_them, begun):
        if skipped:
            skip(name, skipped)
            continue
        _, status = os.waitpid(one[0], 0)
        one[1].seek(0)
        said = one[1].read()
        ok(not said and status == 0, name, said, f"status {status}")
    plan()
