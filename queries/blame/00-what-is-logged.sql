-- What there is at all: without ACCEPT records no answer can be told from a request, without reject-reason no VPC Block
-- Public Access from a rule.
SELECT
  (SELECT count(*) > 0 FROM contexts WHERE action = 'ACCEPT') AS accepts_logged,
  (SELECT count(*) > 0 FROM objects WHERE list_contains(fields, 'reject-reason') AND records > coalesce(duplicates, 0)) AS reject_reason_logged,
  (SELECT count(*) FROM network_epochs) AS epochs;
