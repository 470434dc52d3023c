-- Where no flags tell who opened: UDP, and TCP of logs without tcp-flags. Packets from one address to a port of another that were let
-- through, more than a few, with nothing from that port back at any interface. Left out are ports of protocols that want no
-- answer, several addressees at once (multicast, broadcast), and what looks like an answer itself: from a port below 1024 to one above.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound), fewest_packets INTEGER,
-- one_way_ports VARCHAR (JSON, ports of UDP and TCP)
CREATE OR REPLACE TEMP TABLE connectivity_streams AS
WITH one_way AS (SELECT unnest(from_json(CAST($one_way_ports AS JSON), '["INTEGER"]')) AS port),
streams AS (
  SELECT
    c.interface_no, c.egress, r.protocol,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    r.dstport, max(r.srcport) AS srcport, count(*) AS records, sum(r.packets) AS packets,
    min(r."start") AS first_seen_s, max(r."end") AS last_seen_s,
    bool_or(coalesce(r.pkt_dstaddr_lo <> r.dstaddr_lo OR r.pkt_dstaddr_hi <> r.dstaddr_hi, FALSE)) AS passed_on
  FROM records r
  JOIN connectivity_contexts c USING (context_id)
  WHERE NOT c.refused AND (r.protocol = 17 OR (r.protocol = 6 AND r.tcp_flags IS NULL))
    AND r.srcaddr_hi IS NOT NULL AND r.dstaddr_hi IS NOT NULL AND r.srcport IS NOT NULL AND r.dstport IS NOT NULL
    AND ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
  GROUP BY
    c.interface_no, c.egress, r.protocol, coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi), coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo),
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi), coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo), r.dstport
  HAVING sum(r.packets) >= CAST($fewest_packets AS INTEGER) AND NOT (max(r.srcport) < 1024 AND r.dstport >= 1024)
),
numbered AS (
  SELECT row_number() OVER () AS stream_no, s.*
  FROM streams s
  WHERE s.dstport NOT IN (SELECT port FROM one_way)
    AND CASE address_family(s.dst_hi, s.dst_lo) WHEN 4 THEN (s.dst_lo >> 24) & 255 < 224 ELSE (address_group(s.dst_hi, 0) & 65280) <> 65280 END
),
answered AS (
  SELECT DISTINCT s.stream_no
  FROM records r
  JOIN connectivity_contexts c USING (context_id)
  JOIN numbered s
    ON s.dst_lo = coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AND s.src_lo = coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo)
    AND s.dstport = r.srcport AND s.protocol = r.protocol
    AND s.dst_hi = coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AND s.src_hi = coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi)
)
SELECT s.* FROM numbered s WHERE s.stream_no NOT IN (SELECT stream_no FROM answered);
