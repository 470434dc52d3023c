-- Gaps of whole accounts and regions, the longest first.
SELECT s.account_id, s.region, g.from_s, g.to_s, s.interfaces, count(*) OVER () AS total
FROM status_scope_gaps g
JOIN status_scopes s USING (scope_no)
ORDER BY g.to_s - g.from_s DESC, g.from_s, s.account_id NULLS LAST, s.region NULLS LAST
LIMIT $limit;
