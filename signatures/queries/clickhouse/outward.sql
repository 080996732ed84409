-- Lync servers that opened something to a public IPv4 address.
SELECT init_ip, resp_ip, resp_port, proto, max(sni) AS sni, count() AS flows, sum(bytes_i) AS bytes_out,
  min(first_us) AS first_us
FROM lync.flow
WHERE roles_i != '[]' AND roles_i NOT IN ('["client"]', '["phone"]', '["client","phone"]') AND resp_ip LIKE '%.%'
  AND NOT match(resp_ip, '^(10|127|192[.]168|169[.]254|172[.](1[6-9]|2[0-9]|3[01])|22[4-9]|23[0-9])[.]|^255[.]255[.]255[.]255$')
GROUP BY init_ip, resp_ip, resp_port, proto ORDER BY flows DESC, init_ip, resp_ip, resp_port, proto
