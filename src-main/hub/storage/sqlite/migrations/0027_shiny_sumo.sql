ALTER TABLE `sessions` ADD `panel_key_hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `files_key_hash` text DEFAULT '' NOT NULL;