-- Listeners that one sensor saw and another one did not, which saw the host: by pairs of sensors.
WITH seen AS (SELECT DISTINCT sensor, resp_ip, resp_port, proto FROM flow WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152),
hosts AS (SELECT sensor, resp_ip AS ip FROM flow UNION SELECT sensor, init_ip FROM flow)
SELECT s.resp_ip, s.resp_port, s.proto, s.sensor AS seen_by, h.sensor AS not_by
FROM seen s JOIN hosts h ON h.ip = s.resp_ip AND h.sensor <> s.sensor
WHERE NOT EXISTS (SELECT 1 FROM seen o WHERE o.sensor = h.sensor AND o.resp_ip = s.resp_ip
  AND o.resp_port = s.resp_port AND o.proto = s.proto)
ORDER BY s.resp_ip, s.resp_port, s.proto, seen_by, not_by;
