-- The connections of the tuples that stand in several windows: what the best vantage saw, and what the others refused, for the client's
-- interface lets a packet out that the server's refuses. Between gateways a reply may take another interface than the request, so where
-- none but they have seen a connection, a reply counts at whichever it came by. Sums are of DOUBLE as in the windows.
CREATE OR REPLACE TEMP TABLE sessions AS
WITH parts AS (
  SELECT
    w.*, t.a_is_client, t.votes, coalesce(s.session_no, 0) AS session_no,
    coalesce(s.vantage_key, t.vantage_key) AS vantage_key,
    CAST(w.vantage = coalesce(s.vantage_key, t.vantage_key) % 268435456 AS INTEGER) AS seen
  FROM windows w
  JOIN (SELECT ends, traffic, a_is_client, votes, vantage_key FROM oriented_tuples WHERE repeated) t
    ON t.ends = w.ends AND t.traffic = w.traffic
  LEFT JOIN split_tuples s ON s.ends = w.ends AND s.traffic = w.traffic AND s.bucket = w.bucket
),
replies AS (
  SELECT
    *,
    CASE WHEN (seen = 1 OR vantage_key / 268435456 >= 4) AND records_a > refused_a THEN packets_a - refused_a ELSE 0 END AS accepted_packets_a,
    CASE WHEN (seen = 1 OR vantage_key / 268435456 >= 4) AND records_b > refused_b THEN packets_b - refused_b ELSE 0 END AS accepted_packets_b
  FROM parts
)
SELECT
  ends, traffic, a_is_client, votes, vantage_key % 268435456 AS vantage,
  CAST(sum(CAST(records_a * seen AS DOUBLE)) AS INTEGER) AS records_a, CAST(sum(CAST(records_b * seen AS DOUBLE)) AS INTEGER) AS records_b,
  CAST(sum(CAST(refused_a * seen AS DOUBLE)) AS INTEGER) AS refused_a, CAST(sum(CAST(refused_b * seen AS DOUBLE)) AS INTEGER) AS refused_b,
  CAST(sum(CAST(refused_a * (1 - seen) AS DOUBLE)) AS INTEGER) AS refused_elsewhere_a, CAST(sum(CAST(refused_b * (1 - seen) AS DOUBLE)) AS INTEGER) AS refused_elsewhere_b,
  CAST(sum(CAST(packets_a * seen AS DOUBLE)) AS BIGINT) AS packets_a, CAST(sum(CAST(packets_b * seen AS DOUBLE)) AS BIGINT) AS packets_b,
  CAST(sum(CAST(bytes_a * seen AS DOUBLE)) AS BIGINT) AS bytes_a, CAST(sum(CAST(bytes_b * seen AS DOUBLE)) AS BIGINT) AS bytes_b,
  CAST(sum(CAST(accepted_packets_a AS DOUBLE)) AS BIGINT) AS accepted_packets_a, CAST(sum(CAST(accepted_packets_b AS DOUBLE)) AS BIGINT) AS accepted_packets_b,
  bit_or(CASE seen WHEN 1 THEN flags_a END) AS flags_a, bit_or(CASE seen WHEN 1 THEN flags_b END) AS flags_b,
  min(CASE seen WHEN 1 THEN least(coalesce(start_a, start_b), coalesce(start_b, start_a)) END) AS start_s, max(CASE seen WHEN 1 THEN end_s END) AS end_s
FROM replies
GROUP BY ends, traffic, session_no, a_is_client, votes, vantage_key;
