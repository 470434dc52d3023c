-- Removes the unparsed lines of an object whose content has changed.
DELETE FROM unparsed_lines WHERE object = CAST($name AS VARCHAR);
