#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Hold a JSON file to its schema: validate_json.py SCHEMA FILE [--lines].

A schema may refer to definitions of another one beside it by its name.
With --lines every line is an object of its own. FILE may be "-". Exit status 0
when all of it is valid, 1 with the first offences on standard output, 77 (the
test harness's "skipped") without python3-jsonschema.
"""
import json
import pathlib
import sys
import warnings

try:
    import jsonschema
except ImportError:
    print("SKIP: python3-jsonschema is not installed")
    sys.exit(77)

MOST_OFFENCES = 10
# What takes its place is not in the version of 2022.
warnings.filterwarnings("ignore", category=DeprecationWarning)


def reject_twice(pairs):
    """A key that is there twice is no error to json, and one to us."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key is there twice among %s" % [key for key, _ in pairs])
    return members


def documents(file, lines):
    """Yield (where, document)."""
    if not lines:
        yield file.name, json.load(file, object_pairs_hook=reject_twice)
        return
    for number, line in enumerate(file, 1):
        yield ("%s:%d" % (file.name, number),
               json.loads(line, object_pairs_hook=reject_twice))


def main(arguments):
    lines = "--lines" in arguments
    names = [argument for argument in arguments if argument != "--lines"]
    if len(names) != 2:
        print(__doc__)
        return 2
    with open(names[0], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    beside = pathlib.Path(names[0]).resolve().as_uri()
    validator = jsonschema.Draft7Validator(schema, resolver=jsonschema.RefResolver(beside, schema))
    file = sys.stdin if names[1] == "-" else open(names[1], encoding="utf-8")
    offences = count = 0
    try:
        for where, document in documents(file, lines):
            count += 1
            for error in validator.iter_errors(document):
                offences += 1
                if offences <= MOST_OFFENCES:
                    path = "/".join(str(part) for part in error.absolute_path)
                    print("%s: /%s: %s" % (where, path, error.message[:300]))
    except ValueError as error:
        print("%s: not JSON: %s" % (names[1], error))
        return 1
    if lines and count == 0:
        print("%s: no lines" % names[1])
        return 1
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
