CREATE TABLE `merged_conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `merged_conversations_by_conversation` ON `merged_conversations` (`conversation_id`);