-- Accounts and regions, those with the most silence first.
SELECT
  s.account_id, s.region, s.interfaces, s.records, s.untimed, s.nodata, s.skipdata, s.first_s, s.last_s, s.interval_s, s.gap_s,
  coalesce(g.gaps, 0) AS gaps, coalesce(g.silent_s, 0) AS silent_s, coalesce(i.gaps, 0) AS interface_gaps,
  count(*) OVER () AS total, sum(s.records) OVER () AS all_records
FROM status_scopes s
LEFT JOIN (SELECT scope_no, count(*) AS gaps, sum(to_s - from_s) AS silent_s FROM status_scope_gaps GROUP BY scope_no) g USING (scope_no)
LEFT JOIN (SELECT scope_no, count(*) AS gaps FROM status_interface_gaps GROUP BY scope_no) i USING (scope_no)
ORDER BY silent_s DESC, s.account_id NULLS LAST, s.region NULLS LAST
LIMIT $limit;
