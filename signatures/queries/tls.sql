-- TLS versions by service and the clients' networks (of IPv4 its first three numbers).
SELECT coalesce(service, '') AS service, rtrim(rtrim(init_ip, '0123456789'), '.') AS network, tls_version,
  count(*) AS flows, count(DISTINCT init_ip) AS clients
FROM flow WHERE tls_version IS NOT NULL
GROUP BY 1, 2, tls_version ORDER BY flows DESC, 1, 2, tls_version;
