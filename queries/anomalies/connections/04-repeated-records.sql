-- What may be recorded twice: several flow logs may cover one interface, and each has all of its records (user guide, "Flow logs
-- limitations"). A flow log is known by its id in AWS's object names; an object without one may be a log of its own, and so may a copy of
-- an object. Only interfaces in several logs are looked at; hashes find what may be equal there, and the next step decides.
-- Parameters: from BIGINT, to BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE repeated_records AS
WITH logs AS (
  SELECT
    object_id,
    coalesce(nullif(regexp_extract(name, '_vpcflowlogs_[a-z0-9-]+_(fl-[0-9a-f]+)_', 1), ''), CAST(object_id AS VARCHAR))
      || ' ' || row_number() OVER (PARTITION BY digest ORDER BY object_id) AS log
  FROM objects
),
numbered_logs AS (SELECT object_id, dense_rank() OVER (ORDER BY log) AS log_no FROM logs),
shared_interfaces AS (
  SELECT c.interface_no
  FROM records r
  JOIN blame_contexts c USING (context_id)
  JOIN numbered_logs l USING (object_id)
  GROUP BY c.interface_no
  HAVING min(l.log_no) < max(l.log_no)
)
SELECT record_hash
FROM (
  SELECT hash(
    c.interface_no, c.refused, r."start", r."end", r.srcport, r.dstport, r.protocol,
    r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo
  ) AS record_hash
  FROM records r JOIN blame_contexts c USING (context_id) JOIN shared_interfaces USING (interface_no)
  WHERE ($from IS NULL OR r."start" >= CAST($from AS BIGINT)) AND ($to IS NULL OR r."start" < CAST($to AS BIGINT))
)
GROUP BY record_hash
HAVING count(*) > 1;
