-- Of each sighting, its connections in equal parts of the window: where they start, how many are open, or what they carry, as the
-- sighting is to be drawn. Bytes are spread evenly over the time that a connection takes.
-- Parameters: from_s BIGINT, to_s BIGINT (Unix seconds), parts BIGINT
WITH asked AS (SELECT CAST($from_s AS BIGINT) AS from_s, greatest(1, CAST($to_s AS BIGINT) - CAST($from_s AS BIGINT)) AS length_s, CAST($parts AS BIGINT) AS parts),
spans AS (
  SELECT
    sighting, drawn, bytes,
    greatest(0, least(parts - 1, (start_s - from_s) * parts // length_s)) AS first_part,
    greatest(0, least(parts - 1, (end_s - from_s) * parts // length_s)) AS last_part
  FROM sighted_connections, asked
),
filled AS (
  SELECT
    sighting, drawn, bytes // (last_part - first_part + 1) AS share,
    unnest(generate_series(first_part, CASE WHEN drawn = 'starts' THEN first_part ELSE last_part END)) AS part
  FROM spans
)
SELECT sighting, CAST(part AS INTEGER) AS part, CAST(sum(CASE WHEN drawn = 'bytes' THEN share ELSE 1 END) AS BIGINT) AS amount
FROM filled
GROUP BY sighting, part
ORDER BY sighting, part;
