-- title: Traffic paths
-- section: Which way, at what price
-- answers: Which way did traffic leave: inside the VPC, peering, a gateway? Needs traffic-path.
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  traffic_path,
  CASE traffic_path
    WHEN 1 THEN 'same VPC'
    WHEN 2 THEN 'internet gateway or gateway endpoint'
    WHEN 3 THEN 'virtual private gateway'
    WHEN 4 THEN 'peering in the region'
    WHEN 5 THEN 'peering between regions'
    WHEN 6 THEN 'Local Zone or Wavelength Zone'
    WHEN 7 THEN 'gateway endpoint'
    WHEN 8 THEN 'internet gateway'
  END AS way,
  sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records, count(DISTINCT interface_id) AS interfaces
FROM records JOIN contexts USING (context_id)
WHERE action = 'ACCEPT' AND flow_direction = 'egress'
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY traffic_path
ORDER BY bytes DESC, traffic_path;
