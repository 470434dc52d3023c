-- When each interface logged, in spans. All that lies outside the window is one point at its edge, so that silences end there.
CREATE OR REPLACE TEMP TABLE status_cover AS
SELECT
  l.scope_no, l.interface_no, s.span_no,
  CASE s.span_no WHEN -1 THEN CAST($since AS BIGINT) WHEN -2 THEN CAST($until AS BIGINT) ELSE min(s.first_s) END AS first_s,
  CASE s.span_no WHEN -1 THEN CAST($since AS BIGINT) WHEN -2 THEN CAST($until AS BIGINT) ELSE greatest(max(s.last_s), max(s.first_s)) END
    AS last_s,
  max(s.longest_s) AS longest_s,
  CAST(sum(s.records) AS BIGINT) AS records, CAST(sum(s.nodata) AS BIGINT) AS nodata, CAST(sum(s.skipdata) AS BIGINT) AS skipdata
FROM status_spans s
JOIN status_loggers l USING (logger_no, place_no)
GROUP BY l.scope_no, l.interface_no, s.span_no;
