-- Gaps of single interfaces, the longest first.
SELECT
  n.account_id, n.region, n.interface_id, g.from_s, g.to_s, count(*) OVER () AS total
FROM status_interface_gaps g
JOIN status_interface_names n USING (interface_no)
ORDER BY g.to_s - g.from_s DESC, g.from_s, n.interface_id, n.account_id NULLS LAST, n.region NULLS LAST
LIMIT $limit;
