CREATE TABLE `conversation_summaries` (
	`conversation_id` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`upto_seq` integer NOT NULL,
	`message_count` integer NOT NULL,
	`written_by` text NOT NULL,
	`written_at` text NOT NULL,
	`revision` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
