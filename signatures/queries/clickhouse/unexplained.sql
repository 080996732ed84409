-- Listeners that no document explains: who uses them, since when and until when.
SELECT resp_ip, resp_port, proto, verdict, max(nearest_row) AS nearest_row, count() AS flows,
  uniqExact(init_ip) AS clients, uniqExact(sensor) AS sensors, min(first_us) AS first_us, max(last_us) AS last_us
FROM lync.flow
WHERE verdict IN ('unapproved-port', 'wrong-role', 'wrong-source', 'wrong-protocol', 'unexpected-peer', 'wrong-interface')
  AND part = 0
GROUP BY resp_ip, resp_port, proto, verdict
ORDER BY flows DESC, resp_ip, resp_port, proto, verdict
