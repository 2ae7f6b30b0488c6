import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTown } from '../../scripts/demo/load-town';
import { guest, theSystem, type Actor } from '../../src/lib/accounts/roles';
import { codeAt, keyFrom } from '../../src/lib/accounts/totp';
import { AuditFilter } from '../../src/lib/audit/forms';
import { findCategory } from '../../src/lib/reports/categories';
import { readFilter } from '../../src/lib/reports/filter';
import { askedOf, figureNames } from '../../src/lib/reports/map/asked';
import { deskQueueNames } from '../../src/lib/reports/queues';
import { stateNames } from '../../src/lib/reports/workflow';
import { dayMs } from '../../src/lib/time/shanghai';
import type { ActInput } from '../../src/lib/volunteering/act-forms';
import { leadActs } from '../../src/lib/volunteering/acts';
import { exportAudit, readAudit } from '../../src/lib/server/accounts/audit';
import { sweepFailures } from '../../src/lib/server/accounts/locks';
import {
	endOtherSessions,
	endSession,
	ownSessions
} from '../../src/lib/server/accounts/own-sessions';
import * as factor from '../../src/lib/server/accounts/second-factor';
import { sessionsIn } from '../../src/lib/server/accounts/sessions';
import { sendCode, signInResident } from '../../src/lib/server/accounts/sign-in';
import { lastLine } from '../../src/lib/server/audit/queries';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import * as posterCommands from '../../src/lib/server/posters/commands';
import * as posterQueries from '../../src/lib/server/posters/queries';
import { countRead, forgetReaders } from '../../src/lib/server/posters/reads';
import { countOldSitePhotos, eraseOldSitePhotos } from '../../src/lib/server/posters/retention';
import { siteAt } from '../../src/lib/server/posters/site-unit';
import * as posterSites from '../../src/lib/server/posters/sites';
import * as posterThemes from '../../src/lib/server/posters/themes';
import { connect, migrateDatabase, type Connection, type Db } from '../../src/lib/server/db';
import { rotateKeys, underOldKeys } from '../../src/lib/server/keys/rotate';
import {
	deliver,
	markAllRead,
	openLetter,
	readInbox,
	unreadCount
} from '../../src/lib/server/notifications/commands';
import type { Means } from '../../src/lib/server/notifications/means';
import { outgoingOf } from '../../src/lib/server/notifications/outgoing';
import { sendDue } from '../../src/lib/server/notifications/send';
import { chooseNotices, noticeChoices } from '../../src/lib/server/notifications/settings';
import {
	endPushesTo,
	subscribe,
	takesPushes,
	unsubscribe
} from '../../src/lib/server/notifications/subscriptions';
import { rateReport, reopenReport } from '../../src/lib/server/reports/commands/closing';
import {
	releasePhoto,
	releaseReport,
	withdrawReport
} from '../../src/lib/server/reports/commands/release';
import {
	countOldDevices,
	eraseOldContacts,
	eraseOldDevices,
	eraseTakedownContacts,
	removeStrayPictures
} from '../../src/lib/server/reports/commands/retention';
import * as afterSending from '../../src/lib/server/reports/commands/after-sending';
import { detachReport } from '../../src/lib/server/reports/commands/detach';
import * as takedown from '../../src/lib/server/reports/commands/takedown';
import { changeAssists } from '../../src/lib/server/reports/commands/assists-commands';
import { assistedBy } from '../../src/lib/server/reports/queries/assists';
import { openGapCases } from '../../src/lib/server/reports/queries/gaps';
import { casesOfGrid } from '../../src/lib/server/reports/queries/grid-cases';
import { addDuty } from '../../src/lib/server/places/commands/duties';
import { answeredOn, answersThrough, changesOfDuty } from '../../src/lib/server/places/history';
import { dispatchReport, mergeReport } from '../../src/lib/server/reports/commands/triage';
import { admitIncomplete } from '../../src/lib/server/reports/commands/enter-triage';
import { photoStanding } from '../../src/lib/server/reports/commands/photos';
import { supportReport, unsupportReport } from '../../src/lib/server/reports/commands/support';
import { lookAlikes } from '../../src/lib/server/reports/queries/look-alikes';
import { repeatedBy } from '../../src/lib/server/reports/queries/repeats';
import { findByPhone } from '../../src/lib/server/reports/commands/find-by-phone';
import { countFound, findReports } from '../../src/lib/server/reports/queries/search';
import { gridRenamed, segmentRenamed, unitRenamed } from '../../src/lib/server/reports/words-due';
import { refreshWords } from '../../src/lib/server/reports/words';
import * as asking from '../../src/lib/server/reports/commands/asks';
import { removeCalendarDay, setCalendarDay } from '../../src/lib/server/reports/commands/calendar';
import { setLimit } from '../../src/lib/server/reports/commands/limits';
import * as asks from '../../src/lib/server/reports/queries/asks';
import { newlyLate } from '../../src/lib/server/reports/queries/late';
import * as supervised from '../../src/lib/server/reports/queries/supervised';
import * as casework from '../../src/lib/server/reports/queries/casework';
import * as desk from '../../src/lib/server/reports/queries/desk';
import { checkWork, unitWork } from '../../src/lib/server/reports/queries/field';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { candidates } from '../../src/lib/server/reports/queries/candidates';
import { orderStanding, ownOrder, ownOrders } from '../../src/lib/server/reports/queries/orders';
import { refuseIfTaken } from '../../src/lib/server/reports/queries/takes';
import { carryOut } from '../../src/lib/server/reports/commands/carry-out';
import { placeOrder, undoOrder } from '../../src/lib/server/reports/commands/orders';
import { takeOver, takeReport } from '../../src/lib/server/reports/commands/takes';
import * as ledger from '../../src/lib/server/reports/queries/ledger';
import { addWatch, removeWatch, tellDigests } from '../../src/lib/server/reports/commands/watches';
import * as queueLists from '../../src/lib/server/reports/queries/queue-lists';
import { newestReleased } from '../../src/lib/server/reports/queries/feed';
import { mapReports } from '../../src/lib/server/reports/queries/map';
import { nearReports } from '../../src/lib/server/reports/queries/near';
import { ownSide } from '../../src/lib/server/reports/queries/own';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import { watchesOf } from '../../src/lib/server/reports/queries/watches';
import { casesAsked, gridRows, townMap } from '../../src/lib/server/reports/queries/town-features';
import { categoryCatalogue } from '../../src/lib/server/reports/queries/settings';
import { followedBy, seenToo } from '../../src/lib/server/reports/queries/support';
import { lookCounts, openLooks } from '../../src/lib/server/reports/queries/second-looks';
import * as takedowns from '../../src/lib/server/reports/queries/takedowns';
import { dryRun, runRetention } from '../../src/lib/server/retention/run';
import { sealing } from '../../src/lib/server/sealing';
import { diskStore } from '../../src/lib/server/photos/store';
import * as certificateQueries from '../../src/lib/server/volunteering/certificate-queries';
import * as certifying from '../../src/lib/server/volunteering/certificates';
import * as claiming from '../../src/lib/server/volunteering/claims';
import { shiftFigures } from '../../src/lib/server/volunteering/figures';
import { countServed } from '../../src/lib/server/volunteering/hours';
import { exportHours } from '../../src/lib/server/volunteering/hours-export';
import { setCertificateIssuer } from '../../src/lib/server/volunteering/hours-settings';
import { closeShifts } from '../../src/lib/server/volunteering/close-shifts';
import { distanceHints } from '../../src/lib/server/volunteering/distance-hints';
import { countDissuasions, dissuasionsAt } from '../../src/lib/server/volunteering/dissuasions';
import { kit, onSiteFor } from '../../src/lib/server/volunteering/kit';
import { act } from '../../src/lib/server/volunteering/on-site';
import { forgetOnSite } from '../../src/lib/server/volunteering/own-on-site';
import { renewSecret } from '../../src/lib/server/volunteering/shift-secrets';
import * as ofVolunteer from '../../src/lib/server/volunteering/of-volunteer';
import { leaveVolunteers, ownVolunteerData } from '../../src/lib/server/volunteering/own';
import { ownMonths, ownServed } from '../../src/lib/server/volunteering/own-hours';
import { sayCalled } from '../../src/lib/server/volunteering/persons';
import { peopleOnShift, vouchByOffice } from '../../src/lib/server/volunteering/shift-people';
import * as shiftChanges from '../../src/lib/server/volunteering/changes';
import { deskShift, deskShifts } from '../../src/lib/server/volunteering/desk';
import * as feeds from '../../src/lib/server/volunteering/feeds';
import * as groupCommands from '../../src/lib/server/volunteering/group-commands';
import * as groups from '../../src/lib/server/volunteering/groups';
import { suggestedSpots } from '../../src/lib/server/volunteering/hot-spots';
import { propose } from '../../src/lib/server/volunteering/propose';
import { leadChoices } from '../../src/lib/server/volunteering/leads';
import * as shiftPlanning from '../../src/lib/server/volunteering/planning';
import * as shiftPosts from '../../src/lib/server/volunteering/posts';
import * as shiftQueries from '../../src/lib/server/volunteering/queries';
import { remind } from '../../src/lib/server/volunteering/remind';
import * as signUps from '../../src/lib/server/volunteering/sign-ups';
import { serve } from '../support/serve';
import { answerInvited, answerOpen, hasAnswered } from '../../src/lib/server/surveys/answering';
import { flaggedAnswers, openTexts } from '../../src/lib/server/surveys/answers-seen';
import { drawnGrids, drawSample, setFrame } from '../../src/lib/server/surveys/frame';
import { listGrids } from '../../src/lib/server/places/queries';
import { makeInvitations } from '../../src/lib/server/surveys/invitations';
import * as drawnLetters from '../../src/lib/server/surveys/letter-sample';
import * as letterSends from '../../src/lib/server/surveys/letter-sends';
import { forgetOwnLetters, ownLetters } from '../../src/lib/server/surveys/own-letters';
import { sendLetters } from '../../src/lib/server/surveys/send-letters';
import { addQuestionnaire } from '../../src/lib/server/surveys/questionnaires';
import * as surveyResults from '../../src/lib/server/surveys/results';
import { countOldAnswers, eraseOldAnswers } from '../../src/lib/server/surveys/retention';
import { ownVisits, receiveVisit } from '../../src/lib/server/surveys/visits';
import * as surveyWaves from '../../src/lib/server/surveys/waves';
import {
	account,
	garbage,
	inTown,
	lawfully,
	monday,
	people,
	photo,
	plainReports,
	released,
	reportIn,
	seal,
	submitted,
	type People
} from '../support/factories';

