import type { Actor } from '../../src/lib/accounts/roles';
import { addDays, dayMs, dayOf, hourMs, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { markAllRead } from '../../src/lib/server/notifications/commands';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { issueCertificate } from '../../src/lib/server/volunteering/certificates';
import { claimHours } from '../../src/lib/server/volunteering/claims';
import { addGroup, joinGroup } from '../../src/lib/server/volunteering/group-commands';
import { setCertificateIssuer } from '../../src/lib/server/volunteering/hours-settings';
import { carryOutPlan } from '../../src/lib/server/volunteering/planning';
import { listPosts } from '../../src/lib/server/volunteering/posts';
import { propose } from '../../src/lib/server/volunteering/propose';
import { getShift, openShifts, volunteerOf } from '../../src/lib/server/volunteering/queries';
import { acceptOffer, joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import type { Sealing } from '../../src/lib/server/sealing';
import { chance, type Chance } from './chance';
import { makeCrowd, type Cast } from './people';
import { onTheSpot, serve, type Team } from './served';
import { demoPosts, makePosts } from './shift-posts';

const daysBack = 14;
/** Posts that had shifts from the beginning; the others followed when it had proven itself. */
const mostPilots = 8;
/** Of what is done to shifts in one write: each alone would wait for the disk. */
const atOnce = 12;

type Filling = { now: number; seed: number; volunteers?: number; posts?: number };

/** 劝导点位, the shifts of two weeks before and after today, and who signed up, came and served. */
export async function fillShifts(
	db: Db,
	seal: Sealing,
	cast: Cast,
	{ now, seed, volunteers = 120, posts = 40 }: Filling
): Promise<void> {
	const random = chance(seed + 7);
	const { moderator, volunteer, lead } = cast;
	const began = startOfDay(addDays(dayOf(now), -daysBack)) - dayMs;
	const crowd = await makeCrowd(db, volunteers, began);
	await inBatches(db, [volunteer, lead, ...crowd], async (tx, actor) => {
		const ageBand = random.happens(0.2) ? '60+' : '18-59';
		const said = { ageBand, consent: false, trained: true } as const;
		await joinVolunteers(tx, actor, said, began);
	});
	const { places, crossings } = await demoPosts(db, posts);
	const pilots = Math.min(mostPilots, Math.ceil(volunteers / 15));
	await makePosts(db, moderator, places.slice(0, pilots), { busy: true }, began);
	const past = { from: dayOf(began + dayMs), to: dayOf(now) };
	await carryOutPlan(db, moderator, past, began);
	await serveAll(db, seal, cast, crowd, random, now);

	await makePosts(db, moderator, places.slice(pilots), { busy: true }, now - dayMs);
	await makePosts(db, moderator, crossings, { busy: false }, now - dayMs);
	const range = { from: dayOf(now), to: addDays(dayOf(now), 14) };
	await carryOutPlan(db, moderator, range, now);
	await setCertificateIssuer(db, moderator, issuer, now - dayMs);
	await paper(db, seal, cast, crowd, past, now);
	await runningNow({ db, seal, random, moderator }, cast, crowd, now);
	await fillAhead(db, crowd, random, now);
	for (const { accountId } of [volunteer, lead]) await markAllRead(db, accountId!, now);
	await meet(db, cast, crowd, now);
}

const issuer = {
	office: '青禾县精神文明建设办公室',
	responsible: '志愿服务负责岗',
	handler: '志愿服务经办岗',
	contact: '0000-7612345'
};

async function inBatches<Thing>(
	db: Db,
	things: readonly Thing[],
	work: (tx: Db, thing: Thing, n: number) => Promise<void>
): Promise<void> {
	for (let n = 0; n < things.length; n += atOnce) {
		await db.transaction(async (tx) => {
			for (const [i, thing] of things.slice(n, n + atOnce).entries()) await work(tx, thing, n + i);
		});
	}
}

/** Those of the past that are over, each with its team; `volunteer` and `lead` are on some of them. */
async function serveAll(
	db: Db,
	seal: Sealing,
	{ moderator, volunteer, lead }: Cast,
	crowd: readonly Actor[],
	random: Chance,
	now: number
): Promise<void> {
	const from = startOfDay(addDays(dayOf(now), -daysBack));
	const all = await openShifts(db, from, now);
	const over = all.filter(({ endsAt }) => endsAt + 10 * minuteMs < now);
	const leads = [lead, ...crowd.slice(0, 5)];
	await inBatches(db, over, async (tx, { code }, n) => {
		const team = [1, 2, 3].map(() => random.one(crowd.slice(5)));
		// one of them each second or third day
		const own = n % 23 === 4 ? [volunteer] : [];
		const first = n % 29 === 3 ? lead : leads[1 + (n % (leads.length - 1))]!;
		await serve(
			{ db: tx, seal, random, moderator },
			code,
			first,
			[...new Set([...own, ...team])],
			from - dayMs + hourMs
		);
	});
}

/** A certificate of what `volunteer` served, and someone who finds the hours of a shift too few. */
async function paper(
	db: Db,
	seal: Sealing,
	{ volunteer }: Cast,
	crowd: readonly Actor[],
	span: { from: string; to: string },
	now: number
): Promise<void> {
	const issued = now - 2 * hourMs;
	const certificate = { from: span.from, to: dayOf(issued), named: false };
	await issueCertificate(db, seal, volunteer, certificate, issued);
	const words = '手机没电，签退晚记了，队长可以证明我站到了最后';
	const all = await openShifts(db, startOfDay(span.from), now);
	for (const { code, endsAt } of all.filter(({ endsAt }) => endsAt < now - dayMs).reverse()) {
		for (const actor of crowd) {
			const claimed = await claimHours(
				db,
				actor,
				{ code, minutes: 115, words },
				endsAt + dayMs
			).then(
				() => true,
				() => false
			);
			if (claimed) return;
		}
	}
}

/** One that is under way at whatever hour: `lead` leads, `volunteer` is expected, two others are there. */
async function runningNow(
	team: Team,
	{ lead, volunteer }: Cast,
	crowd: readonly Actor[],
	now: number
) {
	const { db, moderator } = team;
	const startsAt = Math.floor(now / hourMs) * hourMs - 30 * minuteMs;
	const made = startsAt - 2 * dayMs;
	const day = dayOf(startsAt);
	const start = (startsAt - startOfDay(day)) / minuteMs;
	// one of the first, whose risks everyone has read since
	const [post] = (await listPosts(db)).sort((a, b) => a.id - b.id);
	const times = { day, start, end: (start + 120) % (24 * 60), least: 2, most: 5 };
	const form = { postId: post!.id, ...times, leadId: lead.accountId, note: '在东南角集合' };
	const code = await addShift(db, moderator, form, made);
	const others = crowd.slice(-2);
	for (const actor of [volunteer, ...others]) {
		await signUp(db, actor, code, { risks: true }, made + hourMs);
	}
	const spot = await onTheSpot(team, lead, await getShift(db, code));
	for (const actor of others) await spot.byNumber(actor, 'check_in', startsAt - 4 * minuteMs);
}

/** Full with a line, half empty, or nobody yet. */
async function fillAhead(db: Db, crowd: readonly Actor[], random: Chance, now: number) {
	const shifts = await openShifts(db, now, now + 15 * dayMs);
	const ahead = shifts.filter(({ startsAt }) => startsAt > now + hourMs);
	await inBatches(db, ahead, async (tx, { code, most }) => {
		const asking = random.one([0, 0, 1, 1, 2, Math.ceil(most / 2), most, most + 2]);
		for (let n = 0; n < asking; n++) {
			await signUp(tx, random.one(crowd), code, { risks: true }, now);
		}
	});
}

/** A group whose coordinator is `lead` and who asks three for a shift; one of them has said yes. */
async function meet(
	db: Db,
	{ moderator, lead, volunteer }: Cast,
	crowd: readonly Actor[],
	now: number
) {
	const numberOf = async ({ accountId }: Actor) => (await volunteerOf(db, accountId!))!.number;
	const form = { name: '县图书馆志愿队', kind: 'unit' as const };
	const coordinatorNumber = await numberOf(lead);
	const group = await addGroup(db, moderator, { ...form, coordinatorNumber }, now - 10 * dayMs);
	const members = [volunteer, ...crowd.slice(10, 18)];
	for (const actor of members) await joinGroup(db, actor, group, now - 9 * dayMs);
	const shifts = await openShifts(db, now + dayMs, now + 8 * dayMs);
	const free = shifts.find(
		({ startsAt, held, waiting, most }) =>
			startsAt > now + 2 * dayMs && waiting === 0 && most - held >= 3
	);
	if (!free) return;
	const asked = members.slice(0, 3);
	const numbers = await Promise.all(asked.map(numberOf));
	const at = now - 20 * minuteMs;
	const [, second] = await propose(db, lead, group, { shift: free.code, numbers }, at);
	if (second?.answer === 'asked') {
		await acceptOffer(db, asked[1]!, free.code, { risks: true }, at + 5 * minuteMs);
	}
	const own = shifts.find(
		({ code, startsAt }) => startsAt > now + dayMs && code !== free.code && startsAt < free.startsAt
	);
	if (own) await signUp(db, volunteer, own.code, { risks: true }, now);
}
