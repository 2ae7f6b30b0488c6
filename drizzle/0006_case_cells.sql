-- The rollups of the office's map. A migration that rebuilds reports or report_events must create these triggers again.
CREATE TABLE `case_cells` (
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`x` integer NOT NULL,
	`y` integer NOT NULL,
	`category_group` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`level`, `day`, `x`, `y`, `category_group`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `case_days` (
	`day` integer NOT NULL,
	`grid_id` integer NOT NULL,
	`category_group` text NOT NULL,
	`submitted` integer NOT NULL,
	`opened` integer NOT NULL,
	`ended` integer NOT NULL,
	`closed` integer NOT NULL,
	`failed` integer NOT NULL,
	PRIMARY KEY(`day`, `grid_id`, `category_group`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `reports_open` ON `reports` (`lng`,`lat`,`due_at`,`due_soon_at`,`category_group`,`unit_id`,`grid_id`,`gap`) WHERE state IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check');--> statement-breakpoint
CREATE INDEX `reports_sent` ON `reports` (`submitted_at`,`grid_id`,`category_group`,`lat`,`lng`);--> statement-breakpoint
CREATE INDEX `reports_grid_since` ON `reports` (`grid_id`,`state_since`);
--> statement-breakpoint
CREATE TRIGGER case_cells_insert AFTER INSERT ON reports BEGIN
	INSERT INTO case_cells (level, day, x, y, category_group, count)
	SELECT level, (NEW.submitted_at + 28800000) / 86400000, CAST((NEW.lng + 180.0) / 360.0 * 262144 AS INTEGER) >> (18 - level), CAST((90.0 - NEW.lat) / 270.0 * 262144 AS INTEGER) >> (18 - level), NEW.category_group, 1
	FROM (SELECT 10 AS level UNION ALL SELECT 12 UNION ALL SELECT 14 UNION ALL SELECT 16 UNION ALL SELECT 18) WHERE true
	ON CONFLICT (level, day, x, y, category_group) DO UPDATE SET count = count + excluded.count;
END;
--> statement-breakpoint
CREATE TRIGGER case_cells_move AFTER UPDATE OF lat, lng, category_group, submitted_at ON reports
WHEN OLD.lat IS NOT NEW.lat OR OLD.lng IS NOT NEW.lng
	OR OLD.category_group IS NOT NEW.category_group OR OLD.submitted_at IS NOT NEW.submitted_at
BEGIN
	INSERT INTO case_cells (level, day, x, y, category_group, count)
	SELECT level, (OLD.submitted_at + 28800000) / 86400000, CAST((OLD.lng + 180.0) / 360.0 * 262144 AS INTEGER) >> (18 - level), CAST((90.0 - OLD.lat) / 270.0 * 262144 AS INTEGER) >> (18 - level), OLD.category_group, -1
	FROM (SELECT 10 AS level UNION ALL SELECT 12 UNION ALL SELECT 14 UNION ALL SELECT 16 UNION ALL SELECT 18) WHERE true
	ON CONFLICT (level, day, x, y, category_group) DO UPDATE SET count = count + excluded.count;
	INSERT INTO case_cells (level, day, x, y, category_group, count)
	SELECT level, (NEW.submitted_at + 28800000) / 86400000, CAST((NEW.lng + 180.0) / 360.0 * 262144 AS INTEGER) >> (18 - level), CAST((90.0 - NEW.lat) / 270.0 * 262144 AS INTEGER) >> (18 - level), NEW.category_group, 1
	FROM (SELECT 10 AS level UNION ALL SELECT 12 UNION ALL SELECT 14 UNION ALL SELECT 16 UNION ALL SELECT 18) WHERE true
	ON CONFLICT (level, day, x, y, category_group) DO UPDATE SET count = count + excluded.count;
END;
--> statement-breakpoint
CREATE TRIGGER case_days_event AFTER INSERT ON report_events
WHEN NEW."from" IS NOT NEW."to"
BEGIN
	INSERT INTO case_days (day, grid_id, category_group, submitted, opened, ended, closed, failed)
	SELECT (NEW.at + 28800000) / 86400000, coalesce(r.grid_id, 0), r.category_group,
		(NEW.action = 'submit'),
		(coalesce(NEW."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(NEW."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		(coalesce(NEW."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(NEW."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		(NEW."to" = 'closed' AND NEW."from" IS NOT 'closed'),
		(NEW.action = 'fail')
	FROM reports r WHERE r.id = NEW.report_id
	ON CONFLICT (day, grid_id, category_group) DO UPDATE SET
		submitted = submitted + excluded.submitted, opened = opened + excluded.opened,
		ended = ended + excluded.ended, closed = closed + excluded.closed, failed = failed + excluded.failed;
END;
--> statement-breakpoint
CREATE TRIGGER case_days_move AFTER UPDATE OF grid_id, category_group ON reports
WHEN OLD.grid_id IS NOT NEW.grid_id OR OLD.category_group IS NOT NEW.category_group
BEGIN
	INSERT INTO case_days (day, grid_id, category_group, submitted, opened, ended, closed, failed)
	SELECT (e.at + 28800000) / 86400000, coalesce(OLD.grid_id, 0), OLD.category_group,
		-(e.action = 'submit'),
		-(coalesce(e."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(e."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		-(coalesce(e."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(e."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		-(e."to" = 'closed' AND e."from" IS NOT 'closed'),
		-(e.action = 'fail')
	FROM report_events e WHERE e.report_id = OLD.id AND e."from" IS NOT e."to"
	ON CONFLICT (day, grid_id, category_group) DO UPDATE SET
		submitted = submitted + excluded.submitted, opened = opened + excluded.opened,
		ended = ended + excluded.ended, closed = closed + excluded.closed, failed = failed + excluded.failed;
	INSERT INTO case_days (day, grid_id, category_group, submitted, opened, ended, closed, failed)
	SELECT (e.at + 28800000) / 86400000, coalesce(NEW.grid_id, 0), NEW.category_group,
		(e.action = 'submit'),
		(coalesce(e."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(e."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		(coalesce(e."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(e."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		(e."to" = 'closed' AND e."from" IS NOT 'closed'),
		(e.action = 'fail')
	FROM report_events e WHERE e.report_id = NEW.id AND e."from" IS NOT e."to"
	ON CONFLICT (day, grid_id, category_group) DO UPDATE SET
		submitted = submitted + excluded.submitted, opened = opened + excluded.opened,
		ended = ended + excluded.ended, closed = closed + excluded.closed, failed = failed + excluded.failed;
END;
--> statement-breakpoint
INSERT INTO case_cells (level, day, x, y, category_group, count)
	SELECT level, (submitted_at + 28800000) / 86400000 AS day, CAST((lng + 180.0) / 360.0 * 262144 AS INTEGER) >> (18 - level) AS x, CAST((90.0 - lat) / 270.0 * 262144 AS INTEGER) >> (18 - level) AS y, category_group, count(*)
	FROM reports, (SELECT 10 AS level UNION ALL SELECT 12 UNION ALL SELECT 14 UNION ALL SELECT 16 UNION ALL SELECT 18) GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
INSERT INTO case_days (day, grid_id, category_group, submitted, opened, ended, closed, failed)
	SELECT (e.at + 28800000) / 86400000, coalesce(r.grid_id, 0), r.category_group,
		sum(e.action = 'submit'),
		sum(coalesce(e."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(e."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		sum(coalesce(e."from" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0) AND NOT coalesce(e."to" IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check'), 0)),
		sum(e."to" = 'closed' AND e."from" IS NOT 'closed'),
		sum(e.action = 'fail')
	FROM report_events e JOIN reports r ON r.id = e.report_id
	WHERE e."from" IS NOT e."to" GROUP BY 1, 2, 3;
