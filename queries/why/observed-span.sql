-- The time that all records span, and whether any is accepted and any refused, as the ledger has it without what --dedupe left out.
SELECT
  (SELECT min("start") FROM records) AS from_s,
  (SELECT max("end") FROM records) AS to_s,
  (SELECT count(*) FROM records) AS records,
  (SELECT coalesce(sum(accepted), 0) FROM objects) - (SELECT coalesce(sum(accepted), 0) FROM left_out) AS accepted,
  (SELECT coalesce(sum(rejected), 0) FROM objects) - (SELECT coalesce(sum(rejected), 0) FROM left_out) AS rejected;
