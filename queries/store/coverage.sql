-- What the logs hold: counts of the ledger, the span of time, and the fields that every object has.
SELECT
  (SELECT count(*) FROM objects) AS objects,
  (SELECT sum(records) FROM objects) AS records,
  (SELECT sum(accepted) FROM objects) AS accepted,
  (SELECT sum(rejected) FROM objects) AS rejected,
  (SELECT sum(nodata) FROM objects) AS nodata,
  (SELECT sum(skipdata) FROM objects) AS skipdata,
  (SELECT sum(unparsed_lines) FROM objects) AS unparsed_lines,
  (SELECT min("start") FROM records) AS first_start_s,
  (SELECT max("end") FROM records) AS last_end_s,
  (
    SELECT list(field ORDER BY field)
    FROM (
      SELECT field
      FROM (SELECT unnest(fields) AS field FROM objects WHERE records > 0)
      GROUP BY field
      HAVING count(*) = (SELECT count(*) FROM objects WHERE records > 0)
    )
  ) AS common_fields,
  (SELECT list(captured_at_s ORDER BY captured_at_s) FROM network_imports) AS networks_captured_at_s;
