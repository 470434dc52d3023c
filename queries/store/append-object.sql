-- Enters an object into the ledger.
INSERT INTO objects
VALUES (
  $object_id, $name, $size, $version, CASE WHEN $fields = '' THEN [] ELSE string_split($fields, ' ') END,
  $records, $accepted, $rejected, $nodata, $skipdata, $unparsed_lines, $bytes_read, $bytes_decoded,
  CAST($ingested_at AS TIMESTAMP)
);
