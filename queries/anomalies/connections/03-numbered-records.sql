-- Every refused and accepted record in numbers. The two ends of a packet are a, the lower address (or port), and b, whoever sent
-- it, so that both directions of a connection have the same `ends` and `traffic`. A vantage is an interface and the end on its side
-- (1 a, 2 b, 0 unknown): a firewall on one interface sees every packet come and go, and only one of them counts.
-- Protocols other than TCP (6), UDP (17), DCCP (33), SCTP (132) and UDP-Lite (136) have no ports.
CREATE OR REPLACE TEMP VIEW numbered_records AS
WITH directed AS (
  SELECT r.rowid AS record_no, r.*, c.interface_no, c.refused, c.egress
  FROM records r
  JOIN blame_contexts c ON c.context_id = r.context_id
  WHERE c.undirected_interface_no IS NULL
  -- Apart from the others, for most logs have no such record, and to look for its addresses takes a while.
  UNION ALL
  SELECT
    r.rowid, r.*, c.interface_no, c.refused,
    CASE WHEN (src.hi IS NULL) <> (dst.hi IS NULL) THEN src.hi IS NOT NULL ELSE i.egress END
  FROM records r
  JOIN blame_contexts c ON c.context_id = r.context_id
  LEFT JOIN local_addresses src
    ON src.interface_no = c.undirected_interface_no AND src.hi = r.srcaddr_hi AND src.lo = r.srcaddr_lo
  LEFT JOIN local_addresses dst
    ON dst.interface_no = c.undirected_interface_no AND dst.hi = r.dstaddr_hi AND dst.lo = r.dstaddr_lo
  LEFT JOIN inferred_directions i
    ON i.interface_no = c.undirected_interface_no AND i.srcaddr_hi = r.srcaddr_hi AND i.srcaddr_lo = r.srcaddr_lo
    AND i.dstaddr_hi = r.dstaddr_hi AND i.dstaddr_lo = r.dstaddr_lo
  WHERE c.undirected_interface_no IS NOT NULL
),
numbered AS (
  SELECT
    r.record_no, r.interface_no, r.refused, r.egress, s.host_no AS src_no, d.host_no AS dst_no,
    CASE WHEN r.protocol IN (6, 17) OR r.protocol IN (33, 132, 136) THEN CAST(coalesce(r.srcport, 0) AS BIGINT) ELSE 0 END AS srcport,
    CASE WHEN r.protocol IN (6, 17) OR r.protocol IN (33, 132, 136) THEN CAST(coalesce(r.dstport, 0) AS BIGINT) ELSE 0 END AS dstport,
    coalesce(r.protocol, 256) AS protocol,
    coalesce(r.pkt_srcaddr_lo = r.srcaddr_lo AND r.pkt_srcaddr_hi = r.srcaddr_hi, TRUE) AS own_src,
    coalesce(r.pkt_dstaddr_lo = r.dstaddr_lo AND r.pkt_dstaddr_hi = r.dstaddr_hi, TRUE) AS own_dst,
    -- A log without packet counts still says that there was a packet.
    coalesce(r.packets, 1) AS packets, coalesce(r.bytes, 0) AS bytes, r.tcp_flags, r."start" AS start_s, coalesce(r."end", r."start") AS end_s
  FROM directed r
  JOIN numbered_addresses s ON s.hi = coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AND s.lo = coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo)
  JOIN numbered_addresses d ON d.hi = coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AND d.lo = coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo)
  WHERE r."start" IS NOT NULL
),
sided AS (
  SELECT *, CAST(src_no < dst_no OR (src_no = dst_no AND srcport <= dstport) AS INTEGER) AS by_a FROM numbered
)
SELECT
  record_no, by_a, refused, start_s, end_s, packets, bytes, tcp_flags,
  CASE by_a WHEN 1 THEN src_no * 4294967296 + dst_no ELSE dst_no * 4294967296 + src_no END AS ends,
  protocol * 4294967296 + CASE by_a WHEN 1 THEN srcport * 65536 + dstport ELSE dstport * 65536 + srcport END AS traffic,
  4 * interface_no + CASE WHEN egress IS NULL THEN 0 WHEN egress THEN 2 - by_a ELSE 1 + by_a END AS vantage,
  CASE WHEN egress THEN own_src ELSE own_dst END AS own_address
FROM sided;
