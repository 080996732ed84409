# SPDX-License-Identifier: BSD-2-Clause
"""TAP for tests: a line for each thing that holds or does not, and the plan behind them."""

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
