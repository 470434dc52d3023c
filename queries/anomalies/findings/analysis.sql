-- What was looked at, and how many records and connections there were in it.
SELECT
  a.*,
  (SELECT count(*) FROM connections) AS connections,
  (SELECT count(*) FROM records r WHERE r.packets IS NOT NULL AND r."start" >= a.since_s AND r."start" < a.until_s) AS records
FROM analysis a;
