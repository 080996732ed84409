# SPDX-License-Identifier: BSD-2-Clause
"""TAP for tests: a line for each thing that holds or does not, and the plan behind them."""
import contextlib
import io

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
