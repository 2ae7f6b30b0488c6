import { randomBytes } from 'node:crypto';
import { and, desc, eq, gte, isNull, lt, lte, sql } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import { dayOf } from '../../time/shanghai';
import { nextNumber, type CertificateForm, type Holder } from '../../volunteering/certificate';
import { record } from '../audit/record';
import type { Db } from '../db';
import { deliver } from '../notifications/commands';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { certificates, hours } from './hours-schema';
import { certificateIssuer } from './hours-settings';
import { ownAccount } from './of-volunteer';
import { personOf } from './persons';
import { volunteerOf } from './queries';

/** The same asked for twice on a day is the same certificate; more than these are not issued in a day. */
const mostADay = 10;

/**
 * 开具证明 for what the ledger holds of the actor between two days, both included.
 * @returns the code of its address
 * @throws Refusal('conflict') while the office has not said who issues
 */
export async function issueCertificate(
	db: Db,
	seal: Sealing,
	actor: Actor,
	{ from, to, named }: CertificateForm,
	at: number
): Promise<string> {
	const accountId = ownAccount(actor);
	const today = dayOf(at);
	if (to > today) {
		throw new Refusal('invalid', '只能开到今天为止', { to: '只能开到今天为止' });
	}
	return db.transaction(async (tx) => {
		const issuer = await certificateIssuer(tx);
		if (!issuer) throw new Refusal('conflict', '文明办还没有设好出具单位，暂时开不了证明');
		const volunteer = await volunteerOf(tx, accountId);
		if (!volunteer) throw new Refusal('conflict', '请先登记成为志愿者');
		const sums = await countedBetween(tx, accountId, from, to);
		if (sums.measuredMinutes + sums.vouchedMinutes <= 0) {
			throw new Refusal('invalid', '这些天没有记下的服务时长', { from: '这些天没有服务时长' });
		}
		const holder = named ? personOf(seal, volunteer) : null;
		const says = { accountId, volunteerNumber: volunteer.number, fromDay: from, toDay: to };
		const standing = await issuedToday(tx, seal, { ...says, ...sums, holder }, today);
		if (standing) return standing;
		const year = today.slice(0, 4);
		const [last] = await tx
			.select({ number: certificates.number })
			.from(certificates)
			.where(and(gte(certificates.number, `${year}-`), lt(certificates.number, `${year}.`)))
			.orderBy(desc(certificates.number))
			.limit(1);
		const number = nextNumber(year, last?.number);
		const code = codeFrom(randomBytes(8));
		const holderSealed = holder && seal.seal(JSON.stringify(holder));
		await tx
			.insert(certificates)
			.values({ code, number, ...says, ...sums, holderSealed, issuer, issuedAt: at });
		await record(tx, actor, 'issue_certificate', `certificate:${number}`, at);
		return code;
	});
}

/** What counts of someone between two days; a shift that gave nothing in the end is not among them. */
async function countedBetween(tx: Db, accountId: number, from: string, to: string) {
	const perShift = tx
		.select({
			measured:
				sql<number>`sum(CASE WHEN ${hours.kind} = 'measured' THEN ${hours.counted} ELSE 0 END)`.as(
					'measured'
				),
			vouched:
				sql<number>`sum(CASE WHEN ${hours.kind} = 'vouched' THEN ${hours.counted} ELSE 0 END)`.as(
					'vouched'
				)
		})
		.from(hours)
		.where(and(eq(hours.accountId, accountId), gte(hours.day, from), lte(hours.day, to)))
		.groupBy(hours.shiftId)
		.as('per_shift');
	const [row] = await tx
		.select({
			measuredMinutes: sql<number>`coalesce(sum(${perShift.measured}), 0)`,
			vouchedMinutes: sql<number>`coalesce(sum(${perShift.vouched}), 0)`,
			shiftCount: sql<number>`coalesce(sum(${perShift.measured} + ${perShift.vouched} > 0), 0)`
		})
		.from(perShift);
	return row!;
}

type Says = Pick<
	typeof certificates.$inferSelect,
	| 'accountId'
	| 'volunteerNumber'
	| 'fromDay'
	| 'toDay'
	| 'measuredMinutes'
	| 'vouchedMinutes'
	| 'shiftCount'
>;

async function issuedToday(
	tx: Db,
	seal: Sealing,
	{ accountId, holder, ...says }: Says & { holder: Holder | null },
	today: string
): Promise<string | null> {
	const own = await tx
		.select()
		.from(certificates)
		.where(eq(certificates.accountId, accountId))
		.orderBy(desc(certificates.id))
		.limit(mostADay);
	const ofToday = own.filter(({ issuedAt }) => dayOf(issuedAt) === today);
	const same = ofToday.find(
		(one) =>
			one.revokedAt === null &&
			one.fromDay === says.fromDay &&
			one.toDay === says.toDay &&
			one.measuredMinutes === says.measuredMinutes &&
			one.vouchedMinutes === says.vouchedMinutes &&
			one.shiftCount === says.shiftCount &&
			(one.holderSealed === null ? null : seal.open(one.holderSealed)) ===
				(holder === null ? null : JSON.stringify(holder))
	);
	if (same) return same.code;
	if (ofToday.length === mostADay) throw new Refusal('limited', '今天开的证明够多了，请明天再来');
	return null;
}

/** Whoever holds the paper can see from now on that it stands no more, and why. */
export async function revokeCertificate(
	db: Db,
	actor: Actor,
	{ code, reason }: { code: string; reason: string },
	at: number
): Promise<void> {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '证明由文明办撤销');
	await db.transaction(async (tx) => {
		const [revoked] = await tx
			.update(certificates)
			.set({ revokedAt: at, revokedById: actor.accountId, revokeReason: reason })
			.where(and(eq(certificates.code, code), isNull(certificates.revokedAt)))
			.returning({ number: certificates.number, accountId: certificates.accountId });
		if (!revoked) throw new Refusal('conflict', '没有这份证明，或者已经撤销了');
		const { number, accountId } = revoked;
		const body = `编号 ${number} 的服务记录证明已撤销：${reason}。有疑问请联系文明办。`;
		await deliver(tx, [accountId], { title: '证明被撤销', body, href: '/me/hours' }, at);
		await record(tx, actor, 'revoke_certificate', `certificate:${number}`, at);
	});
}

/** Whose account is closed: what they hold in hand stands no more, and names nobody. */
export const endCertificates = async (tx: Db, accountId: number, at: number): Promise<void> => {
	const own = eq(certificates.accountId, accountId);
	await tx
		.update(certificates)
		.set({ revokedAt: at, revokeReason: '持有人已注销账号' })
		.where(and(own, isNull(certificates.revokedAt)));
	await tx.update(certificates).set({ holderSealed: null }).where(own);
};
