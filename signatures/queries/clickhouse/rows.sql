-- Rows that flows were explained by: how often, on how many hosts, last when. The others nobody used.
SELECT catalogue, row, confidence, count() AS flows, uniqExact(resp_ip) AS hosts, max(last_us) AS last_us
FROM lync.flow WHERE row != '' AND verdict IN ('expected', 'known')
GROUP BY catalogue, row, confidence ORDER BY catalogue, row, confidence
