-- The pairs of which the last blame judged refusals: who called whom, on which port. A late packet is no refusal of its pair, for its
-- connection was there. Without ports on TCP and UDP nobody can tell who called.
CREATE OR REPLACE TEMP TABLE connectivity_pairs AS
SELECT CAST(row_number() OVER () AS INTEGER) AS pair_no, p.*
FROM (
  SELECT DISTINCT
    CASE WHEN d.leg = 'reply' THEN f.dst_hi ELSE f.src_hi END AS client_hi, CASE WHEN d.leg = 'reply' THEN f.dst_lo ELSE f.src_lo END AS client_lo,
    CASE WHEN d.leg = 'reply' THEN f.src_hi ELSE f.dst_hi END AS server_hi, CASE WHEN d.leg = 'reply' THEN f.src_lo ELSE f.dst_lo END AS server_lo,
    f.protocol, coalesce(CASE WHEN d.leg = 'reply' THEN f.srcport ELSE f.dstport END, 0) AS port
  FROM verdict_flows f
  JOIN verdict_decisions d USING (decision_id)
  WHERE d.verdict <> 'late-packet' AND f.src_hi IS NOT NULL AND f.dst_hi IS NOT NULL AND f.protocol IS NOT NULL
    AND (f.protocol NOT IN (6, 17) OR (f.srcport IS NOT NULL AND f.dstport IS NOT NULL))
) p;
