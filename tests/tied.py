# SPDX-License-Identifier: BSD-2-Clause
"""tied.py AUDIT.json FLOWS.eve: the flows that are accused name the findings that the audit
makes of them, and the worst of them is as bad as the finding. Says what is not so."""
import json
import sys

import eve

RANKS = ["low", "medium", "high"]
OF_NO_FLOW = {"weak-tls", "weak-certificate", "expired-certificate", "scan", "undeclared-server"}

with open(sys.argv[1], encoding="utf-8") as stream:
    audit = json.load(stream)
worst = {}
with open(sys.argv[2], encoding="utf-8") as stream:
    for record in eve.flow_records(stream):
        lync = record["lync"]
        if "finding" in lync:
            rank = RANKS.index(lync["severity"])
            worst[lync["finding"]] = max(rank, worst.get(lync["finding"], 0))
found = {finding["id"]: RANKS.index(finding["severity"]) for finding in audit["findings"]
         if finding["kind"] not in OF_NO_FLOW}
if worst != found:
    print("flows:", sorted(worst.items()), "audit:", sorted(found.items()))
    sys.exit(1)
