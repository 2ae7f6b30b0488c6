import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { guest, type Actor, type Role } from '../../src/lib/accounts/roles';
import { codeFrom } from '../../src/lib/reports/code';
import type { NewReport } from '../../src/lib/reports/forms';
import type { State } from '../../src/lib/reports/workflow';
import { dayMs, dayOf, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import type { Db } from '../../src/lib/server/db';
import { listUnits } from '../../src/lib/server/places/queries';
import * as asking from '../../src/lib/server/reports/commands/asks';
import * as checking from '../../src/lib/server/reports/commands/checking';
import * as handling from '../../src/lib/server/reports/commands/handling';
import { releasePhoto, releaseReport } from '../../src/lib/server/reports/commands/release';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { addReportPhoto, type StoredPhoto } from '../../src/lib/server/reports/commands/photos';
import * as triage from '../../src/lib/server/reports/commands/triage';
import { getReport, photosOf } from '../../src/lib/server/reports/queries/casework';
import { publicPlace } from '../../src/lib/server/reports/public-place';
import { reports } from '../../src/lib/server/reports/schema';
import { sealing, sha256 } from '../../src/lib/server/sealing';

export const seal = sealing({ secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) });

/** Milliseconds of a Shanghai time: '2026-01-05 09:00'. */
export function shanghai(time: string): number {
	const at = Date.parse(`${time.replace(' ', 'T')}+08:00`);
	if (Number.isNaN(at)) throw new RangeError(`not a time: ${time}`);
	return at;
}

/** A Monday without holidays around it, when the office opens. */
export const monday = shanghai('2026-01-05 08:00');

/** In the middle of the demo town. */
export const inTown = { lat: 35.581, lng: 118.836 };

/** Four working hours. */
export const garbage = 'sanitation.exposed_garbage';
export const dogs = 'conduct.dog';
export const praise = 'praise.praise';

export type Cast = Record<
	| 'moderator'
	| 'secondModerator'
	| 'supervisor'
	| 'handler'
	| 'otherHandler'
	| 'checker'
	| 'ownChecker'
	| 'administrator'
	| 'resident'
	| 'neighbour',
	Actor
>;

/** One account of each kind; `handler` and `ownChecker` belong to the first unit of the town. */
export async function people(db: Db): Promise<Cast & { ours: number; theirs: number }> {
	const [first, second] = await listUnits(db);
	const [ours, theirs] = [first!.id, second!.id];
	return {
		ours,
		theirs,
		moderator: await account(db, 'moderator'),
		secondModerator: await account(db, 'moderator'),
		supervisor: await account(db, 'supervisor'),
		handler: await account(db, 'unit_handler', ours),
		otherHandler: await account(db, 'unit_handler', theirs),
		checker: await account(db, 'checker'),
		ownChecker: await account(db, 'checker', ours),
		administrator: await account(db, 'system_admin'),
		resident: await account(db, 'resident'),
		neighbour: await account(db, 'resident')
	};
}

export type People = Awaited<ReturnType<typeof people>>;

/** An account that cannot sign in, for which no password has to be hashed. */
export async function account(db: Db, role: Role, unitId: number | null = null): Promise<Actor> {
	const name = role === 'resident' ? '' : role;
	const [row] = await db
		.insert(accounts)
		.values({ role, unitId, name, createdAt: monday })
		.returning({ id: accounts.id });
	return { ...guest, accountId: row!.id, role, unitId, name };
}

let made = 0;

/** A photo that was decoded and stored, another one each time. */
export function photo(): StoredPhoto {
	const hash = (++made).toString(16).padStart(64, '0');
	return { uploadHash: hash, original: hash, width: 800, height: 600, dhash: '0123456789abcdef' };
}

export function newReport(changes: Partial<NewReport> = {}): NewReport {
	return {
		category: garbage,
		description: '楼下有垃圾',
		...inTown,
		address: '',
		photos: 1,
		...changes
	};
}

export type Sent = {
	code: string;
	key: string;
	/** The reporter: the account, or a guest who holds the claim. */
	reporter: Actor;
};

/** A report with all its photos. */
export async function submitted(
	db: Db,
	actor: Actor = guest,
	changes: Partial<NewReport> = {},
	at = monday,
	device: string | null = null
): Promise<Sent> {
	const key = uuidv7();
	const input = newReport(changes);
	const { code, claim } = await submitReport(db, seal, actor, key, input, at, device);
	for (let n = 0; n < input.photos; n++) await addReportPhoto(db, guest, key, n, photo(), at);
	return { code, key, reporter: claim ? { ...actor, claims: [sha256(claim)] } : actor };
}

/** A supervisor's answer to what a unit asked. */
export const granted = { answer: 'grant', reason: '同意', publicWords: '' } as const;
export const refused = { ...granted, answer: 'refuse', reason: '理由不足' } as const;

export const lawfully = { basis: 'law', document: '', note: '' } as const;

