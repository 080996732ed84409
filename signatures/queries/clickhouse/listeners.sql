-- Listeners by the day they were first and last seen (UTC): what is new, and what is gone.
SELECT resp_ip, resp_port, proto, toDate(toDateTime(intDiv(min(first_us), 1000000)), 'UTC') AS first_day,
  toDate(toDateTime(intDiv(max(last_us), 1000000)), 'UTC') AS last_day, count() AS flows
FROM lync.flow WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152
GROUP BY resp_ip, resp_port, proto
ORDER BY first_day DESC, last_day, resp_ip, resp_port, proto
