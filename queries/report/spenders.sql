-- The own hosts behind each kind of cost, each with what most of its bytes go to.
-- Parameters: limit BIGINT (hosts of one kind and region)
WITH hosts AS (
  SELECT
    kind, region, host_no, CAST(sum(bytes) AS BIGINT) AS bytes,
    arg_max({'hi': hi, 'lo': lo, 'toward': toward}, (bytes, coalesce(toward, ''), coalesce(hi, 0), coalesce(lo, 0))) AS most
  FROM report_spends
  GROUP BY kind, region, host_no
),
top AS (
  SELECT *
  FROM hosts
  QUALIFY row_number() OVER (PARTITION BY kind, region ORDER BY bytes DESC, host_no) <= $limit
)
SELECT kind, region, host_no, bytes, coalesce(most.toward, address_text(most.hi, most.lo)) AS toward
FROM top
ORDER BY kind, region, bytes DESC, host_no;
