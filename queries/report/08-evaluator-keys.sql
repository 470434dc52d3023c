-- The first packets of what reached own services, as the evaluator takes them. An interface that the network lacks is not evaluated.
CREATE OR REPLACE TEMP TABLE evaluator_keys AS
SELECT
  x.key_id, i.profile_id, FALSE AS egress, x.protocol, x.server_port AS dstport, x.client_hi AS remote_hi, x.client_lo AS remote_lo, FALSE AS tracked,
  x.protocol IS NULL OR (x.protocol IN (6, 17) AND x.server_port IS NULL) AS field_missing
FROM report_exposed x
JOIN interfaces i ON i.interface_id = x.interface_id AND i.epoch = x.epoch;
