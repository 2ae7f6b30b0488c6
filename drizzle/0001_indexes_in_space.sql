-- Places are found by R*Trees and counted per map cell; both are kept by triggers, so that no command can forget.
-- A migration that rebuilds the table reports must create these triggers again.
CREATE VIRTUAL TABLE report_points USING rtree(id, west, east, south, north);
--> statement-breakpoint
CREATE VIRTUAL TABLE ledger_points USING rtree(id, west, east, south, north);
--> statement-breakpoint
CREATE VIRTUAL TABLE grid_boxes USING rtree(id, west, east, south, north);
--> statement-breakpoint
CREATE VIRTUAL TABLE segment_boxes USING rtree(id, west, east, south, north);
--> statement-breakpoint
CREATE VIRTUAL TABLE place_points USING rtree(id, west, east, south, north);
--> statement-breakpoint
CREATE TRIGGER report_points_insert AFTER INSERT ON reports BEGIN
	INSERT INTO report_points VALUES (NEW.id, NEW.lng, NEW.lng, NEW.lat, NEW.lat);
END;
--> statement-breakpoint
CREATE TRIGGER report_points_move AFTER UPDATE OF lat, lng ON reports BEGIN
	UPDATE report_points SET west = NEW.lng, east = NEW.lng, south = NEW.lat, north = NEW.lat WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER ledger_move AFTER UPDATE OF released_at, step, category_group, public_lat, public_lng ON reports
WHEN (OLD.released_at IS NULL) IS NOT (NEW.released_at IS NULL)
	OR (OLD.step = 5) IS NOT (NEW.step = 5)
	OR OLD.category_group IS NOT NEW.category_group
	OR OLD.public_lat IS NOT NEW.public_lat OR OLD.public_lng IS NOT NEW.public_lng
BEGIN
	DELETE FROM ledger_points WHERE id = OLD.id;
	INSERT INTO ledger_points SELECT NEW.id, NEW.public_lng, NEW.public_lng, NEW.public_lat, NEW.public_lat
	WHERE NEW.released_at IS NOT NULL;
	INSERT INTO map_cells (zoom, x, y, category_group, closed, count, sum_lat, sum_lng)
	SELECT zoom,
		OLD.cell_x >> (20 - zoom), OLD.cell_y >> (20 - zoom),
		OLD.category_group, OLD.step = 5, -1, -OLD.public_lat, -OLD.public_lng
	FROM (SELECT 8 AS zoom UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15 UNION ALL SELECT 16 UNION ALL SELECT 17 UNION ALL SELECT 18 UNION ALL SELECT 19 UNION ALL SELECT 20) WHERE OLD.released_at IS NOT NULL
	ON CONFLICT (zoom, x, y, category_group, closed) DO UPDATE SET
		count = count + excluded.count, sum_lat = sum_lat + excluded.sum_lat, sum_lng = sum_lng + excluded.sum_lng;
	INSERT INTO map_cells (zoom, x, y, category_group, closed, count, sum_lat, sum_lng)
	SELECT zoom,
		NEW.cell_x >> (20 - zoom), NEW.cell_y >> (20 - zoom),
		NEW.category_group, NEW.step = 5, 1, NEW.public_lat, NEW.public_lng
	FROM (SELECT 8 AS zoom UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 11 UNION ALL SELECT 12 UNION ALL SELECT 13 UNION ALL SELECT 14 UNION ALL SELECT 15 UNION ALL SELECT 16 UNION ALL SELECT 17 UNION ALL SELECT 18 UNION ALL SELECT 19 UNION ALL SELECT 20) WHERE NEW.released_at IS NOT NULL
	ON CONFLICT (zoom, x, y, category_group, closed) DO UPDATE SET
		count = count + excluded.count, sum_lat = sum_lat + excluded.sum_lat, sum_lng = sum_lng + excluded.sum_lng;
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log BEGIN
	SELECT RAISE(ABORT, 'the audit log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log BEGIN
	SELECT RAISE(ABORT, 'the audit log is append-only');
END;