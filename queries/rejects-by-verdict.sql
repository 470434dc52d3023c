-- title: Rejects by verdict
-- section: What was refused
-- answers: What refused how much: network ACLs, groups, or no rule at all? As the last blame judged it.
SELECT
  verdict, direction, leg, count(*) AS flows, sum(records) AS records, sum(packets) AS packets,
  count(DISTINCT srcaddr) AS sources, count(DISTINCT dstaddr) AS targets
FROM verdicts
GROUP BY verdict, direction, leg
ORDER BY records DESC, verdict, direction, leg;
