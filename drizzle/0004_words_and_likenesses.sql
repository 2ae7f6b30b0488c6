-- Words of reports, as pairs of characters (see queries/search.ts); rowid is the report's id.
CREATE VIRTUAL TABLE report_words USING fts5(words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0");
--> statement-breakpoint
-- Which reports' words are not written there yet, or no longer as they are.
CREATE TABLE words_due (report_id integer PRIMARY KEY);
--> statement-breakpoint
CREATE TRIGGER words_due_insert AFTER INSERT ON reports BEGIN
	INSERT OR IGNORE INTO words_due VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER words_due_update AFTER UPDATE OF category, description, public_description, address, place_name, grid_id, unit_id ON reports BEGIN
	INSERT OR IGNORE INTO words_due VALUES (new.id);
END;
--> statement-breakpoint
INSERT INTO words_due SELECT id FROM reports;
--> statement-breakpoint
-- Pictures alike: two whose difference hashes differ in at most three bits share one of four bands.
CREATE TABLE photo_bands (band integer NOT NULL, value text NOT NULL, photo_id integer NOT NULL, PRIMARY KEY (band, value, photo_id)) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER photo_bands_insert AFTER INSERT ON photos BEGIN
	INSERT INTO photo_bands VALUES
		(0, substr(new.dhash, 1, 4), new.id), (1, substr(new.dhash, 5, 4), new.id),
		(2, substr(new.dhash, 9, 4), new.id), (3, substr(new.dhash, 13, 4), new.id);
END;
--> statement-breakpoint
CREATE TRIGGER photo_bands_delete AFTER DELETE ON photos BEGIN
	DELETE FROM photo_bands WHERE photo_id = old.id AND
		(band, value) IN (VALUES (0, substr(old.dhash, 1, 4)), (1, substr(old.dhash, 5, 4)),
			(2, substr(old.dhash, 9, 4)), (3, substr(old.dhash, 13, 4)));
END;
--> statement-breakpoint
INSERT INTO photo_bands
	SELECT 0, substr(dhash, 1, 4), id FROM photos UNION ALL
	SELECT 1, substr(dhash, 5, 4), id FROM photos UNION ALL
	SELECT 2, substr(dhash, 9, 4), id FROM photos UNION ALL
	SELECT 3, substr(dhash, 13, 4), id FROM photos;
--> statement-breakpoint
INSERT INTO tenures (kind, ref, facts, "from")
	SELECT 'duty', id, json_object('category', category, 'gridId', grid_id, 'segmentId', segment_id,
		'unitId', unit_id, 'basis', basis, 'document', document), 0 FROM duties WHERE active;
--> statement-breakpoint
INSERT INTO tenures (kind, ref, facts, "from")
	SELECT 'grid', id, json_object('leadUnitId', lead_unit_id, 'name', name), 0 FROM grids WHERE active;
