-- Empties the tables that are derived from the network imports.
DELETE FROM network_epochs;
DELETE FROM address_floors;
DELETE FROM block_sets;
DELETE FROM rule_owners;
DELETE FROM rules;
DELETE FROM profiles;
DELETE FROM interfaces;
DELETE FROM interface_addresses;
DELETE FROM subnets;
DELETE FROM icmp_worlds;
