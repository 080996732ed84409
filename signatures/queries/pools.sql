-- Ports that not all servers of the same role serve: members of a pool that differ.
WITH served AS (
  SELECT DISTINCT roles_r AS roles, resp_ip, resp_port, proto FROM flow
  WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152 AND roles_r <> '[]'),
members AS (SELECT roles, count(DISTINCT resp_ip) AS members FROM served GROUP BY roles)
SELECT s.roles, s.resp_port, s.proto, count(*) AS serve, m.members, min(s.resp_ip) AS one_that_does
FROM served s JOIN members m ON m.roles = s.roles
GROUP BY s.roles, s.resp_port, s.proto, m.members HAVING serve < m.members
ORDER BY s.roles, s.resp_port, s.proto;
