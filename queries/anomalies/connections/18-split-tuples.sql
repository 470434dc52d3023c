-- Tuples with long silences, cut into connections: another begins where everything before has ended more than $gap_s ago. Each has the
-- best vantage of its own, for an interface may have logged one and not the other.
-- Parameters: gap_s BIGINT
CREATE OR REPLACE TEMP TABLE split_tuples AS
WITH buckets AS (
  SELECT
    w.ends, w.traffic, w.bucket, min(least(coalesce(w.start_a, w.start_b), coalesce(w.start_b, w.start_a))) AS start_s, max(w.end_s) AS end_s,
    -- The rank of a vantage is as in the tuples.
    min((w.standing + CASE
      WHEN w.standing = 6 OR (w.vantage % 4 = 1) = t.a_is_client THEN 0 WHEN w.standing = 4 THEN 1 ELSE 2
    END) * 268435456 + w.vantage) AS vantage_key
  FROM windows w
  JOIN (SELECT ends, traffic, a_is_client FROM oriented_tuples WHERE split) t USING (ends, traffic)
  GROUP BY w.ends, w.traffic, w.bucket
),
marked AS (
  SELECT
    *,
    start_s - max(end_s) OVER (PARTITION BY ends, traffic ORDER BY bucket ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      > CAST($gap_s AS BIGINT) AS begins
  FROM buckets
),
cut AS (
  SELECT *, CAST(sum(CASE WHEN begins THEN 1 ELSE 0 END) OVER (PARTITION BY ends, traffic ORDER BY bucket) AS INTEGER) AS session_no
  FROM marked
)
SELECT ends, traffic, bucket, session_no, min(vantage_key) OVER (PARTITION BY ends, traffic, session_no) AS vantage_key
FROM cut;
