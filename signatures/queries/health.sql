-- Sensors: how much they saw and when, what they saw one side of only, minutes without a record, packets lost.
SELECT f.*, coalesce(a.packets, 0) AS packets, coalesce(a.dropped, 0) AS dropped FROM (
  SELECT sensor, count(*) AS records, min(first_us) AS first_us, max(last_us) AS last_us,
    (max(last_us) - min(first_us)) / 60000000 + 1 - count(DISTINCT last_us / 60000000) AS silent_minutes,
    sum(pkts_r = 0) AS unanswered, sum(state = 'midstream') AS midstream, count(DISTINCT run) AS runs
  FROM flow GROUP BY sensor) f
LEFT JOIN (SELECT sensor, sum(packets) AS packets, sum(dropped) AS dropped FROM account GROUP BY sensor) a
  ON a.sensor = f.sensor
ORDER BY f.sensor;
