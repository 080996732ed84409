#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What bench/soak.sh runs: soak.py LYNCTAP SOURCE SECONDS."""
import os, signal, sys, time

import tap
from watching import RECORDS, SOURCE, Watch, wait_for
from wires import Wire, run

CAPTURE = os.path.join(SOURCE, "pcaps", "front-end.pcap")
SECONDS = int(sys.argv[3])
KIB_OF_GROWTH = 2048  # pages of a heap that is used anew; a leak is more in any half of a run


class Soak:
    def __init__(self):
        self.wire = Wire("soak")
        self.watch = Watch("-o", "json:report-%M.json", "-o", "html:report-%M.html", "-o", "prom:numbers.prom", "--every", "20s",
                           "--quiet-after", "5s", interface="veth1", namespace=self.wire.to)
        self.sent, self.rotations, self.full, self.samples, self.deeds = 0, 0, 0, [], 0
        self.small = os.path.join(self.watch.place, "small")
        os.mkdir(self.small)
        run("mount", "-t", "tmpfs", "-o", "size=512k,mode=777", "tmpfs", self.small)
        self.watch.end()
        self.watch.eve = os.path.join(self.small, "eve.json")
        self.watch.start()
        self.seen()

    def seen(self):
        """Wait until what was sent is read or counted as lost."""
        return wait_for(lambda: self.accounted() == self.sent)

    def accounted(self):
        stats = self.watch.events("stats")
        capture = stats[-1]["stats"]["capture"] if stats else {"packets": -1, "dropped": 0}
        return capture["packets"] + capture["dropped"]

    def said(self, words, count):
        if not wait_for(lambda: self.watch.words().count(words) >= count):
            print(f"'{words}' was not said {count} times")

    # What happens to a watch in a year, one after the other.

    def traffic(self):
        self.wire.replay(CAPTURE)
        self.sent += len(RECORDS)
        if not self.seen():
            print(f"{self.sent} packets were sent, {self.accounted()} are accounted for")

    def reload(self):
        before = self.watch.words().count("are loaded again")
        self.watch.process.send_signal(signal.SIGUSR2)
        self.said("are loaded again", before + 1)

    def wrong_reload(self):
        good = open(self.watch.site).read()
        before = self.watch.words().count("stays in force")
        open(self.watch.site, "w").write("hosts:\n  - {nmae: x}\n")
        self.watch.process.send_signal(signal.SIGUSR2)
        self.said("stays in force", before + 1)
        open(self.watch.site, "w").write(good)

    def rotate(self):
        os.replace(self.watch.eve, self.watch.eve + ".1")
        self.watch.process.send_signal(signal.SIGHUP)
        if not wait_for(lambda: os.path.exists(self.watch.eve) and self.watch.events("stats")):
            print("nothing was written after SIGHUP")

    def down(self):
        self.wire.set("down")
        self.watch.goes_on(2)
        self.wire.set("up")

    def away(self):
        before = self.watch.words().count("is there again")
        self.wire.cut()
        self.said("it is waited for", before + 1)
        self.wire.join()
        self.said("is there again", before + 1)

    def full_disk(self):
        before = self.watch.words().count("written again")
        filler = os.path.join(self.small, "filler")
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        self.said("records are lost from here on", before + 1)
        os.unlink(filler)
        self.said("written again", before + 1)

    def stopped(self):
        self.watch.process.send_signal(signal.SIGSTOP)
        self.wire.replay(CAPTURE)
        self.sent += len(RECORDS)
        time.sleep(2)
        self.watch.process.send_signal(signal.SIGCONT)

    def clock(self):
        """The whole machine's: only where it is asked for."""
        for step in (3600, -7200, 3600):
            time.clock_settime(time.CLOCK_REALTIME, time.time() + step)
            self.watch.goes_on(2)

    def sample(self):
        status = open(f"/proc/{self.watch.process.pid}/status").read()
        resident = int(status.split("VmRSS:")[1].split()[0])
        self.samples.append((time.monotonic(), resident, len(os.listdir(f"/proc/{self.watch.process.pid}/fd"))))

    def go_on(self, seconds):
        deeds = [self.reload, self.rotate, self.down, self.wrong_reload, self.away, self.full_disk, self.stopped]
        if os.environ.get("SOAK_CLOCK") == "yes":
            deeds.append(self.clock)
        end = time.monotonic() + seconds
        while (time.monotonic() < end or self.deeds < len(deeds)) and self.watch.process.poll() is None:
            self.traffic()
            deeds[self.deeds % len(deeds)]()
            self.deeds += 1
            self.traffic()
            self.sample()

    def end(self):
        last = self.watch.events("stats")[-1]["stats"]
        status = self.watch.end()
        run("umount", "-l", self.small)
        return status, last


def in_parts(samples):
    """The most of a column in the second quarter, after warming up, and in the last half."""
    quarter = len(samples) // 4
    return [[max(s[column] for s in part) for part in (samples[quarter:2 * quarter + 1], samples[2 * quarter:])] for column in (1, 2)]


def main():
    soak = Soak()
    said = []
    soak.go_on(SECONDS)
    alive = soak.watch.process.poll() is None
    tap.ok(alive, "it goes on whatever happens", soak.watch.words()[-2000:], f"{soak.deeds} deeds")
    if not alive:
        return tap.plan()
    accounted = soak.accounted()
    memory, descriptors = in_parts(soak.samples)
    status, last = soak.end()
    said += [f"{soak.deeds} deeds, {soak.sent} packets sent, {last['capture']['packets']} read, {last['capture']['dropped']} dropped",
             f"resident KiB: {memory[0]} at most in the second quarter, {memory[1]} in the last half",
             f"descriptors: {descriptors[0]} at most in the second quarter, {descriptors[1]} in the last half",
             f"watch: {last['watch']}"]
    tap.ok(status == 0, "it ends with 0", status)
    tap.ok(accounted == soak.sent, "each packet that was sent is read or counted as dropped", *said)
    tap.ok(memory[1] <= memory[0] + KIB_OF_GROWTH, "memory is flat after warming up", *said)
    tap.ok(descriptors[1] <= descriptors[0], "descriptors are", *said)
    for line in said:
        print("#", line)
    tap.plan()


main()