/** These grow with the years; all others are as large as the town. */
const large = [
	'reports',
	'reporters',
	'followers',
	'supports',
	'report_events',
	'clocks',
	'photos',
	'photo_bands',
	'words_due',
	'orders',
	'order_items',
	'asks',
	'assists',
	'due_marks',
	'second_looks',
	'field_sends',
	'tenures',
	'openings',
	'ratings',
	'takedowns',
	'map_cells',
	'case_cells',
	'case_days',
	'inbox',
	'audit_log',
	'sessions',
	'login_codes',
	'recovery_codes',
	'notice_settings',
	'push_subscriptions',
	'outgoing',
	'watches',
	'accounts',
	'field_photos',
	'limit_settings',
	'shifts',
	'signups',
	'volunteers',
	'risks_accepted',
	'hours',
	'hour_claims',
	'certificates',
	'group_members',
	'shift_feeds',
	'acts',
	'dissuasions',
	'shift_secrets',
	'poster_events',
	'poster_reads',
	'poster_marks',
	'poster_site_checks',
	'responses',
	'invitations',
	'letter_sends',
	'visits',
	'visit_sends'
];

const folder = mkdtempSync(join(tmpdir(), 'tongxing-plans-'));
let connection: Connection;
let db: Db;
let who: People;
/** An empty database to explain on: libsql leaves a write that it explained open. */
let explainer: Client;
const heard = new Set<string>();

beforeAll(async () => {
	connection = connect(`file:${join(folder, 'plans.db')}`);
	await connection.client.execute('PRAGMA synchronous = OFF');
	await migrateDatabase(connection);
	await loadTown(connection.db, monday);
	const logger = { logQuery: (query: string) => void heard.add(query) };
	db = drizzle(connection.client, { casing: 'snake_case', logger });
	who = await people(db);
	explainer = createClient({ url: `file:${join(folder, 'explained.db')}` });
	await migrate(drizzle(explainer), { migrationsFolder: 'drizzle' });
});

