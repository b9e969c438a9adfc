ALTER TABLE `messages` ADD `delivery_held` text;--> statement-breakpoint
ALTER TABLE `turn_stats` ADD `handed_over` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `turns` ADD `is_handed_over` integer;