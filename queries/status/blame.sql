-- What the last blame judged.
SELECT
  count(*) AS flows, coalesce(sum(records), 0) AS records, min(first_seen_s) AS first_s, max(last_seen_s) AS last_s
FROM verdict_flows;
