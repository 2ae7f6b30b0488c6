DROP INDEX `reports_intake`;--> statement-breakpoint
CREATE INDEX `reports_waiting` ON `reports` (`state`,`urgent`,`due_at`) WHERE state IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check') AND ready_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_category_since` ON `reports` (`category`,`state_since`,`lat`,`lng`);--> statement-breakpoint
CREATE INDEX `reports_intake` ON `reports` (urgent DESC,`submitted_at`,`due_at`,`due_soon_at`) WHERE state = 'submitted' AND ready_at IS NOT NULL;