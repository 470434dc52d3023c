-- What may be recorded twice: several flow logs may cover one interface, and each has all of its records; nor does AWS promise that a
-- record is delivered once. Hashes find what may be equal, and the next step decides.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE repeated_records AS
SELECT record_hash
FROM (
  SELECT hash(
    c.interface_no, c.refused, r."start", r."end", r.srcport, r.dstport, r.protocol,
    r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo
  ) AS record_hash
  FROM records r JOIN blame_contexts c USING (context_id)
  WHERE ($from IS NULL OR r."start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR r."start" < CAST($to AS BIGINT))
)
GROUP BY record_hash
HAVING count(*) > 1;
