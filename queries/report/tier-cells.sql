-- Traffic from tier to tier. Those past the limit, by their bytes, are one tier of kind `others`.
-- Parameters: limit BIGINT (tiers to tell one by one)
WITH hops AS (
  SELECT
    c.tier_kind AS from_kind, c.tier_id AS from_id,
    CASE WHEN NOT e.server_inside AND e.aws_service IS NOT NULL THEN 'aws-service' ELSE s.tier_kind END AS to_kind,
    CASE WHEN NOT e.server_inside AND e.aws_service IS NOT NULL THEN e.aws_service ELSE s.tier_id END AS to_id,
    e.connections, e.bytes_up, e.bytes_down
  FROM report_edges e
  JOIN report_hosts c ON c.host_no = e.client_no
  JOIN report_hosts s ON s.host_no = e.server_no
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
