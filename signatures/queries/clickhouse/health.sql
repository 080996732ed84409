-- Sensors: how much they saw and when, what they saw one side of only, minutes without a record, packets lost.
SELECT sensor, records, first_us, last_us, silent_minutes, unanswered, midstream, runs, packets, dropped FROM (
  SELECT sensor, count() AS records, min(first_us) AS first_us, max(last_us) AS last_us,
    intDiv(last_us - first_us, 60000000) + 1 - uniqExact(minute) AS silent_minutes,
    sum(one_sided) AS unanswered, sum(mid) AS midstream, uniqExact(spool) AS runs
  FROM (SELECT sensor, first_us, last_us, intDiv(last_us, 60000000) AS minute, pkts_r = 0 AS one_sided,
    state = 'midstream' AS mid, spool FROM lync.flow)
  GROUP BY sensor)
ANY LEFT JOIN (SELECT sensor, sum(packets) AS packets, sum(dropped) AS dropped FROM lync.account GROUP BY sensor)
  USING sensor
ORDER BY sensor
