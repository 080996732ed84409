-- Listeners that one sensor saw and another one did not, by pairs of sensors.
SELECT resp_ip, resp_port, proto, seen_by, not_by FROM (
  SELECT resp_ip, resp_port, proto, groupUniqArray(sensor) AS seen FROM lync.flow
  WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152 GROUP BY resp_ip, resp_port, proto)
CROSS JOIN (SELECT DISTINCT sensor AS not_by FROM lync.flow)
ARRAY JOIN seen AS seen_by
WHERE NOT has(seen, not_by)
ORDER BY resp_ip, resp_port, proto, seen_by, not_by
