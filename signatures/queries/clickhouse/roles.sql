-- Hosts that sensors took for something else than others did.
SELECT ip, uniqExact(roles) AS opinions, min(roles) AS one, max(roles) AS another FROM (
  SELECT resp_ip AS ip, roles_r AS roles FROM lync.flow WHERE roles_r != '[]'
  UNION ALL SELECT init_ip AS ip, roles_i AS roles FROM lync.flow WHERE roles_i != '[]')
GROUP BY ip HAVING opinions > 1 ORDER BY ip
