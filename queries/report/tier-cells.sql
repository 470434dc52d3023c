-- Traffic from tier to tier. Those past the limit, by their bytes, are one tier of kind `others`.
-- Parameters: limit BIGINT (tiers to tell one by one)
WITH names AS (SELECT DISTINCT tier_no, tier_kind, tier_id FROM report_hosts),
sums AS (
  SELECT
    c.tier_no AS from_tier, s.tier_no AS to_tier, CASE WHEN NOT e.server_inside THEN e.aws_service END AS aws_service,
    sum(e.connections) AS connections, sum(e.bytes_up) AS bytes_up, sum(e.bytes_down) AS bytes_down
  FROM report_edges e
  JOIN report_hosts c ON c.host_no = e.client_no
  JOIN report_hosts s ON s.host_no = e.server_no
  GROUP BY ALL
),
hops AS (
  SELECT
    f.tier_kind AS from_kind, f.tier_id AS from_id, CASE WHEN h.aws_service IS NULL THEN t.tier_kind ELSE 'aws-service' END AS to_kind,
    coalesce(h.aws_service, t.tier_id) AS to_id, h.connections, h.bytes_up, h.bytes_down
  FROM sums h
  JOIN names f ON f.tier_no = h.from_tier
  JOIN names t ON t.tier_no = h.to_tier
),
tiers AS (
  SELECT kind, id, row_number() OVER (ORDER BY sum(bytes) DESC, kind, id) AS tier_no
  FROM (
    SELECT from_kind AS kind, from_id AS id, bytes_up + bytes_down AS bytes FROM hops
    UNION ALL
    SELECT to_kind, to_id, bytes_up + bytes_down FROM hops
  )
  GROUP BY kind, id
),
named AS (
  SELECT
    kind, id, least(tier_no, $limit + 1) AS tier_no,
    CASE WHEN tier_no <= $limit THEN kind ELSE 'others' END AS shown_kind, CASE WHEN tier_no <= $limit THEN id ELSE '' END AS shown_id
  FROM tiers
)
SELECT
  f.tier_no AS from_no, f.shown_kind AS from_kind, f.shown_id AS from_id, t.tier_no AS to_no, t.shown_kind AS to_kind, t.shown_id AS to_id,
  CAST(sum(h.connections) AS BIGINT) AS connections, CAST(sum(h.bytes_up) AS BIGINT) AS bytes_up, CAST(sum(h.bytes_down) AS BIGINT) AS bytes_down
FROM hops h
JOIN named f ON f.kind = h.from_kind AND f.id = h.from_id
JOIN named t ON t.kind = h.to_kind AND t.id = h.to_id
GROUP BY ALL
ORDER BY sum(h.bytes_up) + sum(h.bytes_down) DESC, from_no, to_no;
