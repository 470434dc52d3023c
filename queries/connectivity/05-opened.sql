-- TCP connections that were opened and let through, by their SYN, at each interface. `passed_on`: the interface is not where the packet
-- ends, as the log shows another address on its side than the packet has.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE connectivity_opened AS
SELECT CAST(row_number() OVER () AS INTEGER) AS opened_no, o.*
FROM (
  SELECT
    c.interface_no, c.egress,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    r.srcport, r.dstport,
    count(*) AS records, sum(r.packets) AS packets, min(r."start") AS first_seen_s, max(r."end") AS last_seen_s,
    bool_or(coalesce(r.pkt_dstaddr_lo <> r.dstaddr_lo OR r.pkt_dstaddr_hi <> r.dstaddr_hi, FALSE)) AS passed_on
  FROM records r
  JOIN connectivity_contexts c USING (context_id)
  WHERE NOT c.refused AND r.protocol = 6 AND r.tcp_flags & 18 = 2
    AND r.srcaddr_hi IS NOT NULL AND r.dstaddr_hi IS NOT NULL AND r.srcport IS NOT NULL AND r.dstport IS NOT NULL
    AND ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
  GROUP BY
    c.interface_no, c.egress, coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi), coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo),
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi), coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo), r.srcport, r.dstport
) o;
