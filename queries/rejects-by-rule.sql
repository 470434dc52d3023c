-- title: Rejects by rule
-- section: What was refused
-- answers: Which rules refused the most traffic, as the last blame judged it?
-- $limit BIGINT = 50: rows to show
SELECT
  verdict, coalesce(rule, nullif(array_to_string(security_groups, ' '), '')) AS refused_by, direction, leg,
  count(*) AS flows, sum(records) AS records, sum(packets) AS packets, min(first_seen) AS first_seen, max(last_seen) AS last_seen
FROM verdicts
GROUP BY verdict, refused_by, direction, leg
ORDER BY records DESC, refused_by, direction, leg, verdict
LIMIT $limit;
