CREATE TABLE `frame_grids` (
	`id` integer PRIMARY KEY NOT NULL,
	`wave_id` integer NOT NULL,
	`grid_id` integer NOT NULL,
	`households` integer NOT NULL,
	`drawn` integer DEFAULT false NOT NULL,
	`weight` real,
	FOREIGN KEY (`wave_id`) REFERENCES `waves`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `frame_grids_wave` ON `frame_grids` (`wave_id`,`grid_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` integer PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`wave_id` integer NOT NULL,
	`spent_day` text,
	FOREIGN KEY (`wave_id`) REFERENCES `waves`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_tokenHash_unique` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_wave` ON `invitations` (`wave_id`,`spent_day`);--> statement-breakpoint
CREATE TABLE `survey_margins` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`rows` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `questionnaires` (
	`id` integer PRIMARY KEY NOT NULL,
	`family` text NOT NULL,
	`version` integer NOT NULL,
	`content` text NOT NULL,
	`frozen_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `questionnaires_version` ON `questionnaires` (`family`,`version`);--> statement-breakpoint
CREATE TABLE `responses` (
	`id` integer PRIMARY KEY NOT NULL,
	`wave_id` integer NOT NULL,
	`answers` text NOT NULL,
	`seconds` integer,
	`device_mark` text,
	`age` text,
	`sex` text,
	`town` text,
	`grid_id` integer,
	`enumerator_id` integer,
	`base_weight` real DEFAULT 1 NOT NULL,
	`weight` real,
	`flags` text DEFAULT '[]' NOT NULL,
	`set_aside` integer DEFAULT false NOT NULL,
	`set_aside_why` text DEFAULT '' NOT NULL,
	`late` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`wave_id`) REFERENCES `waves`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enumerator_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `responses_wave` ON `responses` (`wave_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `responses_device` ON `responses` (`wave_id`,`device_mark`);--> statement-breakpoint
CREATE TABLE `visit_sends` (
	`key` text PRIMARY KEY NOT NULL,
	`visit_id` integer NOT NULL,
	`mark` text NOT NULL,
	FOREIGN KEY (`visit_id`) REFERENCES `visits`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `visit_sends_visit` ON `visit_sends` (`visit_id`);--> statement-breakpoint
CREATE TABLE `visits` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`wave_id` integer NOT NULL,
	`grid_id` integer NOT NULL,
	`household` integer NOT NULL,
	`enumerator_id` integer,
	`outcome` text DEFAULT 'pending' NOT NULL,
	`calls` text DEFAULT '[]' NOT NULL,
	FOREIGN KEY (`wave_id`) REFERENCES `waves`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enumerator_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `visits_code_unique` ON `visits` (`code`);--> statement-breakpoint
CREATE INDEX `visits_wave` ON `visits` (`wave_id`,`enumerator_id`);--> statement-breakpoint
CREATE INDEX `visits_enumerator` ON `visits` (`enumerator_id`,`outcome`);--> statement-breakpoint
CREATE TABLE `wave_results` (
	`wave_id` integer PRIMARY KEY NOT NULL,
	`computed_at` integer NOT NULL,
	`result` text NOT NULL,
	`handling` text,
	FOREIGN KEY (`wave_id`) REFERENCES `waves`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `waves` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`questionnaire_id` integer NOT NULL,
	`mode` text NOT NULL,
	`opens_at` integer NOT NULL,
	`closes_at` integer NOT NULL,
	`state` text NOT NULL,
	`salt` text,
	`seed` integer,
	`closed_at` integer,
	`release_asked_by_id` integer,
	`released_by_id` integer,
	`released_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`questionnaire_id`) REFERENCES `questionnaires`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`release_asked_by_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`released_by_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `waves_slug_unique` ON `waves` (`slug`);--> statement-breakpoint
CREATE INDEX `waves_state` ON `waves` (`state`,`opens_at`);--> statement-breakpoint
CREATE INDEX `waves_closed` ON `waves` (`closed_at`);--> statement-breakpoint
CREATE INDEX `ratings_time` ON `ratings` (`at`,`score`);