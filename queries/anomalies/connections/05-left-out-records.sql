-- The records that say what another one of the same interface says: same packets between the same ends, same start and end, same
-- action. Of two that differ in counts, the larger stays.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE left_out_records AS
SELECT record_no
FROM (
  SELECT
    r.rowid AS record_no,
    row_number() OVER (
      PARTITION BY
        c.interface_no, c.refused, r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo,
        coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi), coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo),
        coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi), coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo),
        r.srcport, r.dstport, r.protocol, r."start", r."end"
      ORDER BY r.packets DESC NULLS LAST, r.bytes DESC NULLS LAST, r.tcp_flags DESC NULLS LAST, r.context_id, r.rowid
    ) AS place
  FROM records r
  JOIN blame_contexts c USING (context_id)
  JOIN repeated_records h
    ON h.record_hash = hash(
      c.interface_no, c.refused, r."start", r."end", r.srcport, r.dstport, r.protocol,
      r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo
    )
  WHERE ($from IS NULL OR r."start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR r."start" < CAST($to AS BIGINT))
)
WHERE place > 1;
