-- Ports that not all servers of the same role serve: members of a pool that differ.
SELECT roles, resp_port, proto, serve, members, one_that_does FROM (
  SELECT roles_r AS roles, resp_port, proto, uniqExact(resp_ip) AS serve, min(resp_ip) AS one_that_does
  FROM lync.flow WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152 AND roles_r != '[]'
  GROUP BY roles_r, resp_port, proto)
ANY INNER JOIN (
  SELECT roles_r AS roles, uniqExact(resp_ip) AS members
  FROM lync.flow WHERE state IN ('established', 'closed', 'reset', 'midstream', 'unanswered') AND resp_port < 49152 AND roles_r != '[]'
  GROUP BY roles_r) USING (roles)
WHERE serve < members ORDER BY roles, resp_port, proto
