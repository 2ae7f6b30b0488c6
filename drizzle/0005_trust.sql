ALTER TABLE `sessions` ADD `device` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `inbox_at` ON `inbox` (`at`);--> statement-breakpoint
CREATE INDEX `photos_kept` ON `photos` (`at`) WHERE original <> '';--> statement-breakpoint
CREATE INDEX `photos_shown` ON `photos` (`at`) WHERE released IS NOT NULL;--> statement-breakpoint
-- A photo that was taken back or erased is like no other any more.
CREATE TRIGGER photo_bands_update AFTER UPDATE OF dhash ON photos WHEN new.dhash = '' AND old.dhash <> '' BEGIN
	DELETE FROM photo_bands WHERE photo_id = old.id AND
		(band, value) IN (VALUES (0, substr(old.dhash, 1, 4)), (1, substr(old.dhash, 5, 4)),
			(2, substr(old.dhash, 9, 4)), (3, substr(old.dhash, 13, 4)));
END;
