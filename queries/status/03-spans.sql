-- The one pass over the records. Each span of $span_s seconds in which somebody logged, with the first start and the last
-- end: a silence longer than a span cannot lie inside one, so it shows between two. -1 is all before the window, -2 all after
-- it, NULL what has no time.
CREATE OR REPLACE TEMP TABLE status_spans AS
SELECT
  c.logger_no, o.place_no,
  CASE
    WHEN coalesce(r."start", r."end") < CAST($since AS BIGINT) THEN -1
    WHEN coalesce(r."start", r."end") >= CAST($until AS BIGINT) THEN -2
    ELSE coalesce(r."start", r."end") / CAST($span_s AS BIGINT)
  END AS span_no,
  min(coalesce(r."start", r."end")) AS first_s, max(coalesce(r."end", r."start")) AS last_s, max(r."end" - r."start") AS longest_s,
  count(*) AS records, count_if(c.nodata) AS nodata, count_if(c.skipdata) AS skipdata
FROM records r
JOIN status_contexts c USING (context_id)
JOIN status_objects o USING (object_id)
GROUP BY c.logger_no, o.place_no, span_no;
