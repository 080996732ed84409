-- Listeners that one sensor saw and another one did not, which saw the host: by pairs of sensors.
SELECT resp_ip, resp_port, proto, seen_by, not_by FROM (
  SELECT resp_ip, resp_port, proto, seen, not_by FROM (
    SELECT resp_ip, resp_port, proto, seen, there FROM (
      SELECT resp_ip, resp_port, proto, groupUniqArray(sensor) AS seen FROM lync.flow
      WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152 GROUP BY resp_ip, resp_port, proto)
    ANY INNER JOIN (SELECT ip AS resp_ip, groupUniqArray(sensor) AS there FROM (
      SELECT resp_ip AS ip, sensor FROM lync.flow UNION ALL SELECT init_ip AS ip, sensor FROM lync.flow) GROUP BY ip) USING resp_ip)
  ARRAY JOIN there AS not_by)
ARRAY JOIN seen AS seen_by
WHERE NOT has(seen, not_by)
ORDER BY resp_ip, resp_port, proto, seen_by, not_by
