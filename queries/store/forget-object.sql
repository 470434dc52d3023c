-- Removes an object whose content has changed from the ledger.
DELETE FROM objects WHERE name = CAST($name AS VARCHAR);
