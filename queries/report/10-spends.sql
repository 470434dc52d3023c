-- What AWS bills by the byte, by the own host that causes it and what it is for: an address, or, in `toward`, an AWS service or the id of a NAT
-- gateway. Addresses are written as text only where they are shown.
CREATE OR REPLACE TEMP TABLE report_spends AS
WITH places AS (
  SELECT interface_id, zone_id, zone_name, region, nullif(regexp_extract(description, 'nat-[0-9a-f]+'), '') AS nat_id FROM report_interfaces
),
inside_pairs AS (
  SELECT
    e.bytes_up + e.bytes_down AS bytes, e.client_no, e.server_no, c.region AS client_region, s.region AS server_region,
    s.hi AS server_hi, s.lo AS server_lo, c.hi AS client_hi, c.lo AS client_lo, c.of_endpoint AS client_endpoint, s.of_endpoint AS server_endpoint,
    CASE
      WHEN c.zone_id IS NOT NULL AND s.zone_id IS NOT NULL THEN c.zone_id <> s.zone_id
      WHEN c.zone_name IS NOT NULL AND s.zone_name IS NOT NULL THEN c.zone_name <> s.zone_name
    END AS crosses,
    -- AWS takes nothing between zones for PrivateLink, transit gateways, application and classic load balancers, and copies of a database.
    -- What a NAT gateway stands for is counted below.
    c.of_endpoint OR s.of_endpoint OR c.type IN ('transitgateway', 'natgateway') OR s.type IN ('transitgateway', 'natgateway')
      OR (c.description LIKE 'ELB %' AND c.description NOT LIKE 'ELB net/%' AND c.description NOT LIKE 'ELB gwy/%')
      OR (s.description LIKE 'ELB %' AND s.description NOT LIKE 'ELB net/%' AND s.description NOT LIKE 'ELB gwy/%')
      OR (c.description = 'RDSNetworkInterface' AND s.description = 'RDSNetworkInterface') AS zones_free
  FROM report_edges e
  JOIN report_hosts c ON c.host_no = e.client_no
  JOIN report_hosts s ON s.host_no = e.server_no
  WHERE e.client_inside AND e.server_inside
),
through_nat AS (
  SELECT
    t.bytes, h.host_no, coalesce(g.region, h.region) AS region, coalesce(t.resource_id, g.nat_id, t.interface_id) AS gateway,
    t.aws_service, t.remote_hi, t.remote_lo,
    CASE
      WHEN h.zone_id IS NOT NULL AND g.zone_id IS NOT NULL THEN h.zone_id <> g.zone_id
      WHEN h.zone_name IS NOT NULL AND g.zone_name IS NOT NULL THEN h.zone_name <> g.zone_name
    END AS crosses
  FROM report_nat_traffic t
  JOIN report_hosts h ON h.hi = t.host_hi AND h.lo = t.host_lo
  LEFT JOIN places g ON g.interface_id = t.interface_id
),
spends AS (
  SELECT
    'nat-processing' AS kind, region, host_no, CASE WHEN aws_service IS NULL THEN remote_hi END AS hi,
    CASE WHEN aws_service IS NULL THEN remote_lo END AS lo, aws_service AS toward, bytes
  FROM through_nat
  UNION ALL
  SELECT 'cross-zone', region, host_no, NULL, NULL, gateway, bytes FROM through_nat WHERE crosses
  UNION ALL
  SELECT 'cross-zone', coalesce(client_region, server_region), client_no, server_hi, server_lo, NULL, bytes
  FROM inside_pairs
  WHERE crosses AND NOT zones_free
  UNION ALL
  SELECT
    'interface-endpoint', coalesce(server_region, client_region), CASE WHEN server_endpoint THEN client_no ELSE server_no END,
    CASE WHEN server_endpoint THEN server_hi ELSE client_hi END, CASE WHEN server_endpoint THEN server_lo ELSE client_lo END, NULL, bytes
  FROM inside_pairs
  WHERE client_endpoint OR server_endpoint
  UNION ALL
  SELECT 'internet-egress', c.region, e.client_no, s.hi, s.lo, NULL, e.bytes_up
  FROM report_edges e
  JOIN report_hosts c ON c.host_no = e.client_no
  JOIN report_hosts s ON s.host_no = e.server_no
  WHERE e.client_inside AND NOT e.server_inside AND e.aws_service IS NULL
  UNION ALL
  SELECT 'internet-egress', s.region, e.server_no, c.hi, c.lo, NULL, e.bytes_down
  FROM report_edges e
  JOIN report_hosts c ON c.host_no = e.client_no
  JOIN report_hosts s ON s.host_no = e.server_no
  WHERE NOT e.client_inside AND e.server_inside AND e.aws_service IS NULL
)
SELECT kind, region, host_no, hi, lo, toward, CAST(sum(bytes) AS BIGINT) AS bytes
FROM spends
WHERE bytes > 0
GROUP BY kind, region, host_no, hi, lo, toward;
