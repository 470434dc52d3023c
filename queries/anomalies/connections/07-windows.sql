-- All that a vantage saw between two ends in $bucket_s seconds, in one row: what a sent and what b sent. Records that start in the same
-- bucket are never further apart than its length, so, where that is the gap that is bridged, no connection begins or ends inside one.
-- `standing` says how near the vantage is to the end on its side: 0 it has its address, 4 it has not, 6 the side is not known.
-- Few and narrow aggregates make it fast: counts and flags of both directions share one, in halves that cannot overflow, and sums are of
-- DOUBLE, which is exact for whole numbers below 2^53 (nine petabytes) and half as wide as what sums of BIGINT are kept in.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound), bucket_s BIGINT
CREATE OR REPLACE TEMP TABLE windows AS
WITH sums AS (
  SELECT
    ends, traffic, vantage, CAST(start_s / CAST($bucket_s AS BIGINT) AS INTEGER) AS bucket,
    CAST(sum(CAST(CASE by_a WHEN 1 THEN 1 ELSE 67108864 END AS DOUBLE)) AS BIGINT) AS records,
    CAST(sum(CAST(CASE WHEN NOT refused THEN 0 WHEN by_a = 1 THEN 1 ELSE 67108864 END AS DOUBLE)) AS BIGINT) AS refusals,
    CAST(sum(CAST(packets * by_a AS DOUBLE)) AS BIGINT) AS packets_a, CAST(sum(CAST(packets * (1 - by_a) AS DOUBLE)) AS BIGINT) AS packets_b,
    CAST(sum(CAST(bytes * by_a AS DOUBLE)) AS BIGINT) AS bytes_a, CAST(sum(CAST(bytes * (1 - by_a) AS DOUBLE)) AS BIGINT) AS bytes_b,
    -- 256 says that the field is logged.
    bit_or(CAST((tcp_flags + 256) * (1 + 65535 * (1 - by_a)) AS INTEGER)) AS flags,
    min(CASE by_a WHEN 1 THEN start_s END) AS start_a, min(CASE by_a WHEN 0 THEN start_s END) AS start_b, max(end_s) AS end_s,
    bool_and(own_address) AS own_address
  FROM numbered_records
  ANTI JOIN left_out_records USING (record_no)
  WHERE ($from IS NULL OR start_s >= CAST($from AS BIGINT)) AND ($to IS NULL OR start_s < CAST($to AS BIGINT))
  GROUP BY ends, traffic, vantage, bucket
)
SELECT
  s.ends, s.traffic, s.vantage, s.bucket,
  CAST(s.records % 67108864 AS INTEGER) AS records_a, CAST(s.records / 67108864 AS INTEGER) AS records_b,
  CAST(s.refusals % 67108864 AS INTEGER) AS refused_a, CAST(s.refusals / 67108864 AS INTEGER) AS refused_b,
  s.packets_a, s.packets_b, s.bytes_a, s.bytes_b,
  CAST(CASE WHEN s.flags & 256 <> 0 THEN s.flags & 255 END AS SMALLINT) AS flags_a,
  CAST(CASE WHEN s.flags & 16777216 <> 0 THEN (s.flags / 65536) & 255 END AS SMALLINT) AS flags_b,
  s.start_a, s.start_b, s.end_s,
  CAST(CASE WHEN s.vantage % 4 = 0 THEN 6 WHEN s.own_address THEN 0 ELSE 4 END AS TINYINT) AS standing
FROM sums s;
