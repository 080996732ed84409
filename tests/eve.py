# SPDX-License-Identifier: BSD-2-Clause
"""EVE for tests: a stream of it holds records of flows, and others beside them."""

import json


def flow_records(lines):
    """The records of flows among @lines, in their order."""
    return [record for record in map(json.loads, lines) if record["event_type"] == "flow"]
