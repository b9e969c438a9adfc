CREATE TABLE `readings` (
	`message_id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`file_hash` text,
	`text` text DEFAULT '' NOT NULL,
	`is_shortened` integer DEFAULT false NOT NULL,
	`by` text,
	`language` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `readings_waiting` ON `readings` (`created_at`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `readings_by_file` ON `readings` (`instance_name`,`file_hash`) WHERE state = 'ready';--> statement-breakpoint
ALTER TABLE `agent_spend` ADD `audio_seconds` integer DEFAULT 0 NOT NULL;