-- Every interface that logged in the window.
SELECT *
FROM status_interfaces
ORDER BY account_id NULLS LAST, region NULLS LAST, interface_id NULLS LAST;
