import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { readCode } from '../../reports/code';
import { maskedName, paperInWords, type Holder } from '../../volunteering/certificate';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { certificates } from './hours-schema';
import { ownAccount } from './of-volunteer';

const printed = {
	code: certificates.code,
	number: certificates.number,
	volunteerNumber: certificates.volunteerNumber,
	fromDay: certificates.fromDay,
	toDay: certificates.toDay,
	measuredMinutes: certificates.measuredMinutes,
	vouchedMinutes: certificates.vouchedMinutes,
	shiftCount: certificates.shiftCount,
	issuer: certificates.issuer,
	issuedAt: certificates.issuedAt,
	revokedAt: certificates.revokedAt,
	revokeReason: certificates.revokeReason
};

/** The latest first. */
export const ownCertificates = (db: Db, actor: Actor, most = 50) =>
	db
		.select(printed)
		.from(certificates)
		.where(eq(certificates.accountId, ownAccount(actor)))
		.orderBy(desc(certificates.id))
		.limit(most);

const holderIn = (seal: Sealing, sealed: string | null) =>
	sealed === null ? null : (JSON.parse(seal.open(sealed)) as Holder);

/** As it is printed for whom it was issued. @throws Refusal('missing') also for anyone else */
export async function ownCertificate(db: Db, seal: Sealing, actor: Actor, code: string) {
	const [row] = await db
		.select({ ...printed, holderSealed: certificates.holderSealed })
		.from(certificates)
		.where(and(eq(certificates.code, code), eq(certificates.accountId, ownAccount(actor))));
	if (!row) throw new Refusal('missing', '没有这份证明，或者不是您的');
	const { holderSealed, ...rest } = row;
	const holder = holderIn(seal, holderSealed);
	return { ...rest, name: holder?.name ?? '', paper: holder ? paperInWords(holder) : '' };
}

export type Printed = Awaited<ReturnType<typeof ownCertificate>>;

/** What anyone may know of a certificate: no more than it says, its name masked. @throws Refusal('missing') */
export async function verifiedCertificate(db: Db, seal: Sealing, asked: string) {
	const code = readCode(asked);
	const [row] = code
		? await db
				.select({ ...printed, holderSealed: certificates.holderSealed })
				.from(certificates)
				.where(eq(certificates.code, code))
		: [];
	if (!row) {
		throw new Refusal('missing', '没有查到这份证明。请对照纸上的查验码再输一次，或联系出具单位');
	}
	const { holderSealed, issuer, ...rest } = row;
	const holder = holderIn(seal, holderSealed);
	// those who answer for it stand on the paper; of the office its name is enough here
	return { ...rest, office: issuer.office, name: holder ? maskedName(holder.name) : '' };
}

/** The latest, or those with a number or a code. */
export const deskCertificates = (db: Db, asked: string, most = 50) => {
	const code = readCode(asked);
	const found = code
		? eq(certificates.code, code)
		: asked === ''
			? undefined
			: eq(certificates.number, asked);
	return db
		.select(printed)
		.from(certificates)
		.where(found)
		.orderBy(desc(certificates.id))
		.limit(most);
};
