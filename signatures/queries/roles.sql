-- Hosts that sensors took for something else than others did.
SELECT ip, count(DISTINCT roles) AS opinions, min(roles) AS one, max(roles) AS another FROM (
  SELECT resp_ip AS ip, roles_r AS roles FROM flow WHERE roles_r <> '[]'
  UNION SELECT init_ip, roles_i FROM flow WHERE roles_i <> '[]')
GROUP BY ip HAVING opinions > 1 ORDER BY ip;
