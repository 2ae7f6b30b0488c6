CREATE TABLE `field_photos` (
	`key` text NOT NULL,
	`n` integer NOT NULL,
	`upload_hash` text NOT NULL,
	`original` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`dhash` text NOT NULL,
	PRIMARY KEY(`key`, `n`),
	FOREIGN KEY (`key`) REFERENCES `field_sends`(`key`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `field_photos_original` ON `field_photos` (`original`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `inbox_at` ON `inbox` (`at`);--> statement-breakpoint
CREATE INDEX `second_looks_drawn` ON `second_looks` (`drawn_at`);--> statement-breakpoint
CREATE INDEX `photos_kept` ON `photos` (`at`) WHERE original <> '';--> statement-breakpoint
CREATE INDEX `photos_shown` ON `photos` (`at`) WHERE released IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reporters_phone` ON `reporters` (`phone_index`,`report_id`) WHERE phone_index IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_intake` ON `reports` (`urgent`,`submitted_at`,`due_at`,`due_soon_at`) WHERE state = 'submitted' AND ready_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_repeat` ON `reports` (`repeat_of_id`) WHERE repeat_of_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_gap` ON `reports` (`gap`) WHERE gap = 1;--> statement-breakpoint
CREATE INDEX `reports_overdue` ON `reports` (`overdue`) WHERE overdue = 1;--> statement-breakpoint
CREATE INDEX `reports_supervision` ON `reports` (`supervision`) WHERE supervision <> 'none';
--> statement-breakpoint
-- A photo that was taken back or erased is like no other any more.
CREATE TRIGGER photo_bands_update AFTER UPDATE OF dhash ON photos WHEN new.dhash = '' AND old.dhash <> '' BEGIN
	DELETE FROM photo_bands WHERE photo_id = old.id AND
		(band, value) IN (VALUES (0, substr(old.dhash, 1, 4)), (1, substr(old.dhash, 5, 4)),
			(2, substr(old.dhash, 9, 4)), (3, substr(old.dhash, 13, 4)));
END;
