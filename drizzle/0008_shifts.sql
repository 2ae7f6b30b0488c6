CREATE TABLE `patterns` (
	`id` integer PRIMARY KEY NOT NULL,
	`post_id` integer NOT NULL,
	`days` text NOT NULL,
	`season_from` text NOT NULL,
	`season_to` text NOT NULL,
	`start_minute` integer NOT NULL,
	`end_minute` integer NOT NULL,
	`least` integer NOT NULL,
	`most` integer NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `patterns_post` ON `patterns` (`post_id`);--> statement-breakpoint
CREATE TABLE `posts` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`grid_id` integer,
	`unit_id` integer,
	`task` text NOT NULL,
	`kit` text DEFAULT '' NOT NULL,
	`risks` text DEFAULT '' NOT NULL,
	`risks_since` integer NOT NULL,
	`hazardous` integer DEFAULT false NOT NULL,
	`minimum_age` integer NOT NULL,
	`insured` integer DEFAULT false NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `posts_name_unique` ON `posts` (`name`);--> statement-breakpoint
CREATE TABLE `risks_accepted` (
	`account_id` integer NOT NULL,
	`post_id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `post_id`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `shifts` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`post_id` integer NOT NULL,
	`pattern_id` integer,
	`day` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`least` integer NOT NULL,
	`most` integer NOT NULL,
	`lead_id` integer,
	`note` text DEFAULT '' NOT NULL,
	`moved_at` integer,
	`called_off_at` integer,
	`call_off_reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`pattern_id`) REFERENCES `patterns`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lead_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shifts_code_unique` ON `shifts` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `shifts_pattern_day` ON `shifts` (`pattern_id`,`day`) WHERE pattern_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `shifts_start` ON `shifts` (`starts_at`);--> statement-breakpoint
CREATE INDEX `shifts_post` ON `shifts` (`post_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `shifts_lead` ON `shifts` (`lead_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `signups` (
	`id` integer PRIMARY KEY NOT NULL,
	`shift_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`state_since` integer NOT NULL,
	`offered_until` integer,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signups_one_each` ON `signups` (`shift_id`,`account_id`) WHERE state NOT IN ('cancelled', 'late_cancelled');--> statement-breakpoint
CREATE INDEX `signups_shift` ON `signups` (`shift_id`,`state`,`id`);--> statement-breakpoint
CREATE INDEX `signups_account` ON `signups` (`account_id`,`id`);--> statement-breakpoint
CREATE INDEX `signups_offered` ON `signups` (`offered_until`) WHERE state = 'offered';--> statement-breakpoint
CREATE TABLE `volunteers` (
	`account_id` integer PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`age_band` text NOT NULL,
	`consent_at` integer,
	`trained_at` integer,
	`joined_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `volunteers_number_unique` ON `volunteers` (`number`);