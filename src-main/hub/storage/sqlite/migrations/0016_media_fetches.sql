CREATE TABLE `media_fetches` (
	`message_id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` text NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `media_fetches_by_time` ON `media_fetches` (`not_before`);