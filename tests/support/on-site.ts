import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/lib/accounts/roles';
import { codeAt, keyFrom } from '../../src/lib/accounts/totp';
import type { Act } from '../../src/lib/volunteering/acts';
import type { ActInput, LeadInput } from '../../src/lib/volunteering/act-forms';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { distanceHints } from '../../src/lib/server/volunteering/distance-hints';
import { entriesOf } from '../../src/lib/server/volunteering/hours';
import { kit, onSiteFor } from '../../src/lib/server/volunteering/kit';
import { act } from '../../src/lib/server/volunteering/on-site';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { getShift, volunteerOf } from '../../src/lib/server/volunteering/queries';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import { freshTown } from './database';
import { account, people, seal, shanghai } from './factories';

export const noon = shanghai('2026-03-02 12:00');
export const starts = shanghai('2026-03-05 07:00');
export const ends = shanghai('2026-03-05 09:00');

/** When a phone does something and when we hear of it; both at once where one is left out. */
export type Times = { at: number; sentAt?: number; receivedAt?: number; key?: string };
export type Spot = Awaited<ReturnType<typeof onSite>>;

/** A crossing with a shift from seven to nine, its lead, and the lead's phone, `ready` since the day before. */
export async function onSite({ most = 5, start = 7 * 60, minutes = 120, ready = true } = {}) {
	const db = await freshTown();
	const who = await people(db);
	const post = {
		name: '人民路口',
		kind: 'crossing' as const,
		...{ lat: 35.581, lng: 118.836, unitId: null },
		task: '劝导行人走斑马线',
		kit: '红马甲、小旗',
		risks: '注意来往车辆',
		...{ hazardous: false, minimumAge: 16, insured: true }
	};
	const postId = await addPost(db, who.moderator, post, noon);
	const lead = await volunteer();
	const code = await anotherShift({ most, start, minutes, leadId: lead.accountId });
	const deps = { seal, hints: distanceHints() };

	async function volunteer(joined = true): Promise<Actor> {
		const actor = await account(db, 'resident');
		const said = { ageBand: '18-59', consent: false, trained: true } as const;
		if (joined) await joinVolunteers(db, actor, said, noon);
		return actor;
	}
	function anotherShift({
		most = 5,
		start = 7 * 60,
		minutes = 120,
		day = '2026-03-05',
		leadId = null as number | null
	}) {
		const room = { least: 1, most, leadId, note: '' };
		const end = (start + minutes) % (24 * 60);
		return addShift(db, who.moderator, { postId, day, start, end, ...room }, noon);
	}
	const entries = async (actor: Actor) =>
		entriesOf(db, (await getShift(db, code)).id, actor.accountId!);
	const numberOf = async (actor: Actor) => (await volunteerOf(db, actor.accountId!))!.number;
	const kitAt = (at: number, actor = lead, shift = code) => kit(db, deps, actor, shift, at);
	const send = (actor: Actor, input: ActInput, times: Times, shift = code) =>
		act(db, deps, actor, shift, times.key ?? uuidv7(), input, times.receivedAt ?? times.at);
	/** What the lead's phone shows at a time. */
	const digitsAt = async (at: number, shift = code, of = lead) => {
		const { secret } = await kitAt(Math.min(at, dayBefore), of, shift);
		return codeAt(keyFrom(secret), at);
	};
	const dayBefore = starts + (start - 19 * 60) * 60_000;
	if (ready) await kitAt(dayBefore);

	async function byNumber(
		actor: Actor,
		name: 'check_in' | 'check_out',
		when: number | Times,
		more: { digits?: string; metres?: number; risks?: boolean } = {}
	) {
		const times = typeof when === 'number' ? { at: when } : when;
		const { at, sentAt = times.receivedAt ?? at } = times;
		const digits = more.digits ?? (await digitsAt(at));
		const input = { act: name, digits, risks: false, at, sentAt };
		return send(actor, { ...input, ...more, digits }, times);
	}

	return {
		db,
		deps,
		who,
		lead,
		code,
		postId,
		volunteer,
		anotherShift,
		numberOf,
		kitAt,
		send,
		digitsAt,
		shown: (secret: string, at: number) => codeAt(keyFrom(secret), at),
		byNumber,
		async signedUp(count: number): Promise<Actor[]> {
			const made: Actor[] = [];
			for (let n = 0; n < count; n++) {
				const actor = await volunteer();
				await signUp(db, actor, code, { risks: true }, noon);
				made.push(actor);
			}
			return made;
		},
		checkIn: (actor: Actor, when: number | Times, more = {}) =>
			byNumber(actor, 'check_in', when, more),
		checkOut: (actor: Actor, when: number | Times, more = {}) =>
			byNumber(actor, 'check_out', when, more),
		/** What the lead says, or an officer. */
		async says(
			name: Exclude<Act, 'check_in' | 'check_out'>,
			of: Actor | string | null,
			when: number | Times,
			more: Partial<LeadInput> = {},
			actor = lead
		) {
			const times = typeof when === 'number' ? { at: when } : when;
			const { at, sentAt = times.receivedAt ?? at } = times;
			const volunteer = of === null || typeof of === 'string' ? (of ?? '') : await numberOf(of);
			const input = { act: name, volunteer, at, sentAt, reason: '', words: '', risks: false };
			return send(actor, { ...input, ...more }, times);
		},
		ownOf: async (actor: Actor, at = ends) => (await onSiteFor(db, actor, code, at)).own,
		/** What the ledger holds, in words: 'measured 120', 'vouched 60 by 7'. */
		hoursOf: async (actor: Actor) =>
			(await entries(actor)).map(({ kind, minutes, voucherId }) =>
				[kind, minutes, ...(voucherId === null ? [] : ['by', voucherId])].join(' ')
			),
		sumOf: async (actor: Actor) =>
			(await entries(actor)).reduce((sum, { minutes }) => sum + minutes, 0),
		/** Every row of every table, as text. */
		async everythingKept(): Promise<string> {
			const tables = await db.values<[string]>(
				sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'`
			);
			const rows = [];
			for (const [name] of tables) rows.push(await db.values(sql.raw(`SELECT * FROM "${name}"`)));
			return JSON.stringify(rows);
		}
	};
}
