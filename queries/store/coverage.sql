-- What the logs hold: counts of the ledger without what --dedupe has left out, the span of time, and the fields that every object has
-- of which any record is left.
WITH ledger AS (SELECT *, records > coalesce(duplicates, 0) AS has_records FROM objects),
omitted AS (
  SELECT
    coalesce(sum(records), 0) AS records, coalesce(sum(accepted), 0) AS accepted, coalesce(sum(rejected), 0) AS rejected,
    coalesce(sum(nodata), 0) AS nodata, coalesce(sum(skipdata), 0) AS skipdata
  FROM left_out
)
SELECT
  (SELECT count(*) FROM ledger) AS objects,
  (SELECT sum(records) FROM ledger) - (SELECT records FROM omitted) AS records,
  (SELECT sum(accepted) FROM ledger) - (SELECT accepted FROM omitted) AS accepted,
  (SELECT sum(rejected) FROM ledger) - (SELECT rejected FROM omitted) AS rejected,
  (SELECT sum(nodata) FROM ledger) - (SELECT nodata FROM omitted) AS nodata,
  (SELECT sum(skipdata) FROM ledger) - (SELECT skipdata FROM omitted) AS skipdata,
  (SELECT sum(unparsed_lines) FROM ledger) AS unparsed_lines,
  (SELECT min("start") FROM records) AS first_start_s,
  (SELECT max("end") FROM records) AS last_end_s,
  (
    SELECT list(field ORDER BY field)
    FROM (
      SELECT field
      FROM (SELECT unnest(fields) AS field FROM ledger WHERE has_records)
      GROUP BY field
      HAVING count(*) = (SELECT count(*) FROM ledger WHERE has_records)
    )
  ) AS common_fields,
  (SELECT list(captured_at_s ORDER BY captured_at_s) FROM network_imports) AS networks_captured_at_s;
