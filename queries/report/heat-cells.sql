-- The cells of the heat map, interfaces with the most records first; those past the limit together, after the others.
-- Parameters: limit BIGINT (interfaces to tell one by one)
WITH cells AS (
  SELECT
    c.interface_id, h.column_no, CAST(sum(h.records) AS BIGINT) AS records,
    CAST(coalesce(sum(h.records) FILTER (c.action = 'REJECT'), 0) AS BIGINT) AS refused,
    CAST(coalesce(sum(h.records) FILTER (c.log_status = 'SKIPDATA'), 0) AS BIGINT) AS skipdata
  FROM report_hours h JOIN contexts c USING (context_id)
  WHERE NOT h.before AND h.column_no IS NOT NULL
  GROUP BY c.interface_id, h.column_no
),
ranked AS (
  SELECT interface_id, row_number() OVER (ORDER BY sum(records) DESC, interface_id) AS row_no, count(*) OVER () AS total
  FROM cells
  GROUP BY interface_id
)
SELECT
  least(r.row_no, $limit + 1) AS row_no, r.total, CASE WHEN r.row_no <= $limit THEN c.interface_id END AS interface_id, i.name, c.column_no,
  CAST(sum(c.records) AS BIGINT) AS records, CAST(sum(c.refused) AS BIGINT) AS refused, CAST(sum(c.skipdata) AS BIGINT) AS skipdata
FROM cells c
JOIN ranked r ON r.interface_id IS NOT DISTINCT FROM c.interface_id
LEFT JOIN report_interfaces i ON i.interface_id = c.interface_id AND r.row_no <= $limit
GROUP BY ALL
ORDER BY row_no, c.column_no;
