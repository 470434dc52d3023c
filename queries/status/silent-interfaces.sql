-- Interfaces with gaps, those with the most silence first.
SELECT *, count(*) OVER () AS total, count(*) FILTER (nodata = 0) OVER () AS without_nodata
FROM status_interfaces
WHERE gaps > 0
ORDER BY silent_s DESC, interface_id, interface_no
LIMIT $limit;
