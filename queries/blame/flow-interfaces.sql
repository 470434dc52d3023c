-- The interfaces of the contexts that judged flows name.
SELECT context_id, interface_id FROM contexts WHERE context_id IN (SELECT context_id FROM verdict_flows);
