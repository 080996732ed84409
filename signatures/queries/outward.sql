-- Lync servers that opened something to a public IPv4 address.
SELECT init_ip, resp_ip, resp_port, proto, max(sni) AS sni, count(*) AS flows, sum(bytes_i) AS bytes_out,
  min(first_us) AS first_us
FROM flow
WHERE roles_i <> '[]' AND roles_i NOT IN ('["client"]', '["phone"]', '["client","phone"]') AND resp_ip LIKE '%.%'
  AND NOT (resp_ip LIKE '10.%' OR resp_ip LIKE '192.168.%' OR resp_ip LIKE '169.254.%' OR resp_ip LIKE '127.%'
    OR resp_ip GLOB '172.1[6-9].*' OR resp_ip GLOB '172.2[0-9].*' OR resp_ip GLOB '172.3[01].*'
    OR resp_ip GLOB '22[4-9].*' OR resp_ip GLOB '23[0-9].*' OR resp_ip = '255.255.255.255')
GROUP BY init_ip, resp_ip, resp_port, proto ORDER BY flows DESC, init_ip, resp_ip, resp_port, proto;
