# SPDX-License-Identifier: BSD-2-Clause
"""messages.py SOURCE: every word of the reports' own that is looked up by language is in the
table of src/report/say.c, in its order, with every language. TAP."""
import pathlib
import re
import sys

SOURCE = pathlib.Path(sys.argv[1])
CALLS = ("html_say", "say", "say_add", "say_count", "add_words", "html_section", "html_table",
         "layout_heading", "add_field", "add_string", "add_file")
NO_TEXT = {"html_section": 1, "html_table": 1}  # leading strings that are ids and classes
STRING = r'"((?:[^"\\]|\\.)*)"'
number = 0


def ok(bad, name):
    global number
    number += 1
    print(f"{'not ok' if bad else 'ok'} {number} - {name}")
    for line in bad[:40]:
        print("#", line)


def value(literal):
    """What a string of C is, as bytes."""
    return literal.encode().decode("unicode_escape").encode("latin-1")


def joined(text):
    """Strings that the compiler puts together."""
    return re.sub(r'"\s*"', "", text)


def arguments(text, start):
    """The text between the parentheses that open at @start."""
    depth, at, quoted = 0, start, False
    while at < len(text):
        c = text[at]
        if quoted:
            at += c == "\\"
            quoted = c != '"' or text[at] == "\\"
            quoted = not (c == '"')
        elif c == '"':
            quoted = True
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
            if depth == 0:
                return text[start + 1:at]
        at += 1
    return ""


def said(path):
    """Every string that is looked up in one file, by its calls and its tables of columns."""
    text = joined(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S))
    for call in re.finditer(r"\b(" + "|".join(CALLS) + r")\(", text):
        found = re.findall(STRING, arguments(text, call.end() - 1))
        yield from found[NO_TEXT.get(call.group(1), 0):]
    for block in re.finditer(r"\*const (columns|names|lines|zones)\[\w*\] = \{(.*?)\};", text, re.S):
        for literal in re.findall(STRING, block.group(2)):
            yield literal[1:] if literal.startswith("#") and len(literal) > 1 else literal


def table():
    text = joined((SOURCE / "src/report/say.c").read_text())
    block = re.search(r"messages\[\] = \{(.*?)\n\};", text, re.S).group(1)
    return re.findall(r"\{\s*" + STRING + r",\s*\{\s*\[LANGUAGE_FR\] =\s*" + STRING + r"\s*\}\s*\}", block)


messages = {value(english): value(french) for english, french in table()}
keys = [value(english) for english, _ in table()]
ok([] if len(messages) > 150 else [str(len(messages))], "the table was understood")
ok([str(b) for a, b in zip(keys, keys[1:]) if a >= b], "it is in the order in which it is searched")
ok([str(k) for k, v in messages.items() if not v], "nothing is translated by nothing")
ok([str(k) for k, v in messages.items()
    if sorted(re.findall(rb"%\d", k)) != sorted(re.findall(rb"%\d", v))],
   "a translation has the values of its sentence")
missing = set()
FILES = sorted(p for p in (SOURCE / "src/report").glob("*.c")
               if re.match(r"audit_(html|facts|markdown)|html\.c|audit_text_(headline|causes|coverage|matrix|allowed)",
                           p.name))
for path in FILES:
    for literal in said(path):
        word = value(literal)
        if word in messages or not re.search(rb"[A-Za-z]{2}", word) or word.startswith(b"<"):
            continue
        if re.fullmatch(rb"[\s%.:,;()#-]*|.*%[a-z.*].*", word) or word.startswith(b"--"):
            continue
        missing.add(f"{path.name}: {literal}")
ok(sorted(missing), "every word of the page, of Markdown and of the text's top is in it")
print(f"1..{number}")
