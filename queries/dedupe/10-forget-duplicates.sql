-- Leaves them out.
DELETE FROM records WHERE rowid IN (SELECT row_id FROM dedupe_duplicates);
