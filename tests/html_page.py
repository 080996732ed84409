# SPDX-License-Identifier: BSD-2-Clause
"""html_page.py LYNCTAP SOURCE WORK: audit -o html, held to what a page must be. TAP."""
import html
import html.parser
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys

from tap import ok, plan, skip

LYNCTAP, SOURCE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path.insert(0, str(SOURCE / "tests/enterprise"))
sys.dont_write_bytecode = True

from network import Network                 # noqa: E402
from traffic import stage                   # noqa: E402

ALONE = {"meta", "br"}


class Page(html.parser.HTMLParser):
    """Ids, links and headings of a page, and what is wrong with it."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.links, self.headings, self.wrong = [], [], [], [], []
        self.loads, self.cells = [], {}
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if "id" in names:
            self.ids.append(names["id"])
        if tag == "a":
            self.links.append(names.get("href", ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("script", "link", "img", "iframe", "object", "form") or "src" in names:
            self.loads.append(tag)
        if any(name.startswith("on") for name in names):
            self.loads.append(f"{tag} {names}")
        if tag == "th" and "scope" not in names:
            self.wrong.append("a <th> without scope")
        if tag == "svg" and names.get("role") != "img" and "aria-hidden" not in names and \
                not any("mapkey" in str(above) for above in self.open):
            self.wrong.append(f"<svg> that is no image: {names}")
        if tag not in ALONE:
            self.open.append((tag, names.get("class", "")))

    def handle_startendtag(self, tag, attributes):
        names = dict(attributes)
        if "src" in names:
            self.loads.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.wrong.append(f"</{tag}> in {self.open[-3:]}")
        else:
            self.open.pop()


def luminance(colour):
    value = colour.lstrip("#")
    value = "".join(c * 2 for c in value) if len(value) == 3 else value
    parts = [int(value[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Text on what it stands on, WCAG 2.1 success criterion 1.4.3.
TEXT = [("ink", "bg"), ("mute", "bg"), ("link", "bg"), ("high", "bg"), ("med", "bg"), ("low", "bg"),
        ("ok", "bg"), ("known", "bg"), ("vain", "bg"), ("ink", "soft"), ("mute", "soft"),
        ("high", "highbg"), ("med", "medbg"), ("vain", "vainbg"), ("bg", "high"), ("ink", "highbg")]
LINES = [("okline", "bg"), ("knownline", "bg"), ("medline", "bg"), ("high", "bg"), ("vain", "bg")]


def palettes(text):
    """The light palette, and with what the dark one and the printed one change."""
    found = [dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", block))
             for block in re.findall(r":root\{(.*?)\}", text, re.S)]
    return [("light", found[0]), ("dark", {**found[0], **found[1]}),
            ("print", {**found[0], **found[2]})]


def audit(name, capture, site, *options):
    out = WORK / f"{name}.html"
    subprocess.run([LYNCTAP, "audit", "-q", "-S", str(SOURCE / "signatures"), "-r", str(capture),
                    "-c", str(site), "-o", f"html:{out}", *options], check=False,
                   stderr=subprocess.DEVNULL)
    return out


def company():
    """The page of a company as large as a real one: 27 hosts beside each other."""
    network = Network()
    (WORK / "company.yaml").write_text(network.site())
    stage(network).save(str(WORK / "company.pcap"))
    return audit("company", WORK / "company.pcap", WORK / "company.yaml")


pages = {name: audit(name, SOURCE / f"pcaps/{name}.pcap", SOURCE / f"pcaps/{name}.site.yaml")
         for name in ("strangers", "front-end", "clients")}
pages["company"] = company()
for name, path in pages.items():
    text = path.read_text()
    page = Page(text)
    ok(not page.wrong, f"{name}: every element is closed, tables and pictures can be read aloud",
       *page.wrong[:5])
    ok(len(page.ids) == len(set(page.ids)), f"{name}: no id is there twice",
       [i for i in page.ids if page.ids.count(i) > 1][:5])
    missing = [link for link in page.links if not link.startswith("#") or link[1:] not in page.ids]
    ok(not missing, f"{name}: every link leads somewhere on the page", missing[:5])
    ok(not page.loads and not re.search(r"url\((?!#a-)|@import|https?:", text),
       f"{name}: nothing is loaded and nothing runs", page.loads[:5])
    steps = [b - a for a, b in zip(page.headings, page.headings[1:])]
    ok(page.headings.count(1) == 1 and max(steps) <= 1, f"{name}: headings skip no level",
       page.headings)
    for row in [f"server-{i}" for i in range(1, 53)] + [f"client-{i}" for i in range(1, 13)]:
        if f"row-{row}" not in page.ids:
            ok(False, f"{name}: {row} is in a table")

for theme, colours in palettes(pages["strangers"].read_text()):
    bad = [f"{a} on {b}: {contrast(colours[a], colours[b]):.2f}" for a, b in TEXT
           if contrast(colours[a], colours[b]) < 4.5]
    ok(not bad, f"text can be read, {theme}", *bad)
    bad = [f"{a} on {b}: {contrast(colours[a], colours[b]):.2f}" for a, b in LINES
           if contrast(colours[a], colours[b]) < 3]
    ok(not bad, f"lines can be seen, {theme}", *bad)

# --- In a browser ------------------------------------------------------------------------------

browser = shutil.which("chromium") or shutil.which("chromium-browser") or \
    shutil.which("google-chrome")


def browse(path, *options):
    try:
        return subprocess.run([browser, "--headless=new", "--no-sandbox", "--disable-gpu",
                               "--hide-scrollbars", "--enable-logging=stderr",
                               f"--user-data-dir={WORK}/profile", *options, path.as_uri()],
                              capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired as late:
        return late


MEASURE = """<pre id=measured></pre><script>
const wide = Array.from(document.querySelectorAll('.scroll'))
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.firstElementChild.getAttribute('class'));
const cut = Array.from(document.querySelectorAll('code[id]'))
  .filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.id);
