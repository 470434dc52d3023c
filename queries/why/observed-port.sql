-- The ports that one end was called on by the other. Each end has two boxes of addresses, for one end may be known by two; an end that is the
-- Internet has the box of all addresses, and counts where the address is in none of the boxes of `inside`. Packets that
-- answer are no calls: those with SYN and ACK, and without SYN those from a port that more other ports stand against than
-- against their destination port, or, where as many do, from the lower port. `refused_first`: most refused records first,
-- else most accepted ones.
-- Parameters: protocol INTEGER, internet VARCHAR (src, dst, NULL), inside VARCHAR (JSON), refused_first BOOLEAN, since BIGINT,
-- until BIGINT (record start, Unix seconds; NULL: no bound), and the bounds of the boxes, BIGINT
WITH inside AS (
  SELECT unnest(from_json(CAST($inside AS JSON), '[{
    "fromHi": "BIGINT", "fromLo": "BIGINT", "toHi": "BIGINT", "toLo": "BIGINT"
  }]'), recursive := TRUE)
),
packets AS (
  SELECT
    c.action = 'REJECT' AS refused, r.srcport, r.dstport, r.tcp_flags & 18 AS flags,
    CASE $internet
      WHEN 'src' THEN coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) WHEN 'dst' THEN coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi)
    END AS remote_hi,
    CASE $internet
      WHEN 'src' THEN coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) WHEN 'dst' THEN coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo)
    END AS remote_lo
  FROM records r
  JOIN contexts c USING (context_id)
  WHERE c.action IN ('ACCEPT', 'REJECT') AND coalesce(c.log_status, 'OK') = 'OK' AND r.protocol = CAST($protocol AS INTEGER)
    AND r.srcport IS NOT NULL AND r.dstport IS NOT NULL
    AND ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
    AND (
      coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) BETWEEN $src_from_lo AND $src_to_lo
        AND coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) BETWEEN $src_from_hi AND $src_to_hi
      OR coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) BETWEEN $src_also_from_lo AND $src_also_to_lo
        AND coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) BETWEEN $src_also_from_hi AND $src_also_to_hi
    )
    AND (
      coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) BETWEEN $dst_from_lo AND $dst_to_lo
        AND coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) BETWEEN $dst_from_hi AND $dst_to_hi
      OR coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) BETWEEN $dst_also_from_lo AND $dst_also_to_lo
        AND coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) BETWEEN $dst_also_from_hi AND $dst_also_to_hi
    )
),
by_ports AS (
  SELECT
    srcport, dstport, remote_hi, remote_lo, count(*) AS records, count(*) FILTER (refused) AS refused,
    coalesce(bool_or(flags = 2), FALSE) AS syn, coalesce(bool_or(flags = 18), FALSE) AS syn_ack
  FROM packets
  GROUP BY srcport, dstport, remote_hi, remote_lo
),
outside AS (
  SELECT b.* FROM by_ports b
  WHERE $internet IS NULL OR NOT EXISTS (
    SELECT 1 FROM inside i
    WHERE b.remote_hi BETWEEN i."fromHi" AND i."toHi" AND b.remote_lo BETWEEN i."fromLo" AND i."toLo"
  )
),
sources_of AS (SELECT dstport, count(DISTINCT srcport) AS ports FROM outside GROUP BY dstport),
targets_of AS (SELECT srcport, count(DISTINCT dstport) AS ports FROM outside GROUP BY srcport)
SELECT o.dstport, CAST(sum(o.records) AS BIGINT) AS records, CAST(sum(o.refused) AS BIGINT) AS refused
FROM outside o
JOIN sources_of s ON s.dstport = o.dstport
JOIN targets_of t ON t.srcport = o.srcport
WHERE NOT o.syn_ack AND (o.syn OR s.ports > t.ports OR (s.ports = t.ports AND o.dstport <= o.srcport))
GROUP BY o.dstport
ORDER BY CASE WHEN $refused_first THEN sum(o.refused) ELSE sum(o.records) - sum(o.refused) END DESC, sum(o.records) DESC, o.dstport
LIMIT 1;
