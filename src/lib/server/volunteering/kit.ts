import { and, asc, desc, eq, gt, inArray, lt, notInArray, or } from 'drizzle-orm';
import { isSignedIn } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { dayMs } from '../../time/shanghai';
import { standingAnswers } from '../../volunteering/acts';
import { driftHeard, driftInWords, hoursOf } from '../../volunteering/check-in';
import { actsAs, leads } from '../../volunteering/policy';
import { activeStates } from '../../volunteering/signups';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { dissuasionsOf } from './dissuasions';
import type { OnSite } from './on-site';
import { acts } from './on-site-schema';
import { getShift, hasAcceptedRisks, signupOf, volunteerOf, type AskedRow } from './queries';
import { shiftRules } from './rules';
import { posts, signups, volunteers } from './schema';
import { secretOf } from './shift-secrets';
import { teamPhotoOf, teamPhotoSeenBy } from './team-photo';

/** So long before and after a shift its list and number are on the lead's phone. */
const kitAround = dayMs;
const mostTrouble = 20;

export type Kit = Awaited<ReturnType<typeof kit>>;

/**
 * All that the lead's phone needs to work without a network: the facts, the secret of the number, who
 * is expected and who is there. Times in ms, by our clock.
 * @throws Refusal('forbidden') for anyone else; 'conflict' a day before, a day after, or called off
 */
export async function kit(db: Db, { seal, hints }: OnSite, actor: Actor, code: string, at: number) {
	const shift = await getShift(db, code);
	if (!isSignedIn(actor)) throw new Refusal('unauthenticated', '请先登录');
	if (!leads(actor, shift)) throw new Refusal('forbidden', '只有这个班次的队长可以打开');
	if (shift.calledOffAt !== null) throw new Refusal('conflict', '这个班次已经取消');
	if (at < shift.startsAt - kitAround || at > shift.endsAt + kitAround) {
		throw new Refusal('conflict', '开始前一天到结束后一天可以打开');
	}
	const { secret, since } = await secretOf(db, seal, actor, shift, at);
	return {
		shift: await factsOf(db, shift),
		secret,
		secretSince: since,
		now: at,
		...(await hoursFor(db, shift)),
		people: await peopleOf(db, { seal, hints }, shift, at),
		dissuasions: await dissuasionsOf(db, shift.id),
		trouble: await troubleOf(db, shift.id),
		photo: await teamPhotoOf(db, shift)
	};
}

async function factsOf(db: Db, shift: AskedRow) {
	const [post] = await db
		.select({ task: posts.task, kit: posts.kit })
		.from(posts)
		.where(eq(posts.id, shift.postId));
	const { code, postName, startsAt, endsAt, finishedAt, least, most, leadNote, lat, lng, risks } =
		shift;
	return {
		...{ code, postName, startsAt, endsAt, finishedAt, least, most, leadNote, lat, lng, risks },
		...post!
	};
}

const hoursFor = async (db: Db, shift: AskedRow) => hoursOf(shift, await shiftRules(db));

async function peopleOf(db: Db, { seal, hints }: OnSite, shift: AskedRow, at: number) {
	const rows = await db
		.select({
			accountId: signups.accountId,
			number: volunteers.number,
			calledSealed: volunteers.calledSealed,
			state: signups.state,
			checkedInAt: signups.checkedInAt,
			checkedInBy: signups.checkedInBy,
			leftAt: signups.leftAt,
			leftBy: signups.leftBy,
			proposedById: signups.proposedById
		})
		.from(signups)
		// whoever closed their account has left no number
		.innerJoin(volunteers, eq(volunteers.accountId, signups.accountId))
		.where(and(eq(signups.shiftId, shift.id), inArray(signups.state, [...activeStates])))
		.orderBy(asc(signups.id));
	const vouched = await vouchedFor(db, shift.id);
	return rows.map(({ accountId, calledSealed, proposedById, ...person }) => ({
		...person,
		called: calledSealed === null ? null : seal.open(calledSealed),
		proposed: proposedById !== null,
		isLead: accountId === shift.leadId,
		vouched: vouched.has(accountId),
		hint: hints.of(shift.id, accountId, at)
	}));
}

async function vouchedFor(db: Db, shiftId: number) {
	const rows = await db
		.select({ accountId: acts.accountId })
		.from(acts)
		.where(and(eq(acts.shiftId, shiftId), eq(acts.act, 'vouch'), eq(acts.answer, 'done')));
	return new Set(rows.map(({ accountId }) => accountId));
}

/** What was refused, and whose clock was corrected, the newest first. */
async function troubleOf(db: Db, shiftId: number) {
	const rows = await db
		.select({
			number: volunteers.number,
			act: acts.act,
			by: acts.by,
			answer: acts.answer,
			at: acts.at,
			driftMs: acts.driftMs
		})
		.from(acts)
		.leftJoin(volunteers, eq(volunteers.accountId, acts.accountId))
		.where(
			and(
				eq(acts.shiftId, shiftId),
				or(
					notInArray(acts.answer, [...standingAnswers]),
					gt(acts.driftMs, driftHeard),
					lt(acts.driftMs, -driftHeard)
				)
			)
		)
		.orderBy(desc(acts.id))
		.limit(mostTrouble);
	return rows.map((row) => ({ ...row, drift: driftInWords(row.driftMs) }));
}

/**
 * What the page says on which one checks in.
 * @throws Refusal('missing')
 */
export async function onSiteFor(db: Db, actor: Actor, code: string, at: number) {
	const shift = await getShift(db, code);
	const { accountId } = actor;
	const signup = accountId === null ? undefined : await signupOf(db, shift.id, accountId);
	const volunteer = accountId === null ? undefined : await volunteerOf(db, accountId);
	return {
		shift: {
			...(await factsOf(db, shift)),
			calledOff: shift.calledOffAt !== null,
			callOffReason: shift.callOffReason
		},
		...(await hoursFor(db, shift)),
		isLead: leads(actor, shift),
		part: actsAs(actor, shift),
		isVolunteer: volunteer !== undefined,
		risksAccepted:
			shift.risks === '' ||
			(accountId !== null && (await hasAcceptedRisks(db, accountId, shift.postId))),
		own: signup
			? {
					state: signup.state,
					checkedInAt: signup.checkedInAt,
					checkedInBy: signup.checkedInBy,
					leftAt: signup.leftAt,
					leftBy: signup.leftBy
				}
			: null,
		photo: accountId === null ? null : await teamPhotoSeenBy(db, actor, shift),
		now: at
	};
}
