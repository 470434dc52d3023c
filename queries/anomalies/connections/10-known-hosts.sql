-- Which addresses are inside: those of interfaces that log or that the network has, those in its subnets, and private ones
-- (RFC 1918, RFC 6598, fc00::/7). interface_no: the interface that logged the address as its own, most often.
-- Reads address_blocks, of the addresses that are not private.
CREATE OR REPLACE TEMP TABLE known_hosts AS
WITH own_ends AS (
  SELECT
    vantage / 4 AS interface_no, CAST(CASE vantage % 4 WHEN 1 THEN ends / 4294967296 ELSE ends % 4294967296 END AS INTEGER) AS host_no,
    sum(records_a + records_b) AS records
  FROM windows
  WHERE standing = 0
  GROUP BY ALL
),
own AS (SELECT host_no, arg_min(interface_no, (-records, interface_no)) AS interface_no FROM own_ends GROUP BY host_no),
of_network AS (
  SELECT DISTINCT hi, lo FROM interface_addresses
),
in_subnets AS (
  SELECT DISTINCT a.hi, a.lo
  FROM address_blocks a
  JOIN block_sets b USING (block_id)
  JOIN subnets s ON s.subnet_set = b.set_id
)
SELECT
  n.host_no, n.hi, n.lo, o.interface_no,
  coalesce(is_private(n.hi, n.lo), FALSE) OR w.hi IS NOT NULL OR s.hi IS NOT NULL OR o.host_no IS NOT NULL AS inside
FROM numbered_addresses n
LEFT JOIN own o USING (host_no)
LEFT JOIN of_network w ON w.hi = n.hi AND w.lo = n.lo
LEFT JOIN in_subnets s ON s.hi = n.hi AND s.lo = n.lo;
