#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold the documents to the program: documents.py LYNCTAP SOURCE_DIRECTORY

In a block of code, the lines after "$ lynctap ..." are what the command prints on 80
columns, run in the source directory; a line "…" stands for any number of lines left
out. A block of YAML that begins with "site:" is a site file that `site check` accepts.
A path in backquotes that begins with a directory of the source is there.

With UPDATE_DOCUMENTS=1 what is shown is rewritten first, from the first to the last line of
each run of lines, where the program still prints these two. Review the diff like code.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

PLACEHOLDERS = re.compile(r"ROOM|MODULE|NAME|FILE|DIR|\*|\.\.\.|…")
MADE = ("bench/data/",)
TOP = ("bench", "docs", "include", "pcaps", "signatures", "src", "tests", ".ci")


def blocks(text):
    """Every fenced block as (language, lines)."""
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S):
        yield match.group(1), match.group(2).splitlines()


def commands(lines):
    """Every command of a block with the lines it prints."""
    command, printed = None, []
    for line in lines:
        if line.startswith("$ "):
            if command:
                yield command, printed
            command, printed = line[2:] if line.startswith("$ lynctap ") else None, []
        else:
            printed.append(line)
    if command:
        yield command, printed


def first_difference(expected, actual):
    """None, or the first run of expected lines that is not in actual where it should be."""
    chunks, at = [[]], 0
    for line in expected:
        if line == "…":
            chunks.append([])
        else:
            chunks[-1].append(line)
    for number, chunk in enumerate(chunks):
        last = number == len(chunks) - 1
        starts = [at] if number == 0 else range(at, len(actual) - len(chunk) + 1)
        for start in starts:
            fits = actual[start : start + len(chunk)] == chunk
            if fits and (not last or not chunk or start + len(chunk) == len(actual)):
                at = start + len(chunk)
                break
        else:
            return chunk
    return None


def run(lynctap, source, arguments):
    environment = dict(os.environ, COLUMNS="80", LC_ALL="C", TZ="UTC0")
    if arguments[0] in ("audit", "flows", "rows", "site"):
        arguments = arguments + ["-S", os.path.join(source, "signatures")]
    done = subprocess.run([lynctap, *arguments], cwd=source, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    # How it was made differs from machine to machine.
    shown = re.sub(r"(?m)^(  made +).*$", r"\1TIME by USER on HOST", done.stdout.decode())
    return done.returncode, shown.splitlines()


def refreshed(printed, actual):
    """What a command is shown to print, brought up to date as far as it can be found."""
    result, chunk, at = [], [], 0
    for line in [*printed, "…"]:
        if line != "…":
            chunk.append(line)
            continue
        try:
            start = actual.index(chunk[0], at)
            at = actual.index(chunk[-1], start) + 1
            chunk = actual[start:at]
        except (IndexError, ValueError):
            pass
        result += [*chunk, line]
        chunk = []
    return result[:-1]


def update(lynctap, source, name):
    path = os.path.join(source, name)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for _, lines in blocks(text):
        for command, printed in commands(lines):
            actual = run(lynctap, source, shlex.split(command)[1:])[1]
            shown = "\n".join([f"$ {command}", *printed])
            text = text.replace(shown, "\n".join([f"$ {command}", *refreshed(printed, actual)]))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def check_commands(lynctap, source, text):
    for _, lines in blocks(text):
        for command, printed in commands(lines):
            _, actual = run(lynctap, source, shlex.split(command)[1:])
            missing = first_difference(printed, actual)
            if missing is not None:
                yield f"$ {command}: does not print, in this place:"
                yield from missing[:12]


def check_sites(lynctap, source, text):
    for language, lines in blocks(text):
        if language != "yaml" or not any(line.startswith("site:") for line in lines):
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as site:
            site.write("\n".join(lines) + "\n")
            site.flush()
            status, printed = run(lynctap, source, ["site", "check", "-c", site.name])
        if status != 0:
            yield from printed


def check_paths(source, text):
    for path in re.findall(r"`([^`\s]+)`", text):
        named = path.split("/")[0] in TOP and "/" in path and path not in MADE
        if named and not PLACEHOLDERS.search(path):
            # A program is there when its source is: where it is built differs.
            if not any(os.path.exists(os.path.join(source, path + end)) for end in ("", ".c")):
                yield f"{path} is not there"


def check_tests(source, text):
    """`FILE`: *what is tested*, as the test calls it; names of C have no spaces."""
    for path, name in re.findall(r"`(tests/[^`\s]+)`: \*([^*]+)\*", text):
        with open(os.path.join(source, path), encoding="utf-8") as file:
            tests = file.read()
        if name not in tests and name.replace(" ", "_") not in tests:
            yield f"{path} has no test '{name}'"


def main():
    lynctap, source = sys.argv[1:3]
    names = [name for name in sorted(os.listdir(source)) if name.endswith(".md")]
    names += [f"docs/{name}" for name in sorted(os.listdir(f"{source}/docs"))
              if name.endswith(".md")]
    names += ["bench/README.md", "pcaps/README.md", "signatures/README.md"]
    print(f"1..{len(names)}")
    for number, name in enumerate(names, 1):
        if os.environ.get("UPDATE_DOCUMENTS"):
            update(lynctap, source, name)
        with open(os.path.join(source, name), encoding="utf-8") as file:
            text = file.read()
        wrong = [*check_commands(lynctap, source, text),
                 *check_sites(lynctap, source, text), *check_paths(source, text),
                 *check_tests(source, text)]
        print(f"{'not ok' if wrong else 'ok'} {number} - {name} is true")
        for line in wrong:
            print(f"# {line}")


main()
