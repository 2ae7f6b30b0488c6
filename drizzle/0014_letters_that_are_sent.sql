CREATE TABLE `letter_sends` (
	`id` integer PRIMARY KEY NOT NULL,
	`wave_id` integer NOT NULL,
	`sealed` text,
	`mark` text,
	`state` text DEFAULT 'waiting' NOT NULL,
	`next_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`problem` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`wave_id`) REFERENCES `waves`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `letter_sends_wave` ON `letter_sends` (`wave_id`,`state`);--> statement-breakpoint
CREATE UNIQUE INDEX `letter_sends_mark` ON `letter_sends` (`wave_id`,`mark`);--> statement-breakpoint
CREATE INDEX `letter_sends_held` ON `letter_sends` (`next_at`) WHERE sealed IS NOT NULL;--> statement-breakpoint
ALTER TABLE `frame_grids` ADD `letters` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `frame_grids` ADD `vacant` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `frame_grids` ADD `not_found` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `invitations` ADD `grid_id` integer REFERENCES grids(id);