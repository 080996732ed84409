-- TLS versions by service and the clients' networks (of IPv4 its first three numbers).
SELECT service, network, tls_version, count() AS flows, uniqExact(init_ip) AS clients
FROM (SELECT service, replaceRegexpOne(init_ip, '[.]?[0-9]+$', '') AS network, tls_version, init_ip
  FROM lync.flow WHERE tls_version != '')
GROUP BY service, network, tls_version ORDER BY flows DESC, service, network, tls_version
