ALTER TABLE `instances` ADD `display_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `instances` ADD `is_answering` integer DEFAULT true;