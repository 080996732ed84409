# SPDX-License-Identifier: BSD-2-Clause
"""What tests of a watch share: a watch to be started, fed, asked and ended. Arguments: LYNCTAP SOURCE."""
import atexit, json, os, shutil, signal, struct, subprocess, sys, tempfile, time

LYNCTAP, SOURCE = sys.argv[1:3]
SITE = os.path.join(SOURCE, "pcaps", "front-end.site.yaml")
DATA = open(os.path.join(SOURCE, "pcaps", "front-end.pcap"), "rb").read()
HEADER, RECORDS = DATA[:24], []
at = 24
while at < len(DATA):
    end = at + 16 + struct.unpack_from("<I", DATA, at + 8)[0]
    RECORDS.append(DATA[at:end])
    at = end
FIRST, = struct.unpack_from("<I", RECORDS[0])


def wait_for(condition, seconds=120):
    """Generous: a machine that is busy, or an instrumented build, is slow and not wrong."""
    end = time.time() + seconds
    while not condition() and time.time() < end:
        time.sleep(0.05)
    return condition()


started = []


def end_all():
    """Of a case that ended early nothing goes on."""
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


atexit.register(end_all)


class Watch:
    """A watch in a place of its own: over a file that grows, or an INTERFACE of a NAMESPACE."""

    def __init__(self, *more, site=SITE, environment=None, interface=None, namespace=None, stdout=subprocess.DEVNULL, eve=True):
        self.place = tempfile.mkdtemp()
        os.chmod(self.place, 0o777)
        self.capture, self.eve, self.said = (os.path.join(self.place, n) for n in ("live.pcap", "eve.json", "said"))
        self.site = os.path.join(self.place, "site.yaml")
        shutil.copyfile(site, self.site)
        # What SIGUSR2 loads again is read by nobody, who may not enter the source tree.
        self.signatures = os.path.join(self.place, "signatures")
        shutil.copytree(os.path.join(SOURCE, "signatures"), self.signatures, copy_function=shutil.copyfile)
        os.chmod(self.signatures, 0o755)
        with open(self.capture, "wb") as file:
            file.write(HEADER)
        os.chmod(self.capture, 0o644)
        if os.getuid() == 0:
            more = ("-u", "nobody", *more)
        self.inside = ["ip", "netns", "exec", namespace] if namespace else []
        self.inputs = ["-i", interface] if interface else ["-r", self.capture, "--follow"]
        self.stdout, self.has_eve = stdout, eve
        self.more, self.environment = more, {**os.environ, **(environment or {})}
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [*self.inside, LYNCTAP, "watch", *self.inputs, "-c", self.site, "-S", self.signatures,
             *(("-o", "eve:" + self.eve) if self.has_eve else ()), "--alert-after", "1s", "--stats", "1s", "--state", os.path.join(self.place, "state"), *self.more],
            cwd=self.place, stderr=open(self.said, "ab"), stdout=self.stdout, env=self.environment)
        started.append(self.process)

    def feed(self, records):
        """As if they came now."""
        with open(self.capture, "ab") as file:
            for record in records:
                second, = struct.unpack_from("<I", record)
                file.write(struct.pack("<I", second - FIRST + int(time.time()) - 60) + record[4:])

    def events(self, kind, path=None):
        try:
            lines = open(path or self.eve).readlines()
        except FileNotFoundError:
            return []
        # The last may be half there: it is being written.
        return [e for e in map(json.loads, (l for l in lines if l.endswith("\n"))) if e["event_type"] == kind]

    def numbers(self):
        """What the last stats event says of the watch itself."""
        stats = self.events("stats")
        return stats[-1]["stats"]["watch"] if stats else {}

    def has_read(self, packets):
        """Wait until this process says so."""
        before = len(self.events("stats"))
        wait_for(lambda: any(e["stats"]["capture"]["packets"] >= packets for e in self.events("stats")[before:]))

    def goes_on(self, count):
        """Wait for as many stats events, a second apart: it looked for findings between any two."""
        before = len(self.events("stats"))
        wait_for(lambda: len(self.events("stats")) >= before + count)

    def words(self):
        return open(self.said).read()

    def end(self):
        """And hold all that it wrote to its schema."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(120)
        if os.path.exists(self.eve) and os.path.getsize(self.eve):
            held = subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "validate_json.py"),
                                   os.path.join(SOURCE, "docs", "watch.schema.json"), self.eve, "--lines"],
                                  capture_output=True, text=True)
            if held.returncode not in (0, 77):
                print(held.stdout + held.stderr)
        return status


def expect(what, wanted, got):
    if wanted != got:
        print(f"{what}: {got!r}, not {wanted!r}")


def ids(alerts):
    return sorted(a["lync"]["finding"]["id"] for a in alerts)


def audited():
    out = subprocess.run([LYNCTAP, "audit", "-q", "-r", os.path.join(SOURCE, "pcaps", "front-end.pcap"), "-c", SITE,
                          "-S", os.path.join(SOURCE, "signatures"), "-o", "json"], capture_output=True).stdout
    return sorted(f["id"] for f in json.loads(out)["findings"])