afterAll(() => {
	explainer.close();
	connection.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The large tables that a statement reads from end to end. */
async function scans(query: string): Promise<string[]> {
	const plan = await planOf(query);
	return plan.flatMap((step) => {
		const [, name = ''] = /^SCAN (\S+)(?! VIRTUAL TABLE)/.exec(step) ?? [];
		const table = tableCalled(name, query);
		return large.includes(table) && !stopsEarly(query, plan, table) ? [`${table}: ${step}`] : [];
	});
}

async function planOf(query: string): Promise<string[]> {
	const { rows } = await explainer.execute(`EXPLAIN QUERY PLAN ${query}`);
	return rows.map((row) => String(row.detail));
}

/** Goes backwards from the newest row until its LIMIT is full, and sorts nothing. */
const stopsEarly = (query: string, plan: string[], table: string): boolean =>
	query.endsWith(`order by "${table}"."id" desc limit ?`) &&
	plan.includes(`SCAN ${table}`) &&
	!plan.some((step) => step.includes('TEMP B-TREE'));

/** The table behind a name that the statement may have given it. */
function tableCalled(name: string, query: string): string {
	const aliases = [...query.matchAll(/\b(?:FROM|JOIN)\s+"?(\w+)"?\s+"?(\w+)"?/gi)];
	return aliases.find(([, , alias]) => alias === name)?.[1] ?? name;
}

const queried = /^\s*(with|select|update|delete|insert\b[^(]*\bselect)\b/i;

/** All that `work` asks of the database which scans a large table. */
async function scansOf(work: () => Promise<unknown>) {
	const queries = await askedBy(work);
	expect(queries.length).toBeGreaterThan(0);
	const found: Record<string, string[]> = {};
	for (const query of queries) {
		const scanned = await scans(query);
		if (scanned.length > 0) found[query] = scanned;
	}
	return found;
}

async function askedBy(work: () => Promise<unknown>): Promise<string[]> {
	heard.clear();
	await work();
	// an INSERT of values reads nothing; of its foreign keys SQLite lists checks that it then skips
	return [...heard].filter((query) => queried.test(query));
}

/** Every step of the plans of all that `work` asks, that is taken on a table. */
async function stepsOn(table: string, work: () => Promise<unknown>): Promise<string[]> {
	const plans = await Promise.all((await askedBy(work)).map(planOf));
	return plans.flat().filter((step) => new RegExp(`^(SEARCH|SCAN) ${table}\\b`).test(step));
}

describe('a scan', () => {
	it('is noticed, also behind another name', async () => {
		const named = 'select p.id from photos p where p.width = 1';
		expect(await scans(named)).toEqual([expect.stringMatching(/^photos: SCAN p/)]);
		expect(await scans('select * from "reports" where "description" = ?')).toHaveLength(1);
		expect(await scans('select * from "reports" where "code" = ?')).toEqual([]);
		expect(await scans('select * from units')).toEqual([]);
		const newest = 'select * from "reports" order by "reports"."id" desc limit ?';
		expect(await scans(newest)).toEqual([]);
		expect(await scans(newest.replace('"id"', '"lat"'))).toHaveLength(1);
	});
});

describe('no large table is scanned', () => {
	const after = { releasedAt: monday, code: '7K3F-9QXM' };
	const filters: Record<string, ledger.LedgerFilter> = {
		nothing: {},
		'a group': { group: 'traffic' },
		'a step': { step: 3 },
		'a grid': { grid: 'A01' },
		'no grid': { grid: 'none' },
		'a day on': { from: '2026-01-05' },
		'days until': { to: '2026-01-05' },
		'all of them': { group: 'traffic', step: 3, grid: 'A01', from: '2026-01-05', to: '2026-01-06' }
	};

	it.each(Object.entries(filters))('by the ledger for %s', async (_, filter) => {
		expect(
			await scansOf(async () => {
				await ledger.listLedger(db, filter);
				await ledger.listLedger(db, filter, { after });
			})
		).toEqual({});
	});

	it.each(deskQueueNames)('by the tab %s of the desk', async (name) => {
		expect(
			await scansOf(async () => {
				await desk.deskLines(db, name, monday);
				await desk.deskLines(db, name, monday, 50);
			})
		).toEqual({});
	});

	it('by the counts of the desk', async () => {
		expect(await scansOf(() => desk.deskCounts(db, monday))).toEqual({});
	});

	it('by any of them beyond what it needs', async () => {
		const { code } = await submitted(db);
		const report = await casework.getReport(db, code);
		const on = (table: string, work: () => Promise<unknown>) => stepsOn(table, work);
		expect(await on('reports', () => desk.deskCounts(db, monday))).toEqual(
			expect.arrayContaining([expect.stringMatching(/INDEX reports_waiting /)])
		);
		expect(await on('order_items', () => desk.deskCounts(db, monday))).toEqual([
			expect.stringMatching(/INDEX order_items_waiting \(report_id>\?\)/)
		]);
		const [sorted] = await on('reports', () => desk.deskLines(db, 'handling', monday));
		expect(sorted).toMatch(/INDEX reports_waiting /);
		expect(await on('reports', () => repeatedBy(db, report))).toEqual([
			expect.stringMatching(/INDEX reports_category_since \(category=\? AND state_since>/)
		]);
	});

	it.each(
		'q=垃圾,q=垃圾&in=open&from=2026-01-01&urgent=1,in=closed,in=open&lamp=red,repeat=1,overdue=1,supervised=1,gap=1,from=2026-01-01&to=2026-01-02,sort=pressing,sort=pressing&q=垃圾&category=traffic,category=traffic,'.split(
			','
		)
	)('by the search for %s', async (address) => {
		await submitted(db);
		const filter = readFilter(new URLSearchParams(address));
		expect(
			await scansOf(async () => {
				await refreshWords(db, 10);
				for (const after of ['', '1-1-1', '1']) {
					await findReports(db, who.moderator, filter, { at: monday, after });
				}
				await countFound(db, who.moderator, filter, { at: monday, most: 10 });
				await findByPhone(db, seal, who.moderator, { phone: '139', reason: '' }, monday);
			})
		).toEqual({});
	});

	it('by what is called otherwise, whose reports get their words anew', async () => {
		expect(
			await scansOf(async () => {
				await unitRenamed(db, who.ours);
				await gridRenamed(db, 1);
				await segmentRenamed(db, 1, '沂蒙路');
			})
		).toEqual({});
	});

	it('by orders, from placing to the list of them, and by takes', async () => {
		const { code } = await submitted(db);
		const { code: other } = await submitted(db);
		const ordered = { action: 'ask_verify' as const, input: { note: '' } };
		const place = (key: string) =>
			placeOrder(db, who.moderator, { key, codes: [code, other], ordered }, monday);
		expect(
			await scansOf(async () => {
				await takeReport(db, who.moderator, code, monday);
				await takeOver(db, who.moderator, code, monday);
				await refuseIfTaken(db, who.secondModerator, code, monday).catch(() => {});
				await desk.withTakes(db, who.moderator, (await desk.deskLines(db, 'intake', 0)).lines, 0);
				const { id } = await place('first');
				await undoOrder(db, who.moderator, id, monday);
				await place('second');
				await carryOut(db, monday + dayMs);
				await orderStanding(db, who.moderator, monday + dayMs);
				await ownOrders(db, who.moderator);
				await ownOrder(db, who.moderator, id);
				await candidates(db, await casework.getReport(db, code), monday);
			})
		).toEqual({});
	});

	it('by the work of a unit and of a checker', async () => {
		expect(
			await scansOf(async () => {
				await unitWork(db, who.ours, monday);
				await checkWork(db, who.checker);
				await checkWork(db, who.ownChecker);
				await unitWork(db, who.ours, monday, who.handler.accountId!);
				await openLooks(db, who.checker);
				await openLooks(db, who.ownChecker);
				await lookCounts(db, monday);
				await queueLists.listQueue(db, ['dispatched'], { unitId: who.ours });
				await queueLists.countStates(db, ['dispatched', 'processing']);
			})
		).toEqual({});
	});

	it('by one case, seen from anywhere', async () => {
		const { code, reporter } = await reportIn(db, who, 'awaiting_check', guest);
		const { id } = await casework.getReport(db, code);
		expect(
			await scansOf(async () => {
				await desk.deskCase(db, who.moderator, code, monday);
				await fieldCase(db, who.checker, code);
				await ledger.publicReport(db, reporter, code);
				await ledger.claimHashOf(db, code);
				await casework.nearbyOpen(db, { id, ...inTown }, monday);
				await refreshWords(db, 100);
				await lookAlikes(db, await casework.getReport(db, code), monday);
				await repeatedBy(db, await casework.getReport(db, code));
				await casework.tiesTo(db, who.resident, id);
			})
		).toEqual({});
	});

	it('by the reports of one person', async () => {
		expect(
			await scansOf(async () => {
				await ledger.reportsOfAccount(db, who.resident.accountId!);
				await ledger.reportsOfClaims(db, ['a', 'b']);
			})
		).toEqual({});
	});

	it('by a photo', async () => {
		const { code, key } = await submitted(db);
		const { id } = await casework.getReport(db, code);
		const [photo] = await casework.photosOf(db, id);
		expect(
			await scansOf(async () => {
				await photoFor(db, who.moderator, photo!.key, 'original');
				await photoStanding(db, key, 0);
				await releasePhoto(db, who.moderator, photo!.key, null, monday);
			})
		).toEqual({});
	});

	it.each([{}, { group: 'traffic' }, { closed: true }, { group: 'traffic', closed: false }])(
		'by the map with %o',
		async (filter) => {
			const window = { west: 118.8, south: 35.5, east: 118.9, north: 35.6 };
			expect(
				await scansOf(async () => {
					for (const zoom of [6, 12, 18]) await mapReports(db, window, zoom, filter);
				})
			).toEqual({});
		}
	);

	it.each([
		'',
		'group=traffic&unit=1',
		'layer=heat',
		'layer=heat&group=traffic&day=2026-01-03',
		...figureNames.flatMap((figure) => [
			`layer=grids&figure=${figure}`,
			`layer=grids&figure=${figure}&group=traffic&unit=1`,
			`layer=grids&figure=${figure}&day=2026-01-03`
		])
	])('by the office’s map of “%s”', async (query) => {
		const window = { west: 118.8, south: 35.5, east: 118.9, north: 35.6 };
		const asked = askedOf(new URLSearchParams(query), monday);
		await plainReports(db, 1);
		expect(
			await scansOf(async () => {
				for (const zoom of [6, 12, 18]) await townMap(db, asked, window, zoom, monday);
				await gridRows(db, asked, monday);
				await casesAsked(db, { ...asked, grid: 'A01' }, monday);
				if (asked.layer !== 'grids') await casesAsked(db, { ...asked, cell: window }, monday);
			})
		).toEqual({});
	});

	it('by the clusters of the map', async () => {
		await plainReports(db, 501, () => ({ cellX: 0, cellY: 0 }));
		await connection.client.execute(`UPDATE reports SET released_at = 1 WHERE key <> ''`);
		const world = { west: -180, south: -85, east: 179, north: 85 };
		expect(await scansOf(() => mapReports(db, world, 3))).toEqual({});
	});

	it('by 我也看到, from near by and on to a merge', async () => {
		const device = 'f'.repeat(64);
		const other = { device: 'e'.repeat(64) };
		expect(
			await scansOf(async () => {
				const { code, reporter } = await submitted(db, guest);
				const target = await submitted(db, who.neighbour);
				for (const sent of [code, target.code]) await released(db, who, sent, monday);
				const added = { device, photos: [photo()] };
				await supportReport(db, reporter, target.code, added, monday);
				await supportReport(db, who.resident, code, added, monday);
				await supportReport(db, guest, code, { ...other, photos: [photo()] }, monday);
				const category = findCategory(garbage)!;
				await nearReports(db, who.resident, device, inTown, category, monday);
				await seenToo(db, reporter, device, target.code);
				await followedBy(db, who.resident, device);
				await unsupportReport(db, who.resident, code, { device }, monday);
				await mergeReport(db, who.moderator, code, { target: target.code }, monday);
				await unsupportReport(db, guest, target.code, other, monday);
				await categoryCatalogue(db);
			})
		).toEqual({});
	});

	it('by who answers, who answered, and a grid’s own page', async () => {
		const { code, at } = await reportIn(db, who, 'filed');
		const where = { category: garbage, group: 'sanitation', gridId: 1, segmentId: 1 };
		const duty = { category: 'cityscape.livestock', gridId: 1, segmentId: null, unitId: who.ours };
		expect(
			await scansOf(async () => {
				await openGapCases(db);
				await answeredOn(db, '2026-01-06', where);
				await answersThrough(db, where);
				await changesOfDuty(db, 1);
				await addDuty(db, who.moderator, { ...duty, basis: 'law', document: '' }, at);
				const input = { unitId: who.ours, ...lawfully, assists: [who.theirs] };
				await dispatchReport(db, who.moderator, code, input, at);
				await changeAssists(db, who.moderator, code, [], at);
				await assistedBy(db, who.theirs);
				await casesOfGrid(db, 1, at);
			})
		).toEqual({});
	});

	it('by an inbox', async () => {
		const mine = who.resident.accountId!;
		expect(
			await scansOf(async () => {
				await readInbox(db, mine);
				await readInbox(db, mine, 30, 7);
				await unreadCount(db, mine);
				await markAllRead(db, mine, monday);
			})
		).toEqual({});
	});

	it('by what goes out and by how one wants to be told', async () => {
		const { resident } = who;
		const mine = resident.accountId!;
		const letter = { title: '题', body: '文', href: '/me' };
		const keys = { p256dh: 'B', auth: 'a' };
		const means: Means = {
			origin: '',
			allowed: () => true,
			message: null,
			push: async () => 'gone'
		};
		expect(
			await scansOf(async () => {
				const to = { endpoint: 'https://a', keys };
				const key = await subscribe(db, resident, to, () => true, monday);
				await takesPushes(db, mine, key);
				await unsubscribe(db, resident, { except: key }, monday);
				await chooseNotices(db, resident, { quietFrom: 0, quietTo: 0 }, false, monday);
				await deliver(db, [mine], letter, monday);
				await sendDue(db, seal, means, monday);
				await endPushesTo(db, resident, { key }, monday);
				await unsubscribe(db, resident, 'all', monday);
				await outgoingOf(db, mine);
				await noticeChoices(db, mine);
				const [newest] = await readInbox(db, mine, 1);
				await openLetter(db, mine, newest!.id, monday);
			})
		).toEqual({});
	});

	it('by the digest and by the feeds', async () => {
		const { resident } = who;
		expect(
			await scansOf(async () => {
				await addWatch(db, resident, { grid: null, group: 'traffic' }, monday);
				await tellDigests(db, monday + 2 * dayMs);
				const [watch] = await watchesOf(db, resident.accountId!);
				await removeWatch(db, resident, watch!.id, monday);
				await newestReleased(db, {});
				await newestReleased(db, { gridId: 1 });
				await newestReleased(db, { group: 'traffic' });
				await newestReleased(db, { gridId: 1, group: 'traffic' });
			})
		).toEqual({});
	});

	it('by a session and by signing in', async () => {
		const sessions = sessionsIn(db, { secure: true });
		const sender = { shows: true, available: true, sendCode: async () => undefined };
		const { accountId } = await account(db, 'moderator');
		expect(
			await scansOf(async () => {
				const secret = await sessions.open(accountId!, Date.now());
				await sessions.read(secret, Date.now() + 90_000);
				await sessions.close(secret);
				await sessions.closeAllOf(accountId!);
				await sessions.sweep();
				const phone = '13900001234';
				const code = await sendCode(db, seal, sender, phone, monday);
				await signInResident(db, seal, { phone, code: code! }, monday);
				await sweepFailures(db, monday);
			})
		).toEqual({});
	});

	it('by the second factor and one’s own sessions', async () => {
		const sessions = sessionsIn(db, { secure: true, secondFactor: true });
		const actor = await account(db, 'moderator');
		const accountId = actor.accountId!;
		expect(
			await scansOf(async () => {
				const first = await sessions.open(accountId, Date.now());
				const key = factor.keyOffered(seal, first);
				const code = (at: number) => ({ code: codeAt(key, at) });
				const made = await factor.enrolSecondFactor(
					db,
					seal,
					actor,
					{ ...code(monday), secret: first },
					monday
				);
				const later = monday + dayMs;
				const { secret } = await factor.proveByRecoveryCode(
					db,
					seal,
					actor,
					{ recovery: made.codes[0]!, secret: made.secret },
					later
				);
				await factor.renewRecoveryCodes(db, seal, actor, code(later), later);
				await factor.secondFactorOf(db, accountId);
				const [own] = await ownSessions(db, accountId, { secret, secondFactor: true }, later);
				await endOtherSessions(db, actor, { secret }, later);
				await endSession(db, actor, own!, later);
				await factor.resetSecondFactor(db, who.administrator, { id: accountId }, later);
			})
		).toEqual({});
	});

	it.each([
		'',
		'account=1',
		'action=personal',
		'action=verify_audit',
		'object=report:7K3F-9QXM',
		'from=2026-01-01&to=2026-01-06',
		'account=1&action=personal&object=audit&from=2026-01-01&to=2026-01-06'
	])('by the audit of “%s”, read and exported', async (asked) => {
		const auditor = await account(db, 'audit_admin');
		const filter = v.parse(AuditFilter, Object.fromEntries(new URLSearchParams(asked)));
		expect(
			await scansOf(async () => {
				await readAudit(db, auditor, filter);
				await readAudit(db, auditor, filter, { at: monday, id: 7 });
				for await (const lines of await exportAudit(db, auditor, filter, monday)) {
					expect(lines.length).toBeGreaterThan(0);
				}
				await lastLine(db);
				await auditOf(db, 'report:7K3F-9QXM');
			})
		).toEqual({});
	});

	it.each([
		['account=1', 'account'],
		['action=personal', 'action'],
		['object=report:7K3F-9QXM', 'object'],
		['from=2026-01-01&to=2026-01-06', 'at'],
		['account=1&action=personal&from=2026-01-01', 'a(ccount|ction)']
	])('by the audit of “%s”, which has an index of its own', async (asked, index) => {
		const auditor = await account(db, 'audit_admin');
		const filter = v.parse(AuditFilter, Object.fromEntries(new URLSearchParams(asked)));
		const steps = await stepsOn('audit_log', () => readAudit(db, auditor, filter));
		expect(steps).toEqual([expect.stringMatching(`INDEX audit_log_${index} `)]);
	});

	it('by what is kept only so long, counted and erased', async () => {
		const security = await account(db, 'security_admin');
		const { code, at } = await reportIn(db, who, 'closed', guest);
		await released(db, who, code, at);
		const later = at + 2000 * dayMs;
		expect(
			await scansOf(async () => {
				const seen = await dryRun(db, security, later);
				expect(seen.photo_originals).toBeGreaterThan(0);
				await runRetention(db, security, { at: later, seen }, later);
			})
		).toEqual({});
	});

	it('by anything on the road', async () => {
		expect(
			await scansOf(async () => {
				for (const state of stateNames) {
					const { code, at } = await reportIn(db, who, state);
					if (state === 'voided') continue;
					await released(db, who, code, at);
					await withdrawReport(db, who.moderator, code, at);
					await releaseReport(db, who.moderator, code, { description: '', seen: at }, at);
					await withdrawReport(db, who.moderator, code, at);
				}
				const { code, at } = await reportIn(db, who, 'closed');
				const dissatisfied = { score: 'dissatisfied', reason: '还在' } as const;
				await rateReport(db, who.resident, code, dissatisfied, at);
				await reopenReport(db, who.moderator, code, { reason: '属实' }, at);
			})
		).toEqual({});
	});

	it('by what a reporter takes back', async () => {
		const storage = diskStore(join(folder, 'photos'));
		const target = await submitted(db, who.neighbour);
		const { code, reporter } = await submitted(db);
		const { code: held } = await submitted(db, who.resident);
		const { code: mendable } = await submitted(db, who.resident);
		const { id } = await casework.getReport(db, code);
		const [photo] = await casework.photosOf(db, id);
		for (const merged of [code, held]) {
			await mergeReport(db, who.moderator, merged, { target: target.code }, monday);
		}
		expect(
			await scansOf(async () => {
				const words = { description: '改过', address: '' };
				await afterSending.mendReport(db, who.resident, mendable, words, monday);
				await afterSending.withdrawPhoto(db, storage, reporter, code, photo!.key, monday);
				await afterSending.eraseContact(db, reporter, code, monday);
				await detachReport(db, seal, who.resident, held, monday);
				await ownSide(db, reporter, code);
				await storage.put(`${'a'.repeat(64)}.jpg`, Buffer.from('a picture'));
				await removeStrayPictures(db, storage, Date.now() + 1000, 'a'.repeat(64));
			})
		).toEqual({});
	});

	it('by requests to take a report down', async () => {
		const { code } = await submitted(db);
		await released(db, who, code, monday);
		const input = { reason: 'other', contact: '13900000000' } as const;
		expect(
			await scansOf(async () => {
				for (let n = 0; n < 3; n++) {
					const words = `第 ${n} 次`;
					await takedown.askTakedown(db, seal, guest, code, { ...input, words }, monday);
				}
				const { id } = (await takedowns.openTakedowns(db))[0]!;
				await takedowns.countOpenTakedowns(db);
				await takedown.openTakedownContact(db, seal, who.moderator, id, monday);
				const decision = { outcome: 'taken_down', answer: '是' } as const;
				await takedown.decideTakedown(db, who.moderator, id, decision, monday + 1);
				await takedowns.answeredTakedowns(db);
				await desk.deskCase(db, who.moderator, code, monday);
				await released(db, who, code, monday + 2);
			})
		).toEqual({});
	});

	it('by what is asked of the supervisors, pressed for and late', async () => {
		expect(
			await scansOf(async () => {
				const { code } = await reportIn(db, who, 'processing');
				const { id } = await casework.getReport(db, code);
				const more = { reason: '等', value: 4 };
				const answer = { answer: 'refuse', reason: '不', publicWords: '' } as const;
				const asked = await asking.askExtension(db, who.handler, code, more, monday);
				await asks.unitAsks(db, who.handler, code);
				await asks.countOpenAsks(db);
				await asking.decideAsk(db, who.supervisor, { id: asked, ...answer }, monday);
				await asks.listAsks(db);
				await asks.asksOn(db, id);
				await supervised.supervisedReports(db);
				await supervised.countSupervised(db);
				await supervised.overdueReports(db, monday);
				await supervised.pressureOn(db, id);
				await newlyLate(db, monday, monday + dayMs);
			})
		).toEqual({});
	});

	it('by a change of the calendar or of a limit', async () => {
		expect(
			await scansOf(async () => {
				const day = { day: '2026-01-06', kind: 'rest', note: '停' } as const;
				await setCalendarDay(db, who.supervisor, day, monday);
				await removeCalendarDay(db, who.supervisor, day, monday);
				const limit = { type: 'work_hour', value: 2 } as const;
				await setLimit(db, who.supervisor, { name: garbage, limit }, monday);
			})
		).toEqual({});
	});

	it('by the work that comes round every hour', async () => {
		expect(
			await scansOf(async () => {
				await admitIncomplete(db, monday + dayMs);
				await eraseOldContacts(db, monday + 90 * dayMs);
				await countOldDevices(db, monday);
				await eraseOldDevices(db, monday);
				await eraseTakedownContacts(db, monday + 90 * dayMs);
			})
		).toEqual({});
	});
});

describe('no large table of 文明劝导 is scanned', () => {
	it('by signing up, giving back, passing on and reminding', async () => {
		expect(
			await scansOf(async () => {
				const post = {
					name: '人民路口',
					kind: 'crossing' as const,
					...{ lat: 35.581, lng: 118.836, unitId: null, task: '劝导', kit: '', risks: '' },
					...{ hazardous: false, minimumAge: 14, insured: true }
				};
				const postId = await shiftPosts.addPost(db, who.moderator, post, monday);
				const hours = { postId, start: 420, end: 540, least: 1, most: 1 };
				const pattern = { ...hours, days: 'every_day' as const };
				const year = { seasonFrom: '01-01', seasonTo: '12-31' };
				await shiftPosts.addPattern(db, who.moderator, { ...pattern, ...year }, monday);
				const range = { from: '2026-01-06', to: '2026-01-08' };
				await shiftPlanning.carryOutPlan(db, who.moderator, range, monday);
				const [first] = await shiftQueries.openShifts(db, monday, monday + 3 * dayMs);
				const { code } = first!;
				for (const actor of [who.resident, who.neighbour]) {
					const said = { ageBand: '18-59', consent: false, trained: true } as const;
					await signUps.joinVolunteers(db, actor, said, monday);
					await signUps.signUp(db, actor, code, { risks: true }, monday);
				}
				await signUps.cancelSignup(db, who.resident, code, monday);
				await signUps.lapseOffers(db, monday + dayMs);
				await signUps.endWaiting(db, monday, monday + dayMs);
				await remind(db, monday, monday + dayMs);
				await ownVolunteerData(db, seal, who.resident.accountId!);
			})
		).toEqual({});
	});

	it('by what a volunteer looks at', async () => {
		expect(
			await scansOf(async () => {
				expect(await ofVolunteer.daysWithShifts(db, monday)).toContain('2026-01-07');
				await ofVolunteer.comingShifts(db, { day: '2026-01-07', kind: 'crossing' }, monday);
				const { rows } = await ofVolunteer.comingShifts(db, {}, monday);
				const ids = rows.map(({ id }) => id);
				await signUps.signUp(db, who.neighbour, rows[0]!.code, { risks: true }, monday);
				expect((await ofVolunteer.ownStates(db, who.neighbour, ids)).size).toBe(1);
				await ofVolunteer.shiftSeenBy(db, who.neighbour, rows[0]!.code, monday);
				await ofVolunteer.ownShifts(db, who.neighbour, monday);
			})
		).toEqual({});
	});

	it('by what the desk plans, changes and looks at', async () => {
		expect(
			await scansOf(async () => {
				const { id: postId } = (await shiftPosts.listPosts(db))[0]!;
				const { number } = (await shiftQueries.volunteerOf(db, who.neighbour.accountId!))!;
				const hours = { postId, start: 900, end: 960, least: 1, most: 1 };
				const form = { ...hours, day: '2026-01-06', leadId: null, leadNumber: number, note: '' };
				const code = await shiftChanges.addShift(db, who.moderator, form, monday);
				const later = { ...form, start: 910 };
				await shiftChanges.changeShift(db, who.moderator, code, later, monday);
				await shiftChanges.callOff(db, who.moderator, code, '大雨', monday);
				expect(await deskShifts(db, '2026-01-05', '2026-01-09')).not.toEqual([]);
				await deskShift(db, code);
				await shiftPosts.listPatterns(db);
				await leadChoices(db);
				await suggestedSpots(db, monday);
			})
		).toEqual({});
	});

	it('by groups that are joined, asked and looked at', async () => {
		expect(
			await scansOf(async () => {
				const { number } = (await shiftQueries.volunteerOf(db, who.resident.accountId!))!;
				const form = { name: '第一小学', kind: 'school', coordinatorNumber: number } as const;
				const code = await groupCommands.addGroup(db, who.moderator, form, monday);
				await groupCommands.joinGroup(db, who.neighbour, code, monday);
				const [free] = await groups.shiftsToPropose(db, '2026-01-08', monday);
				const numbers = (await groups.membersOf(db, 1)).map((member) => member.number);
				const asked = { shift: free!.code, numbers };
				await propose(db, who.resident, code, asked, monday);
				const group = await groups.getGroup(db, code);
				expect(await groups.proposalsOf(db, group, monday)).toHaveLength(1);
				await ofVolunteer.shiftSeenBy(db, who.neighbour, free!.code, monday);
				await signUps.acceptOffer(db, who.neighbour, free!.code, { risks: true }, monday);
				await groups.deskGroups(db);
				await groups.ownGroups(db, who.neighbour);
				await ownVolunteerData(db, seal, who.neighbour.accountId!);
				await groupCommands.leaveGroup(db, who.neighbour, code, monday);
			})
		).toEqual({});
	});

	it('by the calendars that phones fetch', async () => {
		expect(
			await scansOf(async () => {
				const token = await feeds.makeFeed(db, who.neighbour, monday);
				const [first] = await feeds.shiftsOfFeed(db, token, monday);
				await feeds.shiftForCalendar(db, first!.code);
				await feeds.feedSince(db, who.neighbour);
				await feeds.endFeed(db, who.neighbour, monday);
			})
		).toEqual({});
	});
});

describe('no large table is scanned by hours', () => {
	it('from serving to the certificate, its end, and the figures', async () => {
		const { id: postId } = (await shiftPosts.listPosts(db))[0]!;
		const form = { postId, start: 900, end: 1020, least: 1, most: 3, leadId: null, note: '' };
		const code = await shiftChanges.addShift(
			db,
			who.moderator,
			{ ...form, day: '2026-01-06' },
			monday
		);
		const shift = await shiftQueries.getShift(db, code);
		const volunteer = await account(db, 'resident');
		const said = { ageBand: '18-59', consent: false, trained: true } as const;
		await signUps.joinVolunteers(db, volunteer, said, monday);
		const after = shift.endsAt + dayMs;
		const times = { from: shift.startsAt, to: shift.startsAt + 3_600_000 };
		expect(
			await scansOf(async () => {
				const signupId = await serve(db, who.moderator, code, volunteer, times);
				await countServed(db, who.moderator, signupId, after);
				const person = volunteer.accountId!;
				const vouched = { person, minutes: 10, reason: '手机没电' };
				await vouchByOffice(db, who.moderator, code, vouched, after);
				await peopleOnShift(db, shift);
				await claiming.claimHours(db, volunteer, { code, minutes: 90, words: '少记了' }, after);
				const [claim] = await claiming.openClaims(db);
				const answer = { id: claim!.id, granted: true, reason: '' };
				await claiming.answerClaim(db, who.moderator, answer, after);
				await ownMonths(db, volunteer);
				expect((await ownServed(db, volunteer, after)).shifts).toHaveLength(1);
				await sayCalled(db, seal, volunteer, '小李', after);
				const issuer = { office: '甲', responsible: '乙', handler: '丙', contact: '丁' };
				await setCertificateIssuer(db, who.moderator, issuer, after);
				const asked = { from: '2026-01-01', to: '2026-01-06', named: false };
				const certificate = await certifying.issueCertificate(db, seal, volunteer, asked, after);
				await certificateQueries.ownCertificates(db, volunteer);
				await certificateQueries.ownCertificate(db, seal, volunteer, certificate);
				await certificateQueries.verifiedCertificate(db, seal, certificate);
				await certificateQueries.deskCertificates(db, certificate);
				await certificateQueries.deskCertificates(db, '2026-000001');
				await certificateQueries.deskCertificates(db, '');
				const revoked = { code: certificate, reason: '有误' };
				await certifying.revokeCertificate(db, who.moderator, revoked, after);
				const range = { from: '2026-01-01', to: '2026-01-31' };
				await exportHours(db, who.moderator, range, 'csv', after);
				await shiftFigures(db, '2026-01-08');
				await ownVolunteerData(db, seal, person);
				await db.transaction((tx) => leaveVolunteers(tx, person, after));
			})
		).toEqual({});
	});
});

describe('no large table is scanned on the spot', () => {
	it('by the lead’s phone, the volunteers’, and the closing', async () => {
		expect(
			await scansOf(async () => {
				const deps = { seal, hints: distanceHints() };
				const { id: postId } = (await shiftPosts.listPosts(db))[0]!;
				const lead = await account(db, 'team_lead');
				const day = { day: '2026-01-06', start: 600, end: 660, least: 1, most: 5, note: '' };
				const leadId = lead.accountId;
				const form = { postId, ...day, leadId };
				const code = await shiftChanges.addShift(db, who.moderator, form, monday);
				await signUps.signUp(db, who.neighbour, code, { risks: true }, monday);
				const { startsAt: at, endsAt } = await shiftQueries.getShift(db, code);
				const { secret } = await kit(db, deps, lead, code, at);
				const { number } = (await shiftQueries.volunteerOf(db, who.neighbour.accountId!))!;
				const times = { at, sentAt: at };
				const digits = codeAt(keyFrom(secret), at);
				const proof = { digits, risks: false, ...times };
				const word = { volunteer: number, reason: 'flat', words: '好', risks: true, ...times };
				const send = (actor: Actor, input: ActInput, when = at) =>
					act(db, deps, actor, code, uuidv7(), input, when);
				await send(who.neighbour, { act: 'check_in', ...proof });
				for (const name of leadActs) await send(lead, { act: name, ...word }, endsAt);
				await countDissuasions(
					db,
					who.neighbour,
					code,
					uuidv7(),
					{ counts: { dog: 2, litter: 0 }, taps: 2 },
					at
				);
				await dissuasionsAt(db, postId, monday, endsAt);
				await renewSecret(db, deps.seal, lead, code, endsAt);
				await kit(db, deps, lead, code, endsAt);
				await onSiteFor(db, who.neighbour, code, endsAt);
				await closeShifts(db, monday, endsAt + dayMs);
				await db.transaction((tx) => forgetOnSite(tx, who.neighbour.accountId!));
			})
		).toEqual({});
	});
});

describe('posters', () => {
	it('are written, shown, read and forgotten by keys alone', async () => {
		expect(
			await scansOf(async () => {
				await posterThemes.plantThemes(db, monday);
				const [theme] = await posterThemes.listThemes(db);
				const day = '2026-01-05';
				const words = { title: '题', summary: '句', body: '文', pictureAlt: '' };
				const form = { ...words, themeId: theme!.id, fromDay: day, untilDay: day };
				const slug = await posterCommands.addPoster(db, who.moderator, form, monday);
				const step = (actor: Actor, action: 'submit' | 'approve') =>
					posterCommands.stepPoster(db, actor, slug, { action, note: '' }, monday);
				await step(who.moderator, 'submit');
				await step(who.supervisor, 'approve');
				const { id } = await posterQueries.shownPoster(db, slug, day);
				await countRead(db, id, 'someone', monday);
				await countRead(db, id, 'someone', monday + dayMs);
				expect(await posterQueries.readsOf(db, id, day)).toHaveLength(2);
				expect((await posterQueries.readsOfAll(db, [id])).get(id)).toBe(2);
				await posterQueries.historyOf(db, id);
				await posterQueries.picturesNamed(db, ['a'.repeat(64)]);
				await forgetReaders(db, day);
			})
		).toEqual({});
	});

	it('that hang in the town are checked by their site', async () => {
		expect(
			await scansOf(async () => {
				const site = {
					name: '灯杆',
					kind: 'lamp_post',
					size: '',
					material: '',
					themeId: null
				} as const;
				const where = { ...inTown, since: '2026-01-05', unitId: who.ours };
				const code = await posterSites.addSite(db, who.moderator, { ...site, ...where }, monday);
				const found = { condition: 'worn', note: '褪色' } as const;
				await posterSites.checkSite(db, who.moderator, code, found, null, monday);
				const { id } = await posterSites.getSite(db, code);
				expect(await posterSites.checksOf(db, id)).toHaveLength(1);
				const photo = 'c'.repeat(64);
				await posterSites.checkSite(db, who.moderator, code, found, photo, monday);
				await posterSites.siteCoverage(db);
				expect(await countOldSitePhotos(db, monday + 1)).toBe(1);
				expect(await eraseOldSitePhotos(db, monday + 1)).toBe(1);
				expect(await siteAt(db, inTown)).toMatchObject({ code });
			})
		).toEqual({});
	});
});

describe('no large table of the surveys is scanned', () => {
	const input = { answers: { aware_1: 0, support_1: 0, part_1: 0, sat_all: 0 }, opened: '' };
	const later = monday + dayMs;
	let questionnaireId: number;
	const make = (slug: string, mode: 'open' | 'invited' | 'visited') =>
		surveyWaves.addWave(
			db,
			who.moderator,
			{ slug, title: slug, questionnaireId, mode, opensAt: monday, closesAt: later },
			monday
		);

	it('by answering, by a letter and by a visit', async () => {
		const enumerator = await account(db, 'enumerator');
		expect(
			await scansOf(async () => {
				const form = { title: '问卷', standard: true };
				questionnaireId = await addQuestionnaire(db, who.moderator, form, monday);
				const open = await make('open', 'open');
				await make('letters', 'invited');
				await make('visits', 'visited');
				const [token] = await makeInvitations(db, who.moderator, 'letters', 2, monday);
				const frame = (await listGrids(db)).map(({ code: grid }) => ({ grid, households: 20 }));
				await setFrame(db, who.moderator, 'visits', frame, monday);
				await drawSample(db, who.moderator, 'visits', { grids: 4, each: 3, seed: 1 }, monday);
				await make('drawn', 'invited');
				await setFrame(db, who.moderator, 'drawn', frame, monday);
				const plan = { grids: 4, each: 10, seed: 1 };
				const [letter] = await drawnLetters.drawLetters(db, who.moderator, 'drawn', plan, monday);
				for (const slug of ['open', 'letters', 'visits', 'drawn']) {
					await surveyWaves.publishWave(db, who.moderator, slug, monday);
				}
				await answerOpen(db, seal, 'open', 'device', input, monday + 1);
				await hasAnswered(db, open, 'device');
				await answerInvited(db, seal, token!, input, monday + 1);
				await answerInvited(db, seal, letter!.token, input, monday + 1);
				const [visit] = await ownVisits(db, enumerator, monday + 1);
				const sent = { outcome: 'complete' as const, answers: input.answers, written: null };
				await receiveVisit(db, enumerator, { code: visit!.code, key: 'k' }, sent, monday + 1);
			})
		).toEqual({});
	});

	it('by letters that go out by the hook', async () => {
		expect(
			await scansOf(async () => {
				const { id } = await surveyWaves.getWave(db, 'letters');
				const list = { numbers: ['13900000001', '13900000002'], hook: true };
				const at = monday + 1;
				await letterSends.queueLetters(db, seal, who.moderator, 'letters', list, at);
				await letterSends.alreadyWritten(db, seal, id, list.numbers);
				const down = { origin: '', message: () => Promise.reject(new Error('down')) };
				await sendLetters(db, seal, down, at);
				for (let day = 1; day < 9; day++) await sendLetters(db, seal, down, at + day * 3_600_000);
				await expect(letterSends.sendAgain(db, who.moderator, 'letters', at)).rejects.toMatchObject(
					{ reason: 'conflict' }
				);
				await letterSends.sendsOf(db, id);
				expect(await ownLetters(db, seal, '13900000002')).toEqual(['letters']);
				await db.transaction((tx) => forgetOwnLetters(tx, seal, '13900000002'));
			})
		).toEqual({});
	});

	it('by closing, reviewing, computing, publishing and erasing', async () => {
		expect(
			await scansOf(async () => {
				await surveyWaves.closeDue(db, theSystem, later);
				const plain = { weighting: 'none' as const, marginsId: null };
				for (const slug of ['open', 'letters', 'visits', 'drawn']) {
					const wave = await surveyWaves.getWave(db, slug);
					await surveyWaves.standingOf(db, wave);
					await drawnGrids(db, wave.id);
					await flaggedAnswers(db, wave.id, 'fast');
					await openTexts(db, slug, '路灯');
					await surveyResults.computeResult(db, who.moderator, slug, plain, later);
				}
				const { id } = await surveyWaves.getWave(db, 'drawn');
				const [{ gridId } = { gridId: 0 }] = await drawnLetters.letterGrids(db, id);
				const returned = { gridId, vacant: 1, notFound: 1 };
				await drawnLetters.recordReturns(db, who.moderator, 'drawn', returned, later);
				await surveyResults.releasedResults(db);
				expect(await countOldAnswers(db, later + 1)).toBe(4);
				expect(await eraseOldAnswers(db, later + 1, later + 1)).toBe(4);
			})
		).toEqual({});
	});
});

describe('walking a whole table on purpose', () => {
	it('goes by its key, a thousand lines at a time', async () => {
		expect(await scansOf(() => verifyChain(db))).toEqual({});
	});

	// the last of all: what was sealed by the old keys is not to be opened by them afterwards
	it('to change the keys goes by it as well', async () => {
		await submitted(db, guest, { contact: { phone: '13900001234' } });
		const key = Buffer.alloc(32, 3);
		const changed = sealing({
			secretKey: Buffer.alloc(32, 1),
			sealKey: Buffer.alloc(32, 2),
			laterSealKeys: [{ id: 2, key, at: monday }],
			laterIndexKeys: [{ id: 2, key, at: monday }],
			rotating: true
		});
		expect(
			await scansOf(async () => {
				expect(await rotateKeys(db, changed, monday)).toBeGreaterThan(0);
				await underOldKeys(db, changed);
			})
		).toEqual({});
	});
});
