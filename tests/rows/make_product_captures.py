#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Writes captures of the rows in which products differ, and what each product makes of them.

usage: make_product_captures.py DIRECTORY PRODUCT…

DIRECTORY holds PRODUCT.json of each product, as `lynctap rows -o json` prints it. A capture
is a row as one product documents it: with the peer that is most natural, and with one peer for
each way in which products think differently of its peers. It is made once, as DIRECTORY/captures/ID.N.pcap;
DIRECTORY/PRODUCT gets the site files that state the product, and manifest.tsv, which says
what that product's rows make of each capture.
"""

import csv
import os
import sys

import algebra
from make_row_captures import (COLUMNS, Scene, Site, accepted_verdicts, applicable, balancing,
                               documented, ends, load, own_host, peer_hosts, scripts_for,
                               write_capture)


class ProductSite(Site):
    """Hosts of one capture, for a product that picks its catalogues itself."""

    def __init__(self, row, product):
        super().__init__(row, [])
        self.product = product

    def head(self):
        return "product: %s\n" % self.product


def differing(products):
    """[(product, row)]: rows that not all products have, each once, of the first that has it."""
    sets = {name: {documented(row) for row in rows} for name, rows in products.items()}
    met = set()
    for name, rows in products.items():
        for row in rows:
            key = documented(row)
            if key not in met and not all(key in others for others in sets.values()):
                met.add(key)
                yield name, row


def pairs(row, form):
    """(initiator, responder) of each peer, the natural one first."""
    yield ends(row, form, lync_end=algebra.is_known_only(row["catalogue"]))
    for peer in peer_hosts(row):
        yield (peer, own_host(row)) if form == "in" else (own_host(row), peer)


def answers(products, row, flow):
    """{product: (verdict, rows)}"""
    return {name: algebra.judge(applicable(rows, row), flow) for name, rows in products.items()}


def scenes(products, name, row):
    """(Scene, script, pair, {product: answer}) that are worth a capture."""
    form = "out" if row["direction"] == "out" or "dhcp" in row["speaks"] else "in"
    scene = Scene(row, applicable(products[name], row), form, row["ports"][0], None)
    _variant, script = scripts_for(row, scene.transport, scene.port, scene.asks_certificate())[0]
    met = set()
    for pair in pairs(row, form):
        found = answers(products, row, scene.flow(pair, script))
        kinds = tuple(answer[0] for answer in found.values())
        if kinds not in met and (not met or len(set(kinds)) > 1):
            met.add(kinds)
            yield scene, script, pair, found


def write_one(directory, row, number, scene, script, pair, found):
    """One capture, its site files, and {product: line of the manifest}."""
    name = "%s.%d.pcap" % (row["id"], number)
    flow, lines = scene.flow(pair, script), {}
    for product, (verdict, rows) in found.items():
        site = ProductSite(row, product)
        addresses = (site.address(pair[0], "initiator"), site.address(pair[1], "responder"))
        site.save(os.path.join(directory, product, name + ".site.yaml"))
        lines[product] = [name, name + ".site.yaml", row["id"], "expected",
                          accepted_verdicts(verdict, flow, script),
                          "%s:%s/%s" % (addresses[1], flow.port, flow.transport),
                          " ".join(r["id"] for r in rows) or "-"]
    write_capture(os.path.join(directory, "captures", name), flow, script, addresses, True)
    return lines


def save(directory, product, lines):
    path = os.path.join(directory, product, "manifest.tsv")
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(line[product] for line in lines)


def main(arguments):
    if len(arguments) < 3:
        sys.stderr.write(__doc__)
        return 2
    directory, names = arguments[0], arguments[1:]
    products = {name: load(os.path.join(directory, name + ".json")) for name in names}
    for folder in names + ["captures"]:
        os.makedirs(os.path.join(directory, folder), exist_ok=True)
    lines, met = [], set()
    for name, row in differing(products):
        for scene, script, pair, found in scenes(products, name, row):
            key = row["id"], scene.flow(pair, script)._replace(hints=script)
            if key not in met:
                met.add(key)
                lines.append(write_one(directory, row, len(lines), scene, script, pair, found))
    for name in names:
        save(directory, name, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
