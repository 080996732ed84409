-- What entries of the site file allowed.
SELECT resp_ip, resp_port, proto, init_ip, count() AS flows, max(last_us) AS last_us
FROM lync.flow WHERE verdict = 'allowed'
GROUP BY resp_ip, resp_port, proto, init_ip ORDER BY flows DESC, resp_ip, resp_port, proto, init_ip
