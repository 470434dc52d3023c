-- What each kind of cost has in bytes, by region.
SELECT kind, region, CAST(sum(bytes) AS BIGINT) AS bytes, count(DISTINCT host_no) AS hosts
FROM report_spends
GROUP BY kind, region
ORDER BY kind, region;
