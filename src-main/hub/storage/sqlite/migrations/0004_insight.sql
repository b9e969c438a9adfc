CREATE TABLE `dry_runs` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`instance_name` text NOT NULL,
	`turn_id` text,
	`run` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dry_runs_id_unique` ON `dry_runs` (`id`);--> statement-breakpoint
CREATE INDEX `dry_runs_by_turn` ON `dry_runs` (`turn_id`) WHERE turn_id is not null;--> statement-breakpoint
CREATE TABLE `examples` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_name` text NOT NULL,
	`example` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `turn_stats` (
	`instance_name` text NOT NULL,
	`slot` integer NOT NULL,
	`received` integer NOT NULL,
	`answered` integer NOT NULL,
	`stopped` integer NOT NULL,
	`failed` integer NOT NULL,
	`answer_times` text NOT NULL,
	PRIMARY KEY(`instance_name`, `slot`),
	FOREIGN KEY (`instance_name`) REFERENCES `instances`(`name`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `turn_stats_by_slot` ON `turn_stats` (`slot`);--> statement-breakpoint
DROP INDEX `turns_by_instance`;--> statement-breakpoint
ALTER TABLE `turns` ADD `is_digested` integer;--> statement-breakpoint
CREATE INDEX `turns_rare` ON `turns` (`state`,`received_at`) WHERE state in ('failed', 'stopped', 'merged');--> statement-breakpoint
CREATE INDEX `turns_undigested` ON `turns` (`seq`) WHERE completed_at is not null and is_digested is null;--> statement-breakpoint
CREATE INDEX `turns_by_instance` ON `turns` (`instance_name`,`received_at`);--> statement-breakpoint
CREATE INDEX `messages_with_media` ON `messages` (`seq`) WHERE media is not null;