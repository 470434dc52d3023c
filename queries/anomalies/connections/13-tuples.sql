-- Every pair of ends with its traffic, and the votes on who is the client, in tenths of a vote, above zero for a. Every record votes: a
-- SYN without ACK +100 for its sender, SYN with ACK -100, REJECT +100 unless the other side has sent a SYN; which port is well known
-- (below 1024) 10, which is ephemeral (from 32768) 3, which service the network lists 20. Flags vote once in a window.
-- key_a, key_b: the best vantage if a, or b, is the client: its interface, else the server's, else what stands between; the rank is in
-- the highest bits. split: records lie further apart than $gap_s, so this may be several connections.
-- Of a tuple in several windows the steps that follow add up what flowed; one in a single window has it here.
-- Parameters: gap_s BIGINT
CREATE OR REPLACE TEMP TABLE tuples AS
-- Not materialized: two branches read it, and a copy costs more than a second look.
WITH ranked AS NOT MATERIALIZED (
  SELECT
    w.*, r.ends IS NOT NULL AS repeated, least(coalesce(start_a, start_b), coalesce(start_b, start_a)) AS start_s,
    CASE flags_a & 18 WHEN 2 THEN 1 WHEN 18 THEN -1 ELSE 0 END - CASE flags_b & 18 WHEN 2 THEN 1 WHEN 18 THEN -1 ELSE 0 END AS flag_votes,
    CASE WHEN records_a > refused_a THEN packets_a - refused_a ELSE 0 END AS accepted_packets_a,
    CASE WHEN records_b > refused_b THEN packets_b - refused_b ELSE 0 END AS accepted_packets_b,
    (standing + CASE WHEN vantage % 4 <> 2 THEN 0 WHEN standing = 4 THEN 1 ELSE 2 END) * 268435456 + vantage AS key_a,
    (standing + CASE WHEN vantage % 4 <> 1 THEN 0 WHEN standing = 4 THEN 1 ELSE 2 END) * 268435456 + vantage AS key_b
  FROM windows w LEFT JOIN repeated_tuples r ON r.ends = w.ends AND r.traffic = w.traffic
),
sums AS (
  SELECT
    ends, traffic, FALSE AS repeated, FALSE AS split, key_a, key_b, records_a, records_b, refused_a, refused_b, flags_a, flags_b, flag_votes,
    start_a, start_b, vantage, packets_a, packets_b, bytes_a, bytes_b, accepted_packets_a, accepted_packets_b, start_s, end_s
  FROM ranked
  WHERE NOT repeated
  UNION ALL
  SELECT
    ends, traffic, TRUE, max(start_s) - min(end_s) > CAST($gap_s AS BIGINT), min(key_a), min(key_b),
    CAST(sum(CAST(records_a AS DOUBLE)) AS INTEGER), CAST(sum(CAST(records_b AS DOUBLE)) AS INTEGER),
    CAST(sum(CAST(refused_a AS DOUBLE)) AS INTEGER), CAST(sum(CAST(refused_b AS DOUBLE)) AS INTEGER),
    bit_or(flags_a), bit_or(flags_b), CAST(sum(CAST(flag_votes AS DOUBLE)) AS INTEGER), min(start_a), min(start_b),
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM ranked
  WHERE repeated
  GROUP BY ends, traffic
),
ported AS (
  SELECT *, traffic / 65536 % 65536 AS port_a, traffic % 65536 AS port_b, traffic / 4294967296 * 65536 AS protocol_part FROM sums
)
SELECT
  s.* EXCLUDE (flag_votes, port_a, port_b, protocol_part),
  1000 * (
    CAST(flag_votes AS BIGINT)
    + CASE WHEN flags_b & 18 = 2 THEN 0 ELSE refused_a END - CASE WHEN flags_a & 18 = 2 THEN 0 ELSE refused_b END
  )
  + (records_a + records_b) * (
    CASE WHEN port_b < 1024 AND port_a >= 1024 THEN 100 WHEN port_a < 1024 AND port_b >= 1024 THEN -100 ELSE 0 END
    + CASE WHEN port_a >= 32768 AND port_b < 32768 THEN 30 WHEN port_b >= 32768 AND port_a < 32768 THEN -30 ELSE 0 END
    + CASE WHEN b.host_no IS NOT NULL THEN 200 ELSE 0 END - CASE WHEN a.host_no IS NOT NULL THEN 200 ELSE 0 END
  ) AS votes
FROM ported s
LEFT JOIN listed_services a ON a.host_no = s.ends / 4294967296 AND a.service = s.protocol_part + s.port_a
LEFT JOIN listed_services b ON b.host_no = s.ends % 4294967296 AND b.service = s.protocol_part + s.port_b;
