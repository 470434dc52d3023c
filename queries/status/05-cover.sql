-- The one pass over what records say. Each span of $span_s seconds in which an interface logged, with the first start and the
-- last end: a silence longer than a span cannot lie inside one, so it shows between two. All that lies before the window (-1)
-- or after it (-2) is one point at its edge, so that silences end there; NULL has no time.
CREATE OR REPLACE TEMP TABLE status_cover AS
WITH spans AS (
  SELECT
    l.interface_no,
    CASE
      WHEN coalesce(r."start", r."end") < CAST($since AS BIGINT) THEN -1
      WHEN coalesce(r."start", r."end") >= CAST($until AS BIGINT) THEN -2
      ELSE coalesce(r."start", r."end") / CAST($span_s AS BIGINT)
    END AS span_no,
    min(coalesce(r."start", r."end")) AS first_s, max(coalesce(r."end", r."start")) AS last_s, max(r."end" - r."start") AS longest_s,
    count(*) AS records, count(*) FILTER (l.nodata) AS nodata, count(*) FILTER (l.skipdata) AS skipdata
  FROM records r
  JOIN status_objects o USING (object_id)
  JOIN status_loggers l ON l.capture_no = r.context_id + o.capture_offset
  GROUP BY l.interface_no, span_no
)
SELECT
  n.scope_no, s.interface_no, s.span_no, s.longest_s, s.records,
  CAST(s.nodata AS BIGINT) AS nodata, CAST(s.skipdata AS BIGINT) AS skipdata,
  CASE s.span_no WHEN -1 THEN CAST($since AS BIGINT) WHEN -2 THEN CAST($until AS BIGINT) ELSE s.first_s END AS first_s,
  CASE s.span_no WHEN -1 THEN CAST($since AS BIGINT) WHEN -2 THEN CAST($until AS BIGINT) ELSE greatest(s.first_s, s.last_s) END AS last_s
FROM spans s
JOIN status_interface_names n USING (interface_no);
