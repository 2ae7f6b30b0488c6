CREATE TABLE `poster_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`poster_id` integer NOT NULL,
	`at` integer NOT NULL,
	`account_id` integer,
	`action` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`poster_id`) REFERENCES `posters`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `poster_events_poster` ON `poster_events` (`poster_id`,`id`);--> statement-breakpoint
CREATE TABLE `poster_marks` (
	`mark` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `poster_marks_day` ON `poster_marks` (`day`);--> statement-breakpoint
CREATE TABLE `poster_reads` (
	`poster_id` integer NOT NULL,
	`day` text NOT NULL,
	`many` integer NOT NULL,
	PRIMARY KEY(`poster_id`, `day`),
	FOREIGN KEY (`poster_id`) REFERENCES `posters`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `poster_salts` (
	`day` text PRIMARY KEY NOT NULL,
	`salt` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `poster_site_checks` (
	`id` integer PRIMARY KEY NOT NULL,
	`site_id` integer NOT NULL,
	`at` integer NOT NULL,
	`account_id` integer,
	`condition` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`photo` text,
	FOREIGN KEY (`site_id`) REFERENCES `poster_sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `poster_site_checks_site` ON `poster_site_checks` (`site_id`,`id`);--> statement-breakpoint
CREATE INDEX `poster_site_checks_photo` ON `poster_site_checks` (`photo`);--> statement-breakpoint
CREATE TABLE `poster_sites` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`size` text DEFAULT '' NOT NULL,
	`material` text DEFAULT '' NOT NULL,
	`theme_id` integer,
	`since` text NOT NULL,
	`unit_id` integer NOT NULL,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`grid_id` integer,
	`condition` text,
	`checked_at` integer,
	`active` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`theme_id`) REFERENCES `poster_themes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `poster_sites_code_unique` ON `poster_sites` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `poster_sites_name_unique` ON `poster_sites` (`name`);--> statement-breakpoint
CREATE INDEX `poster_sites_unit` ON `poster_sites` (`unit_id`);--> statement-breakpoint
CREATE TABLE `poster_themes` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`active` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `poster_themes_name_unique` ON `poster_themes` (`name`);--> statement-breakpoint
CREATE TABLE `posters` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`theme_id` integer NOT NULL,
	`summary` text NOT NULL,
	`body` text NOT NULL,
	`picture` text,
	`picture_alt` text DEFAULT '' NOT NULL,
	`video` text,
	`captions` text,
	`from_day` text NOT NULL,
	`until_day` text NOT NULL,
	`state` text DEFAULT 'draft' NOT NULL,
	`writers` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`theme_id`) REFERENCES `poster_themes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `posters_slug_unique` ON `posters` (`slug`);--> statement-breakpoint
CREATE INDEX `posters_shown` ON `posters` (`state`,`from_day`);--> statement-breakpoint
CREATE INDEX `posters_picture` ON `posters` (`picture`);