-- Sensors: how much they saw and when, what they saw one side of only, minutes without a record.
SELECT sensor, count(*) AS records, min(first_us) AS first_us, max(last_us) AS last_us,
  (max(last_us) - min(first_us)) / 60000000 + 1 - count(DISTINCT last_us / 60000000) AS silent_minutes,
  sum(pkts_r = 0) AS unanswered, sum(state = 'midstream') AS midstream, count(DISTINCT run) AS runs
FROM flow GROUP BY sensor ORDER BY sensor;
