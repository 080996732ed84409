-- Servers' certificates by their end.
SELECT cert_subject, cert_issuer, cert_ends, uniqExact(resp_ip) AS hosts, max(resp_ip) AS one_of_them, count() AS flows
FROM lync.flow WHERE cert_subject != ''
GROUP BY cert_subject, cert_issuer, cert_ends ORDER BY cert_ends, cert_subject, cert_issuer