document.getElementById('measured').textContent = JSON.stringify(
  {page: document.documentElement.scrollWidth, window: innerWidth, wide: wide, cut: cut});
</script></body>"""


def measure(path, width):
    """How wide things are where a window is @width wide (a browser without a screen makes it
    500 at least): of a copy that may run a script."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", path.read_text())
    copy = WORK / "measured.html"
    copy.write_text(text.replace("</body>", MEASURE))
    done = browse(copy, "--dump-dom", f"--window-size={width},900")
    found = re.search(r'id="measured">(\{.*?\})<', str(done.stdout))
    return json.loads(html.unescape(found[1])) if found else {}


def test_room(name, path):
    """What fits is seen without scrolling sideways; an id is seen whole on a phone too."""
    phone, desk = measure(path, 390), measure(path, 1280)
    ok(phone and phone["page"] <= phone["window"], f"{name}: a phone is wide enough", phone)
    ok(phone and not phone["cut"], f"{name}: ids are whole on a phone", phone)
    ok(desk and desk["window"] == 1280 and not desk["wide"],
       f"{name}: every table is as wide as its place on a desk", desk)


if not browser:
    for name in ("no complaint", "390 columns", "1280 columns", "dark", "paper",
                 "a phone is wide enough", "ids are whole", "every table"):
        skip(f"in a browser: {name}", "there is no chromium")
else:
    path = pages["strangers"]
    done = browse(path, "--dump-dom")
    complaints = [line for line in str(done.stderr).splitlines() if "CONSOLE" in line]
    ok(done.stdout and "</html>" in str(done.stdout) and not complaints,
       "in a browser: no complaint, nothing refused by the page's policy", *complaints[:5])
    for name, width, options in (("390 columns", 390, []), ("1280 columns", 1280, []),
                                 ("dark", 1280, ["--force-dark-mode"])):
        shot = WORK / "shot.png"
        shot.unlink(missing_ok=True)
        browse(path, f"--screenshot={shot}", f"--window-size={width},900", *options)
        bytes_ = shot.read_bytes() if shot.exists() else b""
        size = struct.unpack(">II", bytes_[16:24]) if len(bytes_) > 24 else None
        ok(size and size[0] == width and len(bytes_) > 20000, f"in a browser: {name}", size,
           len(bytes_))
    for name in ("strangers", "company"):
        test_room(name, pages[name])
    paper = WORK / "paper.pdf"
    browse(path, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    pdf = paper.read_bytes() if paper.exists() else b""
    sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
    boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf))
    a4 = all(abs(float(b.split()[2]) - 595) < 2 and abs(float(b.split()[3]) - 842) < 2
             for b in boxes)
    ok(4 <= sheets <= 20 and boxes and a4, "in a browser: some sheets of A4", sheets, boxes)
plan()
