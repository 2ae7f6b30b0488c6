CREATE TABLE `quiz_questions` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`topic` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`options` text NOT NULL,
	`answer` text NOT NULL,
	`why` text NOT NULL,
	`basis` text NOT NULL,
	`source` text NOT NULL,
	`added_at` integer NOT NULL,
	`daily_from` text NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `quiz_questions_code_unique` ON `quiz_questions` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `quiz_questions_text_unique` ON `quiz_questions` (`text`);--> statement-breakpoint
CREATE INDEX `quiz_questions_topic` ON `quiz_questions` (`topic`);