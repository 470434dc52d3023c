-- The votes of the fan, where it can still decide: one of each record for the end with more (peer, port) pairs as the server, and where
-- the fans are equal a tenth for the lower port. Two equal ports (NTP 123, IKE 500, no ports at all) say nothing, and a fan little (an
-- inside host has many NTP servers; who pings many is the client): there the first sender is the client, else the inside end, else the
-- fan; of pings the fan comes before the inside end.
CREATE OR REPLACE TEMP TABLE fan_votes AS
WITH undecided AS (
  SELECT
    ends, traffic, records_a + records_b AS records, records_a - records_b AS lead_a, start_a, start_b,
    CAST(ends / 4294967296 AS INTEGER) AS a_no, CAST(ends % 4294967296 AS INTEGER) AS b_no,
    traffic / 65536 % 65536 AS port_a, traffic % 65536 AS port_b, traffic / 4294967296 AS protocol
  FROM tuples
  WHERE abs(votes) <= 10 * (records_a + records_b)
),
endpoints AS (
  SELECT a_no AS host_no, protocol * 65536 + port_a AS service FROM undecided
  UNION
  SELECT b_no, protocol * 65536 + port_b FROM undecided
),
fans AS (
  SELECT host_no, service, count(*) AS fan
  FROM (
    SELECT CAST(ends / 4294967296 AS INTEGER) AS host_no, traffic / 4294967296 * 65536 + traffic / 65536 % 65536 AS service FROM tuples
    UNION ALL
    SELECT CAST(ends % 4294967296 AS INTEGER), traffic / 4294967296 * 65536 + traffic % 65536 FROM tuples
  )
  JOIN endpoints USING (host_no, service)
  GROUP BY host_no, service
),
facts AS (
  SELECT
    u.ends, u.traffic, u.records, u.lead_a, u.port_a - u.port_b AS port_lead_a, u.port_a = 0 AND u.port_b = 0 AS without_ports,
    sign(b.fan - a.fan) AS fan_vote,
    CASE WHEN u.start_b IS NULL THEN 1 WHEN u.start_a IS NULL THEN -1 ELSE sign(u.start_b - u.start_a) END AS first_vote,
    CAST(x.inside AS INTEGER) - CAST(y.inside AS INTEGER) AS inside_vote
  FROM undecided u
  JOIN fans a ON a.host_no = u.a_no AND a.service = u.protocol * 65536 + u.port_a
  JOIN fans b ON b.host_no = u.b_no AND b.service = u.protocol * 65536 + u.port_b
  JOIN known_hosts x ON x.host_no = u.a_no
  JOIN known_hosts y ON y.host_no = u.b_no
)
SELECT
  ends, traffic,
  CAST(CASE
    WHEN port_lead_a <> 0 THEN CASE WHEN fan_vote <> 0 THEN 10 * records * fan_vote ELSE records * sign(port_lead_a) END
    WHEN first_vote <> 0 THEN 10 * records * first_vote
    WHEN without_ports AND fan_vote <> 0 THEN -10 * records * fan_vote
    WHEN inside_vote <> 0 THEN 10 * records * inside_vote
    WHEN fan_vote <> 0 THEN 10 * records * fan_vote
    ELSE lead_a
  END AS BIGINT) AS votes
FROM facts;
