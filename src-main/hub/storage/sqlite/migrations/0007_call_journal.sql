CREATE TABLE `call_journal` (
	`seq` integer PRIMARY KEY NOT NULL,
	`heads` text NOT NULL,
	`texts` text NOT NULL,
	`count` integer NOT NULL,
	`error` text
);
