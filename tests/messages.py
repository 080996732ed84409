# SPDX-License-Identifier: BSD-2-Clause
"""messages.py SOURCE: every word of the reports' own that is looked up by language is in a
table of src/base/messages_*.c, in its order, with every language. TAP."""
import pathlib
import re
import sys

SOURCE = pathlib.Path(sys.argv[1])
CALLS = ("html_say", "say", "say_add", "say_count", "add_words", "text_say_roles", "html_section", "html_table",
         "layout_heading", "add_field", "add_string", "add_file", "reasons_say", "sentences_say",
         "say_hints", "say_of", "say_versions", "explain_documented", "put_named", "put")
NO_TEXT = {"html_section": 1, "html_table": 1}  # leading strings that are ids and classes
STRING = r'"((?:[^"\\]|\\.)*)"'
number = 0


def ok(bad, name):
    global number
    number += 1
    print(f"{'not ok' if bad else 'ok'} {number} - {name}")
    for line in bad[:80]:
        print("#", line)


def value(literal):
    """What a string of C is, as bytes."""
    escaped = literal.encode().decode("latin-1").encode("ascii", "backslashreplace")
    return escaped.decode("unicode_escape").encode("latin-1")


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
    yield from re.findall(r"\bROW\(DETAIL_\w+, " + STRING + r"\)", text)
    for block in re.finditer(r"\*const (columns|names|lines|zones|acts|act_\w+|marks|messages|sentences|words)(?:\[\w*\])+ = \{(.*?)\};", text, re.S):
        for literal in re.findall(STRING, block.group(2)):
            yield literal[1:] if literal.startswith("#") and len(literal) > 1 else literal


def table(path):
    """The messages of one subject, in their order."""
    text = joined(path.read_text())
    block = re.search(r"messages\[\] = \{(.*?)\n\};", text, re.S).group(1)
    return [(value(english), value(french)) for english, french in
            re.findall(r"\{\s*" + STRING + r",\s*\{\s*\[LANGUAGE_FR\] =\s*" + STRING + r"\s*\}\s*\}", block)]


tables = {path.name: table(path) for path in sorted((SOURCE / "src/base").glob("messages_*.c"))}
pairs = [pair for subject in tables.values() for pair in subject]
messages = dict(pairs)
ok([] if len(messages) > 300 and all(tables.values()) else [str(len(messages))], "the tables were understood")
ok([str(b[0]) for subject in tables.values() for a, b in zip(subject, subject[1:]) if a[0] >= b[0]],
   "they are in the order in which they are searched")
ok([str(english) for english, _ in pairs if sum(e == english for e, _ in pairs) > 1],
   "a message is in one of them only")
ok([str(k) for k, v in messages.items() if not v], "nothing is translated by nothing")
ok([str(k) for k, v in messages.items()
    if sorted(re.findall(rb"%\d", k)) != sorted(re.findall(rb"%\d", v))],
   "a translation has the values of its sentence")
missing = set()
FILES = sorted(p for room in ("report", "judge") for p in (SOURCE / "src" / room).glob("*.c")
               if re.match(r"audit_(exceptions|facts|findings|html|listeners|markdown|notes|remedy|sensors|text)|folded_networks|html\.c|explain|listener_said|tls_words",
                           p.name))
for path in FILES:
    for literal in said(path):
        word = value(literal)
        if word in messages or not re.search(rb"[A-Za-z]{2}", word) or word.startswith(b"<"):
            continue
        if re.fullmatch(rb"[\s%.:,;()#-]*|.*%[a-z.*].*", word) or word.startswith(b"--"):
            continue
        missing.add(f"{path.name}: {literal}")
ok(sorted(missing), "every word of the page, of Markdown, of the text, of reasons and remedies is in them")
for name, least, what in (("tls", 10, "why TLS is weak"), ("roles", 150, "what shows a role")):
    rules = re.findall(r"^ *why: (.*(?:\n {6,}\w.*)*)", (SOURCE / f"signatures/{name}.yaml").read_text(), re.M)
    whys = [" ".join(rule.split()).strip('"').encode() for rule in rules]
    ok([str(why) for why in whys if why not in messages] or ([] if len(whys) > least else [str(len(whys))]),
       f"{what} is in them")
print(f"1..{number}")