/** The road from 上报 to 结案, a minute for each step, one hour for the work. */
const road: readonly {
	state: State;
	take: (db: Db, who: People, code: string, at: number) => Promise<void>;
	takes: number;
}[] = [
	{
		state: 'filed',
		takes: minuteMs,
		take: (db, who, code, at) =>
			triage.acceptReport(db, who.moderator, code, { category: garbage }, at)
	},
	{
		state: 'dispatched',
		takes: minuteMs,
		take: (db, who, code, at) =>
			triage.dispatchReport(db, who.moderator, code, { unitId: who.ours, ...lawfully }, at)
	},
	{
		state: 'processing',
		takes: minuteMs,
		take: (db, who, code, at) => handling.acknowledgeReport(db, who.handler, code, at)
	},
	{
		state: 'awaiting_check',
		takes: hourMs,
		take: (db, who, code, at) =>
			handling.feedBack(db, who.handler, code, { note: '已清理' }, [photo()], at)
	},
	{
		state: 'closed',
		takes: minuteMs,
		take: (db, who, code, at) => checking.passReport(db, who.checker, code, { note: '' }, [], at)
	}
];

/** A report that has come as far as `state`, and when it got there. */
export async function reportIn(
	db: Db,
	who: People,
	state: State,
	reporter: Actor = who.resident,
	from = monday
): Promise<Sent & { at: number }> {
	const sent = await submitted(db, reporter, {}, from);
	const { code } = sent;
	let at = from;
	const aside = asides[state];
	for (const step of road) {
		if (state === 'submitted' || (await getReport(db, code)).state === (aside?.after ?? state)) {
			break;
		}
		at += step.takes;
		await step.take(db, who, code, at);
	}
	if (aside) await aside.take(db, who, code, (at += minuteMs));
	if ((await getReport(db, code)).state !== state) throw new Error(`no road to ${state}`);
	return { ...sent, at };
}

type Aside = {
	after: State;
	take: (db: Db, who: People, code: string, at: number) => Promise<void>;
};

const asides: { readonly [S in State]?: Aside } = {
	verifying: {
		after: 'submitted',
		take: (db, who, code, at) => triage.askVerification(db, who.moderator, code, { note: '' }, at)
	},
	noted: {
		after: 'submitted',
		take: (db, who, code, at) =>
			triage.noteReport(db, who.moderator, code, { category: praise, note: '' }, at)
	},
	rejected: {
		after: 'submitted',
		take: (db, who, code, at) =>
			triage.rejectReport(db, who.moderator, code, { reason: 'unclear', note: '' }, at)
	},
	merged: {
		after: 'submitted',
		take: async (db, who, code, at) => {
			const { code: target } = await submitted(db, who.neighbour, {}, at);
			await triage.mergeReport(db, who.moderator, code, { target }, at);
		}
	},
	returned: {
		after: 'dispatched',
		take: (db, who, code, at) =>
			handling.returnReport(db, who.handler, code, { reason: '不是我们的' }, at)
	},
	suspended: {
		after: 'processing',
		take: async (db, who, code, at) => {
			const until = dayOf(at + 15 * dayMs);
			const asked = { reason: '等材料', until };
			const id = await asking.askSuspension(db, who.handler, code, asked, at);
			await asking.decideAsk(db, who.supervisor, { id, ...granted }, at);
		}
	},
	rework: {
		after: 'awaiting_check',
		take: (db, who, code, at) =>
			checking.failReport(db, who.checker, code, { reason: '没好' }, [photo()], at)
	},
	voided: {
		after: 'submitted',
		take: (db, who, code, at) =>
			triage.voidReport(db, who.administrator, code, { reason: '测试' }, at)
	}
};

/** Every photo shown as it is, and the report put on the ledger. */
export async function released(
	db: Db,
	who: People,
	code: string,
	at: number,
	description = '公开的说明'
): Promise<void> {
	const { id } = await getReport(db, code);
	for (const { key } of await photosOf(db, id)) {
		await releasePhoto(db, who.moderator, key, { name: `public-${key}`, masks: [] }, at);
	}
	await releaseReport(db, who.moderator, code, { description }, at);
}

/** Rows of the table reports as a command would have left them, far faster; `make` says what differs. */
export async function plainReports(
	db: Db,
	many: number,
	make: (n: number) => Partial<typeof reports.$inferInsert> = () => ({})
): Promise<void> {
	const rows = Array.from({ length: many }, (_, n) => {
		const changes = make(n);
		const point = { lat: changes.lat ?? inTown.lat, lng: changes.lng ?? inTown.lng };
		return {
			key: uuidv7(),
			contentHash: '',
			code: codeFrom(randomBytes(8)),
			kind: 'issue' as const,
			category: garbage,
			categoryGroup: 'sanitation',
			urgent: false,
			description: '',
			...point,
			address: '',
			placeName: '',
			outside: false,
			occurredAt: monday,
			submittedAt: monday,
			photosExpected: 0,
			readyAt: monday,
			state: 'submitted' as const,
			step: 0,
			stateSince: monday,
			...publicPlace('issue', point),
			...changes
		};
	});
	for (let i = 0; i < rows.length; i += 100) {
		await db.insert(reports).values(rows.slice(i, i + 100));
	}
}

/** How many rows each table holds, those of the R*Trees included. */
export async function rowCounts(db: Db): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const name of await tableNames(db)) {
		const [row] = await db.values<[number]>(sql`SELECT count(*) FROM ${sql.identifier(name)}`);
		counts[name] = row![0];
	}
	return counts;
}

async function tableNames(db: Db): Promise<string[]> {
	const rows = await db.values<[string]>(
		sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	);
	return rows.map(([name]) => name);
}
