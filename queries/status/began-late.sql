-- Interfaces whose first record is younger than that of their account and region, the busiest first.
SELECT *, count(*) OVER () AS total
FROM status_interfaces
WHERE began_late
ORDER BY records DESC, interface_id, interface_no
LIMIT $limit;
