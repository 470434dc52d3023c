-- Every end of a connection, and hosts that only a NAT gateway logged, with what is known of their place. A subnet is that of the
-- interface, else the one that alone holds the address. Where all interfaces that tell are in one region, the others are too.
CREATE OR REPLACE TEMP TABLE report_hosts AS
WITH behind_nat AS (
  SELECT
    CAST(coalesce((SELECT max(host_no) FROM hosts), 0) + row_number() OVER (ORDER BY hi, lo) AS INTEGER) AS host_no, hi, lo
  FROM (SELECT DISTINCT host_hi AS hi, host_lo AS lo FROM report_nat_traffic)
  ANTI JOIN hosts USING (hi, lo)
),
of_network AS (SELECT hi, lo, arg_max(interface_id, (epoch, interface_id)) AS interface_id FROM interface_addresses GROUP BY hi, lo),
ends AS (
  SELECT host_no, hi, lo, inside, interface_id, instance_id, name, security_groups, roles FROM hosts
  UNION ALL
  SELECT b.host_no, b.hi, b.lo, TRUE, m.interface_id, NULL, NULL, [], [] FROM behind_nat b LEFT JOIN of_network m USING (hi, lo)
),
by_address AS (
  SELECT a.hi, a.lo, min(s.subnet_id) AS subnet_id
  FROM address_blocks a
  JOIN block_sets b USING (block_id)
  JOIN subnets s ON s.subnet_set = b.set_id
  GROUP BY a.hi, a.lo
  HAVING count(DISTINCT s.subnet_id) = 1
),
subnet_places AS (
  SELECT subnet_id, max(zone_id) AS zone_id, max(zone_name) AS zone_name, max(region) AS region
  FROM report_interfaces
  WHERE subnet_id IS NOT NULL
  GROUP BY subnet_id
),
only_region AS (SELECT CASE WHEN count(DISTINCT region) = 1 THEN min(region) END AS region FROM report_interfaces),
placed AS (
  SELECT
    e.* EXCLUDE (instance_id, name), coalesce(e.instance_id, i.instance_id) AS instance_id, coalesce(e.name, i.name) AS name,
    coalesce(i.subnet_id, a.subnet_id) AS subnet_id, coalesce(i.zone_id, p.zone_id) AS zone_id, coalesce(i.zone_name, p.zone_name) AS zone_name,
    CASE WHEN e.inside THEN coalesce(i.region, p.region, o.region) END AS region,
    coalesce(i.type, '') AS type, coalesce(i.description, '') AS description, coalesce(i.of_endpoint, FALSE) AS of_endpoint
  FROM ends e
  CROSS JOIN only_region o
  LEFT JOIN report_interfaces i USING (interface_id)
  LEFT JOIN by_address a ON e.inside AND a.hi = e.hi AND a.lo = e.lo
  LEFT JOIN subnet_places p ON p.subnet_id = coalesce(i.subnet_id, a.subnet_id)
),
in_tiers AS (
  SELECT
    *,
    CASE WHEN NOT inside THEN 'internet' WHEN len(security_groups) > 0 THEN 'security-groups' WHEN subnet_id IS NOT NULL THEN 'subnet' ELSE 'inside' END
      AS tier_kind,
    CASE WHEN NOT inside THEN '' WHEN len(security_groups) > 0 THEN array_to_string(security_groups, ' ') ELSE coalesce(subnet_id, '') END AS tier_id
  FROM placed
)
SELECT *, CAST(dense_rank() OVER (ORDER BY tier_kind, tier_id) AS INTEGER) AS tier_no FROM in_tiers;
