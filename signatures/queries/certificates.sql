-- Servers' certificates by their end.
SELECT cert_subject, cert_issuer, cert_ends, count(DISTINCT resp_ip) AS hosts, max(resp_ip) AS one_of_them, count(*) AS flows
FROM flow WHERE cert_subject IS NOT NULL
GROUP BY cert_subject, cert_issuer, cert_ends ORDER BY cert_ends, cert_subject, cert_issuer;
