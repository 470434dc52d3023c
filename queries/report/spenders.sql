-- The own hosts behind each kind of cost, each with what most of its bytes go to.
-- Parameters: limit BIGINT (hosts of one kind and region)
WITH hosts AS (
  SELECT kind, region, host_no, CAST(sum(bytes) AS BIGINT) AS bytes, arg_max(toward, (bytes, toward)) AS toward
  FROM report_spends
  GROUP BY kind, region, host_no
)
SELECT kind, region, host_no, bytes, toward
FROM hosts
QUALIFY row_number() OVER (PARTITION BY kind, region ORDER BY bytes DESC, host_no) <= $limit
ORDER BY kind, region, bytes DESC, host_no;
