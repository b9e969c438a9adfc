CREATE TABLE `inbox_journal` (
	`seq` integer PRIMARY KEY NOT NULL,
	`events` text NOT NULL,
	`count` integer NOT NULL,
	`error` text
);
